from __future__ import annotations

from typing import Any

from tests.emulator.secrets_manager.service import FIRST, Client, Conforms, create, labels, observe

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:rotate"


def rotate(client: Client, **parameters: Any) -> str:
    given = {"RotationLambdaARN": FUNCTION, "RotationRules": {"AutomaticallyAfterDays": 30}, **parameters}
    return client.rotate_secret(SecretId="s", **given)["VersionId"]


def test_rotation_needs_a_function(conforms: Conforms) -> None:
    def act(client: Client) -> bool:
        create(client)
        return client.rotate_secret(SecretId="s")["VersionId"] == FIRST

    conforms(act, aws="InvalidRequestException", moto=False)


def test_rotation_is_switched_on_without_a_new_version(client: Client) -> None:
    create(client)
    assert rotate(client, RotateImmediately=False) == FIRST
    described = client.describe_secret(SecretId="s")
    assert described["RotationEnabled"] is True
    assert described["RotationLambdaARN"] == FUNCTION
    assert described["RotationRules"] == {"AutomaticallyAfterDays": 30}
    assert round((described["NextRotationDate"] - described["CreatedDate"]).total_seconds() / 86_400) == 30
    assert labels(client) == {FIRST: ["AWSCURRENT"]}


def test_rotation_is_switched_off_and_on_again(client: Client) -> None:
    create(client)
    assert "RotationEnabled" not in client.describe_secret(SecretId="s")
    rotate(client, RotateImmediately=False)
    client.cancel_rotate_secret(SecretId="s")
    assert client.describe_secret(SecretId="s")["RotationEnabled"] is False
    client.rotate_secret(SecretId="s", RotateImmediately=False)
    assert client.describe_secret(SecretId="s")["RotationEnabled"] is True


def test_a_rotation_at_once_is_not_served(client: Client) -> None:
    create(client)
    assert observe(client, rotate) == "UnknownOperationException"
    assert "RotationEnabled" not in client.describe_secret(SecretId="s")
