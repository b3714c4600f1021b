from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.emulator.secrets_manager.service import Client, Conforms, create


def tags(keys: Sequence[str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": "v"} for key in keys]


FIFTY = [f"key{number}" for number in range(50)]


@pytest.mark.parametrize(
    "keys", [["twice", "twice"], ["aws:mine"], [*FIFTY, "51st"]], ids=["the same key twice", "a key of AWS", "51 keys"]
)
def test_a_new_secret_with_wrong_tags_is_refused(conforms: Conforms, keys: list[str]) -> None:
    def act(client: Client) -> str:
        create(client, Tags=tags(keys))
        return "made"

    conforms(act, aws="InvalidParameterException", moto="made")


def test_a_51st_tag_is_refused(conforms: Conforms) -> None:
    def act(client: Client) -> int:
        create(client, Tags=tags(FIFTY))
        client.tag_resource(SecretId="s", Tags=tags(["51st"]))  # type: ignore[arg-type]
        return len(client.describe_secret(SecretId="s")["Tags"])

    conforms(act, aws="InvalidParameterException", moto=51)


def test_tags_are_added_replaced_removed_and_kept_by_a_write(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client, Tags=tags(FIFTY))
        client.untag_resource(SecretId="s", TagKeys=FIFTY[1:])
        client.tag_resource(SecretId="s", Tags=[{"Key": "key0", "Value": "new"}, {"Key": "Key0", "Value": "other"}])
        client.put_secret_value(SecretId="s", SecretString="v2")
        return client.describe_secret(SecretId="s")["Tags"]

    conforms(act, aws=[{"Key": "key0", "Value": "new"}, {"Key": "Key0", "Value": "other"}])


def test_the_last_tag_leaves_an_empty_list(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        before = client.describe_secret(SecretId="s")
        client.tag_resource(SecretId="s", Tags=[{"Key": "k", "Value": "v"}])
        client.untag_resource(SecretId="s", TagKeys=["k"])
        return "Tags" in before, client.describe_secret(SecretId="s")["Tags"]

    conforms(act, aws=(False, []))
