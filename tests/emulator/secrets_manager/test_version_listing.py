from __future__ import annotations

from typing import Any

from tests.emulator.secrets_manager.service import FIRST, SECOND, THIRD, Client, Conforms, create, put


def listed(client: Client, **parameters: Any) -> list[str]:
    return [version["VersionId"] for version in client.list_secret_version_ids(SecretId="s", **parameters)["Versions"]]


def test_it_answers_the_arn(conforms: Conforms) -> None:
    def act(client: Client) -> bool:
        return create(client) == client.list_secret_version_ids(SecretId="s")["ARN"]

    conforms(act, aws=True, moto=False)


def test_unlabelled_versions_are_listed_when_asked_for(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        put(client, SECOND, "v2")
        put(client, THIRD, "v3")
        return listed(client), listed(client, IncludeDeprecated=True)

    everything = [FIRST, SECOND, THIRD]
    conforms(act, aws=([SECOND, THIRD], everything), moto=(everything, everything))


def test_it_has_pages(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        put(client, SECOND, "v2")
        first = client.list_secret_version_ids(SecretId="s", MaxResults=1)
        return len(first["Versions"]), listed(client, MaxResults=1, NextToken=first["NextToken"])

    conforms(act, aws=(1, [SECOND]), moto=(2, [FIRST, SECOND]))


def test_an_unknown_secret_is_not_found(conforms: Conforms) -> None:
    conforms(listed, aws="ResourceNotFoundException", moto="KeyError")


def test_it_names_the_key(client: Client) -> None:
    create(client, KmsKeyId="alias/ours")
    client.create_secret(Name="managed", SecretString="v")
    assert client.list_secret_version_ids(SecretId="s")["Versions"][0]["KmsKeyIds"] == ["alias/ours"]
    assert client.list_secret_version_ids(SecretId="managed")["Versions"][0]["KmsKeyIds"] == ["DefaultEncryptionKey"]
