from __future__ import annotations

from tests.emulator.secrets_manager.service import Client, Conforms, create


def test_an_empty_description_removes_it(conforms: Conforms) -> None:
    def act(client: Client) -> str | None:
        create(client, Description="old")
        client.update_secret(SecretId="s", Description="")
        return client.describe_secret(SecretId="s").get("Description")

    conforms(act, aws=None, moto="old")


def test_an_empty_key_is_the_managed_key(conforms: Conforms) -> None:
    def act(client: Client) -> str | None:
        create(client, KmsKeyId="alias/ours")
        client.update_secret(SecretId="s", KmsKeyId="")
        return client.describe_secret(SecretId="s").get("KmsKeyId")

    conforms(act, aws=None, moto="")


def test_a_new_secret_with_an_empty_key_has_the_managed_key(conforms: Conforms) -> None:
    def act(client: Client) -> str | None:
        create(client, KmsKeyId="")
        return client.describe_secret(SecretId="s").get("KmsKeyId")

    conforms(act, aws=None, moto="")


def test_key_and_description_are_changed_without_a_version(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client, KmsKeyId="alias/ours", Description="old")
        answer = client.update_secret(SecretId="s", KmsKeyId="alias/new", Description="new")
        described = client.describe_secret(SecretId="s")
        value = client.get_secret_value(SecretId="s")["SecretString"]
        return "VersionId" in answer, described["KmsKeyId"], described["Description"], value

    conforms(act, aws=(False, "alias/new", "new", "v1"))


def test_what_is_not_given_stays(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client, KmsKeyId="alias/ours", Description="old")
        client.update_secret(SecretId="s", SecretString="v2")
        described = client.describe_secret(SecretId="s")
        return described["KmsKeyId"], described["Description"]

    conforms(act, aws=("alias/ours", "old"))
