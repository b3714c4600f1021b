from __future__ import annotations

import pytest

from tests.emulator.secrets_manager.service import FIRST, SECOND, THIRD, Act, Client, Conforms, create, move, put

POLICY = '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:DeleteSecret"}]}'


def schedule(client: Client) -> None:
    create(client)
    put(client, SECOND, "v2", "AWSPENDING")
    client.delete_secret(SecretId="s", RecoveryWindowInDays=7)


def test_its_name_is_not_free(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        schedule(client)
        return create(client, ClientRequestToken=THIRD)

    conforms(act, aws="InvalidRequestException", moto="ResourceExistsException")


def test_its_creation_cannot_be_replayed(conforms: Conforms) -> None:
    def act(client: Client) -> bool:
        schedule(client)
        return create(client).startswith("arn:")

    conforms(act, aws="InvalidRequestException", moto=True)


CHANGES: dict[str, Act] = {
    "PutSecretValue": lambda client: put(client, THIRD, "v3"),
    "UpdateSecret, replayed": lambda client: client.update_secret(
        SecretId="s", SecretString="v1", ClientRequestToken=FIRST
    ),
    "UpdateSecretVersionStage": lambda client: move(client, "AWSCURRENT", SECOND, FIRST),
    "TagResource": lambda client: client.tag_resource(SecretId="s", Tags=[{"Key": "k", "Value": "v"}]),
    "UntagResource": lambda client: client.untag_resource(SecretId="s", TagKeys=["k"]),
    "PutResourcePolicy": lambda client: client.put_resource_policy(SecretId="s", ResourcePolicy=POLICY),
    "GetResourcePolicy": lambda client: client.get_resource_policy(SecretId="s"),
    "ReplicateSecretToRegions": lambda client: client.replicate_secret_to_regions(
        SecretId="s", AddReplicaRegions=[{"Region": "us-east-1"}]
    ),
    "DeleteResourcePolicy": lambda client: client.delete_resource_policy(SecretId="s"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_it_is_closed(conforms: Conforms, name: str) -> None:
    def act(client: Client) -> str:
        schedule(client)
        CHANGES[name](client)
        return "served"

    conforms(act, aws="InvalidRequestException", moto="served")


CLOSED_IN_MOTO_TOO: dict[str, Act] = {
    "GetSecretValue": lambda client: client.get_secret_value(SecretId="s"),
    "UpdateSecret": lambda client: client.update_secret(SecretId="s", SecretString="v3", ClientRequestToken=THIRD),
    "DeleteSecret": lambda client: client.delete_secret(SecretId="s"),
    "RotateSecret": lambda client: client.rotate_secret(SecretId="s"),
    "CancelRotateSecret": lambda client: client.cancel_rotate_secret(SecretId="s"),
}


@pytest.mark.parametrize("name", CLOSED_IN_MOTO_TOO)
def test_it_is_closed_in_moto_too(conforms: Conforms, name: str) -> None:
    def act(client: Client) -> str:
        schedule(client)
        CLOSED_IN_MOTO_TOO[name](client)
        return "served"

    conforms(act, aws="InvalidRequestException")


def test_it_is_described_with_its_date(conforms: Conforms) -> None:
    def act(client: Client) -> int:
        schedule(client)
        described = client.describe_secret(SecretId="s")
        return round((described["DeletedDate"] - described["CreatedDate"]).total_seconds() / 86_400)

    conforms(act, aws=7)


def test_it_is_listed_only_when_asked_for(conforms: Conforms) -> None:
    def act(client: Client) -> tuple[int, int]:
        schedule(client)
        everything = client.list_secrets(IncludePlannedDeletion=True)
        return len(client.list_secrets()["SecretList"]), len(everything["SecretList"])

    conforms(act, aws=(0, 1))


def test_it_comes_back_whole(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        arn = create(client, Tags=[{"Key": "k", "Value": "v"}])
        client.delete_secret(SecretId="s")
        client.restore_secret(SecretId="s")
        described = client.describe_secret(SecretId="s")
        value = client.get_secret_value(SecretId="s")["SecretString"]
        return described["ARN"] == arn, "DeletedDate" in described, described["Tags"], value

    conforms(act, aws=(True, False, [{"Key": "k", "Value": "v"}], "v1"))


@pytest.mark.parametrize("days", [0, 6, 31])
def test_the_window_has_7_to_30_days(conforms: Conforms, days: int) -> None:
    def act(client: Client) -> str:
        create(client)
        client.delete_secret(SecretId="s", RecoveryWindowInDays=days)
        return "scheduled"

    conforms(act, aws="InvalidParameterException")
