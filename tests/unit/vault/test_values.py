"""Values read from AWS, and the closing look for a newer one."""

from __future__ import annotations

import pytest

from pulumi_boomi_spaces.errors import InputError
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault.conftest import World
from tests.unit.vault.steps import (
    kept,
    store,
    target,
)

CANARY = "canary-8c2e41"


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
