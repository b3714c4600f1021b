from __future__ import annotations

from tests.emulator.secrets_manager.service import Client, Conforms


def test_the_limit_counts_bytes(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        client.create_secret(Name="s", SecretString="é" * 32_769)
        return "made"

    conforms(act, aws="InvalidParameterException", moto="made")


def test_text_and_binary_together_are_refused(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        client.create_secret(Name="s", SecretString="v", SecretBinary=b"v")
        return "made"

    conforms(act, aws="InvalidParameterException", moto="made")


def test_a_new_version_needs_a_value(conforms: Conforms) -> None:
    def act(client: Client) -> None:
        client.create_secret(Name="s")
        client.put_secret_value(SecretId="s")

    conforms(act, aws="InvalidRequestException")
