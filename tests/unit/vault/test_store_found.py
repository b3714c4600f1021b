"""A secret of our name that a write did not make: whose it is, and whether it is safe."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pulumi_boomi_spaces.errors import ConflictError
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault.conftest import World
from tests.unit.vault.steps import (
    KEY,
    OWNER,
    Clock,
    kept,
    our_tags,
    rotate,
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

        with pytest.raises(ConflictError, match=r"was left there since .* by a resource of this name"):
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
        rotate(world.client, name)

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


def refused_untouched(world: World, secrets: SecretsManager, name: str, said: str, adopt: bool) -> None:
    before = world.client.describe_secret(SecretId=name)
    with pytest.raises(ConflictError, match=said) as refused:
        store(secrets).write(target(name), CANARY, None, adopt=adopt)

    after = world.client.describe_secret(SecretId=name)
    assert value(world.client, name) == "theirs"
    assert after["LastChangedDate"] == before["LastChangedDate"]
    assert CANARY not in str(refused.value)
