from __future__ import annotations

import time

import pytest

from boomi_emulator.secrets_manager.corrections import unlabelled_versions
from tests.emulator.secrets_manager.service import FIRST, SECOND, THIRD, Client, Conforms, create, labels, put


def three_versions(client: Client) -> None:
    create(client)
    put(client, SECOND, "v2")
    put(client, THIRD, "v3")


def test_describe_does_not_show_them(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        three_versions(client)
        return labels(client)

    shown = {SECOND: ["AWSPREVIOUS"], THIRD: ["AWSCURRENT"]}
    conforms(act, aws=shown, moto={FIRST: [], **shown})


def test_list_does_not_show_them(conforms: Conforms) -> None:
    def act(client: Client) -> list[str]:
        three_versions(client)
        return list(client.list_secrets()["SecretList"][0]["SecretVersionsToStages"])

    conforms(act, aws=[SECOND, THIRD], moto=[FIRST, SECOND, THIRD])


def test_their_value_can_still_be_read(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        three_versions(client)
        return client.get_secret_value(SecretId="s", VersionId=FIRST)["SecretString"]

    conforms(act, aws="v1")


def test_above_a_hundred_they_go_when_they_are_a_day_old(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    create(client)
    for number in range(101):
        put(client, f"{number:032}", str(number))
    assert len(versions(client)) == 102  # all of them younger than a day
    monkeypatch.setattr(unlabelled_versions, "now", lambda: time.time() + 86_400 + 60)
    put(client, SECOND, "v2")
    assert len(versions(client)) == 100
    assert FIRST not in versions(client)
    assert labels(client) == {f"{100:032}": ["AWSPREVIOUS"], SECOND: ["AWSCURRENT"]}


def versions(client: Client) -> list[str]:
    first = client.list_secret_version_ids(SecretId="s", IncludeDeprecated=True)
    pages = [first]
    if "NextToken" in first:
        pages.append(client.list_secret_version_ids(SecretId="s", IncludeDeprecated=True, NextToken=first["NextToken"]))
    return [version["VersionId"] for page in pages for version in page["Versions"]]
