"""Our secrets made and written, against the strict service over HTTP."""

from __future__ import annotations

import pytest

from pulumi_boomi_spaces.errors import InputError
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault.conftest import World
from tests.unit.vault.steps import (
    KEY,
    OWNER,
    Clock,
    kept,
    labels,
    our_tags,
    rotate,
    someone_elses,
    store,
    tags,
    target,
    value,
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
        rotate(world.client, name)

        store(secrets).write(target(name), "two", kept(first), adopt=False)

        described = secrets.describe(name)
        assert described is not None
        assert described.rotates
        assert value(world.client, name) == "two"
