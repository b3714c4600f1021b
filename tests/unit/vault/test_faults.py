"""Answers that get lost or make no sense, and others who write at the worst moment."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pulumi_boomi_spaces import redact
from pulumi_boomi_spaces.errors import ConflictError, ServiceError
from pulumi_boomi_spaces.vault import Stored
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault.conftest import World
from tests.unit.vault.faults import (
    Fault,
    Forward,
    Reply,
    broken,
    dropped,
    garbled,
    lost,
    preceded_by,
    swallowed,
)
from tests.unit.vault.steps import Clock, kept, labels, our_tags, someone_elses, store, tags, target, value

CANARY = "canary-41b7aa"
ATTEMPTS = 3


@pytest.fixture
def ours(world: World, secrets: SecretsManager, name: str) -> Stored:
    """Our secret with the value "one"; the requests so far are forgotten."""
    stored = store(secrets).write(target(name), "one", None, adopt=False)
    world.proxy.reset()
    return stored


def refusal(code: str, message: str) -> Fault:
    def fault(forward: Forward) -> Reply:
        body = {"__type": code, "Message": message}
        return Reply(400, "application/x-amz-json-1.1", json.dumps(body).encode())

    return fault


class TestCreate:
    @pytest.mark.parametrize("faults", [[lost], [lost] * ATTEMPTS, [garbled], [broken] * ATTEMPTS, [dropped, lost]])
    def test_carried_out_but_not_heard_of(
        self, world: World, secrets: SecretsManager, name: str, faults: list[Fault]
    ) -> None:
        world.proxy.spoil("CreateSecret", *faults)

        stored = store(secrets).write(target(name), "one", None, adopt=False)

        assert value(world.client, name) == "one"
        assert labels(world.client, name) == {stored.version: ["AWSCURRENT"]}

    @pytest.mark.parametrize("faults", [[dropped] * ATTEMPTS, [swallowed]])
    def test_never_carried_out(self, world: World, secrets: SecretsManager, name: str, faults: list[Fault]) -> None:
        world.proxy.spoil("CreateSecret", *faults)

        with pytest.raises(ServiceError) as failed:
            store(secrets).write(target(name), CANARY, None, adopt=False)

        assert failed.value.answer_lost
        assert CANARY not in str(failed.value)
        assert secrets.describe(name) is None

    def test_somebody_is_faster(self, world: World, secrets: SecretsManager, name: str) -> None:
        world.proxy.spoil("CreateSecret", preceded_by(lambda: someone_elses(world.client, name)))

        with pytest.raises(ConflictError, match="was not made by this provider"):
            store(secrets).write(target(name), "ours", None, adopt=False)

        assert value(world.client, name) == "theirs"

    def test_another_provider_process_of_the_same_resource_is_faster(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        world.proxy.spoil("CreateSecret", preceded_by(lambda: someone_elses(world.client, name, Tags=our_tags())))

        store(secrets).write(target(name), "ours", None, adopt=False)

        assert value(world.client, name) == "ours"


class TestPut:
    @pytest.mark.parametrize("faults", [[lost], [lost] * ATTEMPTS, [garbled], [broken] * ATTEMPTS])
    def test_carried_out_but_not_heard_of(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored, faults: list[Fault]
    ) -> None:
        world.proxy.spoil("PutSecretValue", *faults)

        stored = store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert value(world.client, name) == "two"
        assert labels(world.client, name) == {
            ours.version: ["AWSPREVIOUS"],
            stored.version: ["AWSCURRENT", "AWSPENDING"],
        }

    @pytest.mark.parametrize("faults", [[dropped] * ATTEMPTS, [swallowed]])
    def test_never_carried_out(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored, faults: list[Fault]
    ) -> None:
        world.proxy.spoil("PutSecretValue", *faults)

        with pytest.raises(ServiceError) as failed:
            store(secrets).write(target(name), CANARY, kept(ours), adopt=False)

        assert failed.value.answer_lost
        assert CANARY not in str(failed.value)
        assert labels(world.client, name) == {ours.version: ["AWSCURRENT"]}
        assert "UpdateSecretVersionStage" not in world.proxy.operations

    def test_the_label_is_taken_between_two_attempts(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored
    ) -> None:
        """The repetition succeeds without the label that was asked for: another writer is at work."""

        def fault(forward: Forward) -> None:
            forward()
            world.client.put_secret_value(SecretId=name, SecretString="theirs", VersionStages=["AWSPENDING"])

        world.proxy.spoil("PutSecretValue", fault)

        with pytest.raises(ConflictError, match="at the same moment"):
            store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert value(world.client, name) == "one"


class TestSwap:
    @pytest.mark.parametrize("fault", [lost, garbled, broken])
    def test_won_but_not_heard_of(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored, fault: Fault
    ) -> None:
        world.proxy.spoil("UpdateSecretVersionStage", fault)

        stored = store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert world.proxy.operations.count("UpdateSecretVersionStage") == 1
        assert value(world.client, name) == "two"
        assert "AWSCURRENT" in labels(world.client, name)[stored.version]

    @pytest.mark.parametrize("fault", [dropped, swallowed])
    def test_never_carried_out(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored, fault: Fault
    ) -> None:
        world.proxy.spoil("UpdateSecretVersionStage", fault)

        with pytest.raises(ServiceError) as failed:
            store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert failed.value.answer_lost
        assert value(world.client, name) == "one"
        assert world.proxy.operations.count("UpdateSecretVersionStage") == 1

        store(secrets).write(target(name), "three", kept(ours), adopt=False)
        assert value(world.client, name) == "three"

    @pytest.mark.parametrize("then", [lambda forward: forward(), lost])
    def test_lost_to_another_writer(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored, then: Fault
    ) -> None:
        def fault(forward: Forward) -> Reply | None:
            world.client.put_secret_value(SecretId=name, SecretString="theirs")
            return then(forward)

        world.proxy.spoil("UpdateSecretVersionStage", fault)

        with pytest.raises(ConflictError, match="at the same moment"):
            store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert value(world.client, name) == "theirs"

    def test_the_loser_leaves_no_pending_version_that_blocks_a_rotation(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored
    ) -> None:
        world.proxy.spoil(
            "UpdateSecretVersionStage",
            preceded_by(lambda: world.client.put_secret_value(SecretId=name, SecretString="theirs")),
        )

        with pytest.raises(ConflictError):
            store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert sorted(labels(world.client, name).values()) == [["AWSCURRENT"], ["AWSPREVIOUS"]]

    def test_refused_for_another_reason(self, world: World, secrets: SecretsManager, name: str, ours: Stored) -> None:
        world.proxy.spoil("UpdateSecretVersionStage", refusal("AccessDeniedException", "no"))

        with pytest.raises(ServiceError, match="Allow secretsmanager:UpdateSecretVersionStage"):
            store(secrets).write(target(name), "two", kept(ours), adopt=False)

        assert labels(world.client, name) == {ours.version: ["AWSCURRENT"]}


class TestOthers:
    def test_a_description_that_makes_no_sense_is_asked_for_again(
        self, world: World, secrets: SecretsManager, ours: Stored
    ) -> None:
        world.proxy.spoil("DescribeSecret", garbled)

        described = secrets.describe(ours.arn)

        assert described is not None
        assert described.current == ours.version

    def test_it_is_never_taken_for_gone(self, world: World, secrets: SecretsManager, ours: Stored) -> None:
        world.proxy.spoil("DescribeSecret", garbled, garbled)

        with pytest.raises(ServiceError, match="none of AWS's") as failed:
            secrets.describe(ours.arn)

        assert not failed.value.answer_lost

    @pytest.mark.parametrize("fault", [broken, dropped])
    def test_no_description_is_never_taken_for_gone(
        self, world: World, secrets: SecretsManager, ours: Stored, fault: Fault
    ) -> None:
        world.proxy.spoil("DescribeSecret", *[fault] * ATTEMPTS)

        with pytest.raises(ServiceError):
            secrets.describe(ours.arn)

    def test_an_older_state_is_not_taken_for_another_writer(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored
    ) -> None:
        """AWS may still show the version as pending for a moment after the swap."""
        stale: list[Reply] = []
        world.proxy.spoil(
            "DescribeSecret", lambda forward: forward(), lambda forward: stale[0], lambda forward: stale[0]
        )

        def look(forward: Forward) -> Reply:
            reply = forward()
            described = world.client.describe_secret(SecretId=name)
            stages = described["VersionIdsToStages"]
            body = {"ARN": described["ARN"], "Name": name, "VersionIdsToStages": stages}
            stale.append(Reply(200, "application/x-amz-json-1.1", json.dumps(body).encode()))
            return reply

        world.proxy.spoil("PutSecretValue", look)
        clock = Clock()

        stored = store(secrets, clock).write(target(name), "two", kept(ours), adopt=False)

        assert store(secrets, clock).overtaken(stored.arn, stored.version) is None
        assert len(clock.slept) == 2

    def test_a_deletion_that_nobody_heard_of_is_done(self, world: World, secrets: SecretsManager, ours: Stored) -> None:
        world.proxy.spoil("DeleteSecret", *[lost] * ATTEMPTS)

        assert store(secrets).retire(ours.arn, "shop/prod/OAuthConnection/erp", 7) is None

        described = secrets.describe(ours.arn)
        assert described is not None
        assert described.deleted is not None

    def test_a_tag_that_was_never_written_is_an_error(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored
    ) -> None:
        world.proxy.spoil("TagResource", swallowed)

        with pytest.raises(ServiceError, match="shows other tags"):
            store(secrets).retag(ours.arn, "shop/prod/x/new")

        assert tags(world.client, name)["boomi-spaces:owner"] == "shop/prod/OAuthConnection/erp"

    def test_another_secret_in_the_answer_is_refused(
        self, world: World, secrets: SecretsManager, name: str, ours: Stored
    ) -> None:
        other = someone_elses(world.client, f"{name}-other")
        body = {"ARN": other, "Name": "x", "VersionId": ours.version, "SecretString": CANARY}
        world.proxy.spoil(
            "GetSecretValue", lambda forward: Reply(200, "application/x-amz-json-1.1", json.dumps(body).encode())
        )

        with pytest.raises(ServiceError, match="another secret or version") as failed:
            secrets.value(ours.arn, ours.version, None)

        assert CANARY not in str(failed.value)


@pytest.mark.parametrize(
    ("code", "then"),
    [
        ("AccessDeniedException", "Allow secretsmanager:PutSecretValue on it"),
        ("EncryptionFailure", "KMS key"),
        ("ExpiredTokenException", "Sign in to AWS again"),
        ("SomethingNew", "Run pulumi up again"),
    ],
)
def test_an_error_says_what_where_and_what_next_in_one_line(
    world: World, secrets: SecretsManager, name: str, ours: Stored, code: str, then: str
) -> None:
    redact.hide(CANARY)
    world.proxy.spoil("PutSecretValue", refusal(code, f"User: arn:x is\n::error:: not allowed {CANARY}"))

    with pytest.raises(ServiceError, match=then) as failed:
        store(secrets).write(target(name), CANARY, kept(ours), adopt=False)

    text = str(failed.value)
    assert f'PutSecretValue of AWS secret "{name}" in eu-west-1 answered {code} (HTTP 400, request id 7f3a)' in text
    assert CANARY not in text
    assert text.isprintable()
    assert "::error" not in text
    assert (failed.value.code, failed.value.status, failed.value.request_id) == (code, 400, "7f3a")
    assert not failed.value.answer_lost


@pytest.mark.parametrize(
    "spoil",
    [lambda p: p.spoil("PutSecretValue", refusal("X", "no")), lambda p: p.spoil("PutSecretValue", *[dropped] * 3)],
)
def test_no_exception_of_botocore_hangs_on_ours(
    world: World,
    secrets: SecretsManager,
    name: str,
    ours: Stored,
    spoil: Callable[[object], None],
) -> None:
    spoil(world.proxy)

    with pytest.raises(ServiceError) as failed:
        store(secrets).write(target(name), CANARY, kept(ours), adopt=False)

    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None
