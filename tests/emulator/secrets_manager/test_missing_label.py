from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.emulator.secrets_manager.service import UNKNOWN, Client, Conforms, create


def message(client: Client, **parameters: str) -> str:
    with pytest.raises(ClientError) as refused:
        client.get_secret_value(SecretId="s", **parameters)
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"
    return refused.value.response["Error"]["Message"]


def test_the_label_is_named(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        return message(client, VersionStage="AWSPREVIOUS")

    conforms(
        act,
        aws="Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
        moto="Secrets Manager can't find the specified secret.",
    )


def test_a_secret_without_value_lacks_current(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        client.create_secret(Name="s")
        return message(client)

    conforms(act, aws="Secrets Manager can't find the specified secret value for staging label: AWSCURRENT")


def test_the_version_is_named(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        return message(client, VersionId=UNKNOWN)

    conforms(act, aws=f"Secrets Manager can't find the specified secret value for VersionId: {UNKNOWN}")


def test_a_label_of_another_version_is_refused(conforms: Conforms) -> None:
    def act(client: Client) -> None:
        version_id = client.create_secret(Name="s", SecretString="v1")["VersionId"]
        client.get_secret_value(SecretId="s", VersionId=version_id, VersionStage="AWSPREVIOUS")

    conforms(act, aws="InvalidRequestException")
