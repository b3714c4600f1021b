from __future__ import annotations

import pytest

from boomi_emulator.secrets_manager.corrections import forced_deletion
from tests.emulator.secrets_manager.service import SECOND, Client, Conforms, create, observe


def recreate(client: Client) -> str:
    create(client)
    client.delete_secret(SecretId="s", ForceDeleteWithoutRecovery=True)
    return "free" if create(client, ClientRequestToken=SECOND) else ""


def test_the_name_is_taken_for_a_moment(conforms: Conforms) -> None:
    conforms(recreate, aws="InvalidRequestException", moto="free")


def test_the_name_is_free_afterwards(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(forced_deletion, "now", lambda: now)
    assert observe(client, recreate) == "InvalidRequestException"
    now += forced_deletion.SECONDS
    assert create(client, ClientRequestToken=SECOND)


def test_an_absent_secret_is_deleted_and_its_name_stays_free(conforms: Conforms) -> None:
    def act(client: Client) -> bool:
        client.delete_secret(SecretId="s", ForceDeleteWithoutRecovery=True)
        return create(client).startswith("arn:")

    conforms(act, aws=True)


def test_a_scheduled_secret_can_be_deleted_for_good(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        client.delete_secret(SecretId="s")
        client.delete_secret(SecretId="s", ForceDeleteWithoutRecovery=True)
        return client.describe_secret(SecretId="s")["Name"]

    conforms(act, aws="ResourceNotFoundException")


def test_a_secret_made_anew_has_another_arn(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forced_deletion, "SECONDS", 0.0)
    old = create(client)
    client.delete_secret(SecretId="s", ForceDeleteWithoutRecovery=True)
    assert create(client) != old
    assert observe(client, lambda c: c.describe_secret(SecretId=old)) == "ResourceNotFoundException"


def test_both_ways_at_once_are_refused(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        client.delete_secret(SecretId="s", RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=True)
        return "deleted"

    conforms(act, aws="InvalidParameterException")
