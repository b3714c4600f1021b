"""The life of our secrets, against the strict service over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pulumi_boomi_spaces.errors import ConflictError, InputError, ServiceError
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault.conftest import World
from tests.unit.vault.steps import (
    KEY,
    OWNER,
    Clock,
    kept,
    labels,
    our_tags,
    someone_elses,
    store,
    tags,
    target,
    value,
)

CANARY = "canary-8c2e41"
OPEN_POLICY = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": '
    '"arn:aws:iam::123456789012:role/other-team"}, "Action": "secretsmanager:*", "Resource": "*"}]}'
)


class TestMake:
    def test_a_new_secret_has_value_owner_key_and_the_organisations_tags(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        stored = store(secrets).write(
            target(name, kms_key_id="alias/orders", team="orders"), "s3cret", None, adopt=False
        )

        described = secrets.describe(stored.arn)
        assert value(world.client, name) == "s3cret"
        assert labels(world.client, name) == {stored.version: ["AWSCURRENT"]}
        assert tags(world.client, name) == {
            "boomi-spaces:owner": OWNER,
            "boomi-spaces:natural-key": KEY,
            "team": "orders",
        }
        assert described is not None
        assert (described.owner, described.natural_key, described.kms_key_id) == (OWNER, KEY, "alias/orders")
        assert (described.name, described.current, described.deleted) == (name, stored.version, None)

    def test_a_secret_that_is_not_there_is_none(self, secrets: SecretsManager, name: str) -> None:
        assert secrets.describe(name) is None

    def test_a_value_that_is_too_large_is_refused_before_aws_is_asked(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        with pytest.raises(InputError, match="65536 bytes"):
            store(secrets).write(target(name), "é" * 32_769, None, adopt=False)

        assert world.proxy.operations == []

    def test_a_name_that_is_not_free_yet_is_waited_for(
        self, world: World, secrets: SecretsManager, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from boomi_emulator.secrets_manager.corrections import forced_deletion

        clock = Clock()
        seconds = [1000.0]
        monkeypatch.setattr(forced_deletion, "now", lambda: seconds[0] + sum(clock.slept))
        someone_elses(world.client, name)
        world.client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)

        store(secrets, clock).write(target(name), "s3cret", None, adopt=False)

        assert value(world.client, name) == "s3cret"
        assert 2.0 <= sum(clock.slept) <= 4.0


class TestReplace:
    def test_a_new_value_becomes_current_and_the_old_one_previous(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        second = store(secrets).write(target(name), "two", kept(first), adopt=False)

        assert second.arn == first.arn
        assert value(world.client, name) == "two"
        assert labels(world.client, name) == {
            first.version: ["AWSPREVIOUS"],
            second.version: ["AWSCURRENT", "AWSPENDING"],
        }

    def test_an_earlier_value_becomes_current_again(self, world: World, secrets: SecretsManager, name: str) -> None:
        stored = store(secrets).write(target(name), "A", None, adopt=False)
        for text in ("B", "A", "A"):
            stored = store(secrets).write(target(name), text, kept(stored), adopt=False)

            assert value(world.client, name) == text
            assert "AWSCURRENT" in labels(world.client, name)[stored.version]

    def test_a_plain_replacement_takes_these_calls_and_reads_no_value(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        world.proxy.reset()

        second = store(secrets).write(target(name), "two", kept(first), adopt=False)
        assert store(secrets).overtaken(second.arn, second.version) is None

        assert world.proxy.operations == [
            "DescribeSecret",
            "GetResourcePolicy",
            "PutSecretValue",
            "UpdateSecretVersionStage",
            "DescribeSecret",
        ]

    def test_a_version_that_somebody_put_there_is_replaced(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "ours", None, adopt=False)
        world.client.put_secret_value(SecretId=name, SecretString="theirs")

        store(secrets).write(target(name), "ours", kept(first), adopt=False)

        assert value(world.client, name) == "ours"

    def test_a_secret_without_a_value_gets_its_first(self, world: World, secrets: SecretsManager, name: str) -> None:
        world.client.create_secret(Name=name, Tags=our_tags())

        stored = store(secrets).write(target(name), "s3cret", None, adopt=False)

        assert value(world.client, name) == "s3cret"
        assert labels(world.client, name) == {stored.version: ["AWSCURRENT"]}

    def test_the_name_stays_when_the_secret_is_made_anew(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
        world.service._state.regions["eu-west-1"].blocked.clear()

        second = store(secrets).write(target(name), "one", kept(first), adopt=False)

        assert second.arn != first.arn
        assert value(world.client, name) == "one"

    def test_the_kms_key_that_the_program_names_comes_before_the_value(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        world.proxy.reset()

        store(secrets).write(target(name, kms_key_id="alias/orders"), "two", kept(first), adopt=False)

        assert world.client.describe_secret(SecretId=name)["KmsKeyId"] == "alias/orders"
        assert world.proxy.operations.index("UpdateSecret") < world.proxy.operations.index("PutSecretValue")

    def test_our_secret_with_a_rotation_takes_a_new_value(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        rotate(world, name)

        store(secrets).write(target(name), "two", kept(first), adopt=False)

        described = secrets.describe(name)
        assert described is not None
        assert described.rotates
        assert value(world.client, name) == "two"


class TestFoundThere:
    """A secret of our name that this call did not make."""

    def test_what_a_killed_create_left_is_continued(self, world: World, secrets: SecretsManager, name: str) -> None:
        left = store(secrets).write(target(name), "one", None, adopt=False)

        again = store(secrets).write(target(name), "two", None, adopt=False)

        assert again.arn == left.arn
        assert value(world.client, name) == "two"
        assert store(secrets).is_continued(target(name))

    def test_what_is_a_day_old_is_refused(self, world: World, secrets: SecretsManager, name: str) -> None:
        store(secrets).write(target(name), "one", None, adopt=False)
        tomorrow = store(secrets, Clock(timedelta(hours=24, seconds=1)))

        with pytest.raises(ConflictError, match=rf'exists already since .* and belongs to "{OWNER}"'):
            tomorrow.write(target(name), "two", None, adopt=False)

        assert value(world.client, name) == "one"
        assert not tomorrow.is_continued(target(name))

    @pytest.mark.parametrize("wanted", [{"owner": "shop/dev/OAuthConnection/erp"}, {"key": "acme-1/other"}])
    def test_what_belongs_to_somebody_else_is_refused(
        self, world: World, secrets: SecretsManager, name: str, wanted: dict[str, Any]
    ) -> None:
        store(secrets).write(target(name), "one", None, adopt=False)

        with pytest.raises(ConflictError, match="adopt=True"):
            store(secrets).write(target(name, **wanted), "two", None, adopt=False)

        assert value(world.client, name) == "one"
        assert not store(secrets).is_continued(target(name, **wanted))

    def test_what_was_not_made_by_us_is_refused(self, world: World, secrets: SecretsManager, name: str) -> None:
        someone_elses(world.client, name)

        with pytest.raises(ConflictError, match="was not made by this provider"):
            store(secrets).write(target(name), "ours", None, adopt=False)

        assert value(world.client, name) == "theirs"

    def test_with_adopt_it_is_taken_over_tags_and_all(self, world: World, secrets: SecretsManager, name: str) -> None:
        someone_elses(world.client, name, Tags=[{"Key": "team", "Value": "other"}])

        store(secrets).write(target(name), "ours", None, adopt=True)

        assert value(world.client, name) == "ours"
        assert tags(world.client, name) == {
            "boomi-spaces:owner": OWNER,
            "boomi-spaces:natural-key": KEY,
            "team": "other",
        }

    def test_ours_by_state_but_taken_over_since_is_refused_also_with_adopt(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        store(secrets).write(target(name, owner="shop/dev/OAuthConnection/erp"), "two", None, adopt=True)

        for adopt in (False, True):
            with pytest.raises(ConflictError, match='belongs to "shop/dev/OAuthConnection/erp" now'):
                store(secrets).write(target(name), "three", kept(ours), adopt=adopt)

        assert value(world.client, name) == "two"

    def test_a_renamed_resource_writes_its_value_and_its_tag(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)

        store(secrets).write(target(name, owner="shop/prod/x/new"), "two", kept(ours, owner=OWNER), adopt=False)

        assert value(world.client, name) == "two"
        assert tags(world.client, name)["boomi-spaces:owner"] == "shop/prod/x/new"

    def test_made_anew_by_somebody_else_it_is_not_ours(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
        world.service._state.regions["eu-west-1"].blocked.clear()
        someone_elses(world.client, name)

        with pytest.raises(ConflictError, match="was not made by this provider"):
            store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert value(world.client, name) == "theirs"


class TestUnsafe:
    """Under our name and with our tags, but made so that the value would come to somebody else."""

    @pytest.mark.parametrize("adopt", [False, True])
    def test_a_foreign_policy(self, world: World, secrets: SecretsManager, name: str, adopt: bool) -> None:
        someone_elses(world.client, name, Tags=our_tags())
        world.client.put_resource_policy(SecretId=name, ResourcePolicy=OPEN_POLICY)

        refused_untouched(world, secrets, name, "role/other-team", adopt)

    @pytest.mark.parametrize("adopt", [False, True])
    def test_a_foreign_key(self, world: World, secrets: SecretsManager, name: str, adopt: bool) -> None:
        someone_elses(world.client, name, Tags=our_tags(), KmsKeyId="alias/theirs")

        refused_untouched(world, secrets, name, "alias/theirs", adopt)

    @pytest.mark.parametrize("adopt", [False, True])
    def test_a_replica(self, world: World, secrets: SecretsManager, name: str, adopt: bool) -> None:
        someone_elses(world.client, name, Tags=our_tags(), AddReplicaRegions=[{"Region": "us-east-1"}])

        refused_untouched(world, secrets, name, "replicated", adopt)

    @pytest.mark.parametrize("adopt", [False, True])
    def test_a_rotation(self, world: World, secrets: SecretsManager, name: str, adopt: bool) -> None:
        someone_elses(world.client, name, Tags=our_tags())
        rotate(world, name)

        refused_untouched(world, secrets, name, "rotation function", adopt)

    @pytest.mark.parametrize("adopt", [False, True])
    def test_an_owning_service(self, world: World, secrets: SecretsManager, name: str, adopt: bool) -> None:
        someone_elses(world.client, name, Tags=our_tags())
        world.service.set_owning_service("eu-west-1", name, "rds")

        refused_untouched(world, secrets, name, '"rds"', adopt)

    def test_a_policy_that_appears_on_our_own_secret(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.put_resource_policy(SecretId=name, ResourcePolicy=OPEN_POLICY)

        with pytest.raises(ConflictError, match="role/other-team"):
            store(secrets).write(target(name), CANARY, kept(ours), adopt=False)

        assert value(world.client, name) == "one"

    def test_a_policy_on_a_scheduled_secret_which_stays_scheduled(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        someone_elses(world.client, name, Tags=our_tags())
        world.client.put_resource_policy(SecretId=name, ResourcePolicy=OPEN_POLICY)
        world.client.delete_secret(SecretId=name, RecoveryWindowInDays=7)

        with pytest.raises(ConflictError, match="role/other-team"):
            store(secrets).write(target(name), CANARY, None, adopt=False)

        described = secrets.describe(name)
        assert described is not None
        assert described.deleted is not None


class TestScheduled:
    def test_destroy_and_create_again_restores_our_secret(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        assert store(secrets).retire(first.arn, OWNER, 7) is None
        later = store(secrets, Clock(timedelta(days=5)))
        assert later.is_continued(target(name))

        second = later.write(target(name), "two", None, adopt=False)

        assert second.arn == first.arn
        assert value(world.client, name) == "two"

    def test_scheduled_behind_our_back_it_is_restored(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name)

        again = store(secrets).write(target(name), "one", kept(ours), adopt=False)

        assert again.arn == ours.arn
        assert value(world.client, name) == "one"

    def test_somebody_elses_stays_scheduled(self, world: World, secrets: SecretsManager, name: str) -> None:
        someone_elses(world.client, name)
        world.client.delete_secret(SecretId=name)

        with pytest.raises(ConflictError, match="was not made by this provider"):
            store(secrets).write(target(name), "ours", None, adopt=False)

        assert "RestoreSecret" not in world.proxy.operations

    @pytest.mark.parametrize(("window", "days"), [(7, 7), (None, 30)])
    def test_retire_schedules_with_the_window(
        self, world: World, secrets: SecretsManager, name: str, window: int | None, days: int
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)

        assert store(secrets).retire(ours.arn, OWNER, window) is None

        described = secrets.describe(ours.arn)
        assert described is not None
        assert described.deleted is not None
        assert timedelta(days=days, minutes=-1) < described.deleted - Clock().now() < timedelta(days=days, minutes=1)

    def test_retire_of_what_is_scheduled_or_gone_is_done(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name, RecoveryWindowInDays=7)
        before = world.client.describe_secret(SecretId=name)["DeletedDate"]
        assert store(secrets).retire(ours.arn, OWNER, 30) is None
        assert world.client.describe_secret(SecretId=name)["DeletedDate"] == before

        world.client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
        assert store(secrets).retire(ours.arn, OWNER, 30) is None

    def test_retire_leaves_what_somebody_else_took_over(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        store(secrets).write(target(name, owner="other/owner"), "two", None, adopt=True)

        warning = store(secrets).retire(ours.arn, OWNER, 7)

        assert warning is not None
        assert 'belongs to "other/owner" now' in warning
        assert value(world.client, name) == "two"

    def test_a_deletion_that_aws_refuses_is_an_error(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.service.set_owning_service("eu-west-1", name, "rds")

        with pytest.raises(ServiceError, match="InvalidRequestException"):
            store(secrets).retire(ours.arn, OWNER, 7)


class TestRetag:
    def test_a_renamed_resource_writes_the_tag_and_nothing_else(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.proxy.reset()

        assert store(secrets).retag(ours.arn, "shop/prod/x/new", OWNER) is None

        assert tags(world.client, name)["boomi-spaces:owner"] == "shop/prod/x/new"
        assert tags(world.client, name)["boomi-spaces:natural-key"] == KEY
        assert set(world.proxy.operations) == {"DescribeSecret", "TagResource"}

    def test_what_somebody_else_took_over_keeps_its_tag(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        store(secrets).write(target(name, owner="other/owner"), "two", None, adopt=True)

        warning = store(secrets).retag(ours.arn, "shop/prod/x/new", OWNER)

        assert warning is not None
        assert "other/owner" in warning
        assert tags(world.client, name)["boomi-spaces:owner"] == "other/owner"

    def test_what_is_gone_or_scheduled_is_left(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name)

        assert store(secrets).retag(ours.arn, "shop/prod/x/new", OWNER) is None
        assert "TagResource" not in world.proxy.operations


class TestValue:
    def test_one_version_is_read_not_the_current_one(self, world: World, secrets: SecretsManager, name: str) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        store(secrets).write(target(name), "two", kept(first), adopt=False)

        assert secrets.value(first.arn, first.version, None) == "one"

    def test_a_key_picks_a_text(self, world: World, secrets: SecretsManager, name: str) -> None:
        arn, version = created(world, name, f'{{"user": "u", "secret": "{CANARY}"}}')

        assert secrets.value(arn, version, "secret") == CANARY

    @pytest.mark.parametrize(
        ("content", "key", "said"),
        [
            (f'{{"a": "{CANARY}"}}', "b", 'has no key "b"'),
            (f'{{"a": ["{CANARY}"]}}', "a", "no text"),
            ('{"a": 1}', "a", "no text"),
            ('{"a": ""}', "a", "is empty"),
            (f'{{"a": "{CANARY}"', "a", "no JSON object"),
            (f'["{CANARY}"]', "0", "no JSON object"),
            ("[" * 5_000, "a", "no JSON object"),
        ],
    )
    def test_what_yields_no_text_is_said_without_the_value(
        self, world: World, secrets: SecretsManager, name: str, content: str, key: str, said: str
    ) -> None:
        arn, version = created(world, name, content)

        with pytest.raises(InputError, match=said) as refused:
            secrets.value(arn, version, key)

        assert CANARY not in str(refused.value)
        assert refused.value.__context__ is None

    def test_a_binary_value_is_refused(self, world: World, secrets: SecretsManager, name: str) -> None:
        answer = world.client.create_secret(Name=name, SecretBinary=b"\x00\x01")

        with pytest.raises(InputError, match="binary"):
            secrets.value(answer["ARN"], answer["VersionId"], None)

    def test_half_an_arn_is_refused(self, secrets: SecretsManager) -> None:
        with pytest.raises(InputError, match="not the whole ARN"):
            secrets.describe("arn:aws:secretsmanager:eu-west-1:123456789012:secret:intuit")


def test_the_closing_look_names_a_newer_version(world: World, secrets: SecretsManager, name: str) -> None:
    ours = store(secrets).write(target(name), "one", None, adopt=False)
    assert store(secrets).overtaken(ours.arn, ours.version) is None

    newer = world.client.put_secret_value(SecretId=name, SecretString="two")["VersionId"]

    assert store(secrets).overtaken(ours.arn, ours.version) == newer


def test_the_closing_look_sees_that_somebody_went_back(world: World, secrets: SecretsManager, name: str) -> None:
    first = store(secrets).write(target(name), "one", None, adopt=False)
    second = store(secrets).write(target(name), "two", kept(first), adopt=False)
    world.client.update_secret_version_stage(
        SecretId=name,
        VersionStage="AWSCURRENT",
        MoveToVersionId=first.version,
        RemoveFromVersionId=second.version,
    )

    assert store(secrets).overtaken(second.arn, second.version) == first.version


def created(world: World, name: str, content: str) -> tuple[str, str]:
    answer = world.client.create_secret(Name=name, SecretString=content)
    return answer["ARN"], answer["VersionId"]


def rotate(world: World, name: str) -> None:
    world.client.rotate_secret(
        SecretId=name,
        RotationLambdaARN="arn:aws:lambda:eu-west-1:123456789012:function:rotate",
        RotationRules={"AutomaticallyAfterDays": 30},
        RotateImmediately=False,
    )


def refused_untouched(world: World, secrets: SecretsManager, name: str, said: str, adopt: bool) -> None:
    before = world.client.describe_secret(SecretId=name)
    with pytest.raises(ConflictError, match=said) as refused:
        store(secrets).write(target(name), CANARY, None, adopt=adopt)

    after = world.client.describe_secret(SecretId=name)
    assert value(world.client, name) == "theirs"
    assert after["LastChangedDate"] == before["LastChangedDate"]
    assert CANARY not in str(refused.value)
