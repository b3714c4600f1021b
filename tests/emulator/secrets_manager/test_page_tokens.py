from __future__ import annotations

from tests.emulator.secrets_manager.service import Client, Conforms, create, observe


def names(client: Client, **parameters: str) -> list[str]:
    return [secret["Name"] for secret in client.list_secrets(**parameters)["SecretList"]]  # type: ignore[arg-type]


def test_a_token_that_nobody_gave_out_is_refused(conforms: Conforms) -> None:
    conforms(lambda client: names(client, NextToken="x"), aws="InvalidNextTokenException", moto="ValueError")


def test_so_it_is_for_versions(client: Client) -> None:
    create(client)
    refused = observe(client, lambda c: c.list_secret_version_ids(SecretId="s", NextToken="x"))
    assert refused == "InvalidNextTokenException"


def test_the_list_has_filters_and_pages(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        for name in ("ours/1", "theirs/1", "ours/2", "ours/3"):
            client.create_secret(Name=name, SecretString="v")
        pages = client.get_paginator("list_secrets").paginate(
            Filters=[{"Key": "name", "Values": ["ours/"]}], PaginationConfig={"PageSize": 2}
        )
        return [[secret["Name"] for secret in page["SecretList"]] for page in pages]

    conforms(act, aws=[["ours/1", "ours/2"], ["ours/3"]])
