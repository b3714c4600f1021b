from __future__ import annotations

import pytest

from tests.emulator.secrets_manager.service import Client, Conforms, connect, observe


def arn_of(client: Client, name: str) -> str:
    return client.create_secret(Name=name, SecretString="v")["ARN"]


def found(client: Client, secret_id: str) -> str:
    return client.get_secret_value(SecretId=secret_id)["SecretString"]


def test_a_name_that_looks_like_a_suffix_hides_from_a_partial_arn(conforms: Conforms) -> None:
    conforms(lambda client: found(client, arn_of(client, "a-b1c2d3")[:-7]), aws="ResourceNotFoundException", moto="v")


def test_it_is_found_by_its_full_arn(conforms: Conforms) -> None:
    conforms(lambda client: found(client, arn_of(client, "a-b1c2d3")), aws="v")


def test_other_names_are_found_by_a_partial_arn(conforms: Conforms) -> None:
    conforms(lambda client: found(client, arn_of(client, "a-b1c2")[:-7]), aws="v")


@pytest.mark.parametrize("wrong", ["aaaaaa", "-aaaaaa"])
def test_an_arn_with_another_suffix_is_not_found(conforms: Conforms, wrong: str) -> None:
    conforms(lambda client: found(client, arn_of(client, "a")[:-7] + wrong), aws="ResourceNotFoundException")


def test_a_secret_can_be_written_by_its_arn(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        arn = arn_of(client, "a")
        client.put_secret_value(SecretId=arn, SecretString="v2")
        return found(client, "a")

    conforms(act, aws="v2")


def test_a_region_does_not_see_another(url: str) -> None:
    connect(url, "eu-west-1").create_secret(Name="s", SecretString="v")
    elsewhere = connect(url, "us-east-1")
    assert observe(elsewhere, lambda c: found(c, "s")) == "ResourceNotFoundException"
    assert ":us-east-1:" in arn_of(elsewhere, "s")
