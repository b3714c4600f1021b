from __future__ import annotations

import pytest

from boomi_emulator.secrets_manager.corrections import change_dates
from tests.emulator.secrets_manager.service import SECOND, Act, Client, create, put

CHANGES: dict[str, Act] = {
    "TagResource": lambda client: client.tag_resource(SecretId="s", Tags=[{"Key": "k", "Value": "v"}]),
    "PutSecretValue": lambda client: put(client, SECOND, "v2"),
    "ReplicateSecretToRegions": lambda client: client.replicate_secret_to_regions(
        SecretId="s", AddReplicaRegions=[{"Region": "us-east-1"}]
    ),
    "RotateSecret": lambda client: client.rotate_secret(
        SecretId="s",
        RotationLambdaARN="arn:aws:lambda:eu-west-1:123456789012:function:rotate",
        RotationRules={"AutomaticallyAfterDays": 30},
        RotateImmediately=False,
    ),
    "DeleteSecret": lambda client: client.delete_secret(SecretId="s"),
}
READS: dict[str, Act] = {
    "GetSecretValue": lambda client: client.get_secret_value(SecretId="s"),
    "GetResourcePolicy": lambda client: client.get_resource_policy(SecretId="s"),
}


def changed(client: Client, monkeypatch: pytest.MonkeyPatch, act: Act) -> float:
    create(client)
    monkeypatch.setattr(change_dates, "now", lambda: 4_000_000_000.1239)
    act(client)
    return client.describe_secret(SecretId="s")["LastChangedDate"].timestamp()


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_moves_it(client: Client, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert changed(client, monkeypatch, CHANGES[name]) == pytest.approx(4_000_000_000.124, abs=1e-4)


@pytest.mark.parametrize("name", READS)
def test_no_read_moves_it(client: Client, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert changed(client, monkeypatch, READS[name]) < 4_000_000_000
