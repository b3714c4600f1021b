from __future__ import annotations

import pytest

from tests.emulator.secrets_manager.service import Client, Conforms, observe


@pytest.mark.parametrize("name", ["a name", " ", "a*", "a?", "naïve", "a\nb", "a:b"])
def test_other_characters_are_refused(conforms: Conforms, name: str) -> None:
    conforms(
        lambda client: client.create_secret(Name=name, SecretString="v")["Name"], aws="ValidationException", moto=name
    )


def test_a_lookup_with_other_characters_is_refused(conforms: Conforms) -> None:
    conforms(
        lambda client: client.describe_secret(SecretId="a name"),
        aws="ValidationException",
        moto="ResourceNotFoundException",
    )


def test_the_documented_characters_are_taken(conforms: Conforms) -> None:
    name = "boomi-spaces/1_a+b=c.d@E-9"
    conforms(lambda client: client.create_secret(Name=name, SecretString="v")["Name"], aws=name)


def test_an_exclamation_mark_is_for_names_that_services_make(client: Client) -> None:
    assert observe(client, lambda c: c.create_secret(Name="rds!db")) == "ValidationException"
    assert observe(client, lambda c: c.describe_secret(SecretId="rds!db")) == "ResourceNotFoundException"
