from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.emulator.secrets_manager.service import FIRST, Act, Client, Conforms, create, move, observe, put

TOO_LONG: dict[str, Act] = {
    "name": lambda client: client.create_secret(Name="n" * 513, SecretString="v"),
    "description": lambda client: client.create_secret(Name="s", Description="d" * 2049),
    "value": lambda client: client.create_secret(Name="s", SecretString="v" * 65_537),
    "binary value": lambda client: client.create_secret(Name="s", SecretBinary=b"v" * 65_537),
    "tag key": lambda client: create(client, Tags=[{"Key": "k" * 129, "Value": "v"}]),
    "tag value": lambda client: create(client, Tags=[{"Key": "k", "Value": "v" * 257}]),
    "KMS key": lambda client: client.create_secret(Name="s", KmsKeyId="k" * 2049),
}


@pytest.mark.parametrize("what", TOO_LONG)
def test_what_is_too_long_is_refused(conforms: Conforms, what: str) -> None:
    def act(client: Client) -> str:
        TOO_LONG[what](client)
        return "made"

    conforms(act, aws="ValidationException", moto="made")


def test_what_is_just_short_enough_is_taken(client: Client) -> None:
    create(client, SecretString="v" * 65_536, Description="d" * 2048, Tags=[{"Key": "k" * 128, "Value": "v" * 256}])
    client.create_secret(Name="n" * 512)
    client.create_secret(Name="binary", SecretBinary=b"v" * 65_536)
    assert client.get_secret_value(SecretId="binary")["SecretBinary"] == b"v" * 65_536


def test_too_many_labels_at_once_are_refused(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        put(client, "9" * 32, "v2", *(f"label{number}" for number in range(21)))
        return "made"

    conforms(act, aws="ValidationException", moto="made")


@pytest.mark.parametrize("token", ["1" * 31, "1" * 65])
def test_a_token_has_32_to_64_characters(conforms: Conforms, token: str) -> None:
    conforms(
        lambda client: create(client, ClientRequestToken=token),
        aws="ValidationException",
        moto="InvalidParameterException",
    )


def test_a_required_parameter_is_named(client: Client) -> None:
    with pytest.raises(ClientError, match="1 validation error detected: Value at 'versionStage' failed") as refused:
        client.update_secret_version_stage(SecretId="s", MoveToVersionId=FIRST)  # type: ignore[call-arg]
    assert refused.value.response["Error"]["Code"] == "ValidationException"


def test_all_faults_are_told_and_no_value(client: Client) -> None:
    with pytest.raises(ClientError) as refused:
        client.create_secret(Name="s" * 600, SecretString="canary" * 11_000)
    message = refused.value.response["Error"]["Message"]
    assert message.startswith("2 validation errors detected: ")
    assert "'name'" in message
    assert "'secretString'" in message
    assert "canary" not in message


def test_a_value_of_another_type_is_refused(client: Client) -> None:
    assert observe(client, lambda c: create(c, SecretString=5)) == "SerializationException"


def test_an_empty_value_is_refused(client: Client) -> None:
    create(client)
    assert observe(client, lambda c: put(c, "9" * 32, "")) == "ValidationException"


def test_a_short_version_id_is_refused(client: Client) -> None:
    create(client)
    assert observe(client, lambda c: move(c, "AWSCURRENT", "short", FIRST)) == "ValidationException"


def test_a_filter_that_aws_has_not_is_refused(conforms: Conforms) -> None:
    conforms(
        lambda client: client.list_secrets(Filters=[{"Key": "owner", "Values": ["x"]}]),  # type: ignore[typeddict-item]
        aws="ValidationException",
    )
