from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.handlers import generate_idempotent_uuid

from tests.emulator.secrets_manager.service import Act, Client, Conforms, create, observe

WRITES: dict[str, Act] = {
    "CreateSecret": lambda client: client.create_secret(Name="other", SecretString="v"),
    "PutSecretValue": lambda client: client.put_secret_value(SecretId="s", SecretString="v"),
    "UpdateSecret": lambda client: client.update_secret(SecretId="s", SecretString="v"),
}


@contextmanager
def raw(client: Client) -> Iterator[None]:
    """Send what botocore was given: a raw request, without the token that SDKs add."""
    client.meta.events.unregister("before-parameter-build", generate_idempotent_uuid)
    try:
        yield
    finally:
        client.meta.events.register("before-parameter-build", generate_idempotent_uuid)


@pytest.mark.parametrize("name", ["CreateSecret", "PutSecretValue"])
def test_a_value_needs_a_token(conforms: Conforms, name: str) -> None:
    def act(client: Client) -> bool:
        create(client)
        with raw(client):
            return len(WRITES[name](client)["VersionId"]) >= 32

    conforms(act, aws="InvalidRequestException", moto=True)


def test_an_update_of_the_value_needs_a_token(conforms: Conforms) -> None:
    def act(client: Client) -> None:
        create(client)
        with raw(client):
            WRITES["UpdateSecret"](client)

    conforms(act, aws="InvalidRequestException", moto="ResourceExistsException")


def test_rotation_needs_a_token(client: Client) -> None:
    create(client)
    with raw(client):
        assert observe(client, lambda c: c.rotate_secret(SecretId="s")) == "InvalidParameterException"
