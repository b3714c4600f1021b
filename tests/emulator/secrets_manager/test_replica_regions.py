from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.secrets_manager.service import (
    FIRST,
    SECOND,
    Act,
    Client,
    Conforms,
    connect,
    create,
    move,
    observe,
    put,
)

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager.type_defs import ReplicaRegionTypeTypeDef

ELSEWHERE: list[ReplicaRegionTypeTypeDef] = [{"Region": "us-east-1"}]


def statuses(client: Client) -> list[tuple[str, str]]:
    described = client.describe_secret(SecretId="s").get("ReplicationStatus", [])
    return [(replica["Region"], replica["Status"]) for replica in described]


def test_a_replica_is_shown(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        client.replicate_secret_to_regions(SecretId="s", AddReplicaRegions=ELSEWHERE)
        return statuses(client)

    conforms(act, aws=[("us-east-1", "InSync")])


def test_a_new_secret_can_have_replicas(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client, AddReplicaRegions=ELSEWHERE)
        return statuses(client)

    conforms(act, aws=[("us-east-1", "InSync")])


def test_the_key_of_a_replica_is_shown(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client, AddReplicaRegions=[{"Region": "us-east-1", "KmsKeyId": "alias/ours"}])
        return client.describe_secret(SecretId="s")["ReplicationStatus"][0]["KmsKeyId"]

    conforms(act, aws="alias/ours", moto="alias/aws/secretsmanager")


def test_a_replica_is_read_in_its_region(url: str) -> None:
    home, away = connect(url), connect(url, "us-east-1")
    create(home, AddReplicaRegions=ELSEWHERE)
    put(home, SECOND, "v2")
    assert away.get_secret_value(SecretId="s")["SecretString"] == "v2"
    assert away.describe_secret(SecretId="s")["PrimaryRegion"] == "eu-west-1"


WRITES: dict[str, Act] = {
    "PutSecretValue": lambda client: put(client, "9" * 32, "v"),
    "UpdateSecretVersionStage": lambda client: move(client, "AWSCURRENT", SECOND, FIRST),
    "TagResource": lambda client: client.tag_resource(SecretId="s", Tags=[]),
    "DeleteSecret": lambda client: client.delete_secret(SecretId="s"),
}


@pytest.mark.parametrize("name", WRITES)
def test_a_replica_cannot_be_written(url: str, name: str) -> None:
    home, away = connect(url), connect(url, "us-east-1")
    create(home, AddReplicaRegions=ELSEWHERE)
    put(home, SECOND, "v2", "AWSPENDING")
    assert observe(away, WRITES[name]) == "InvalidParameterException"
    assert home.get_secret_value(SecretId="s")["SecretString"] == "v1"


def test_a_secret_with_replicas_cannot_be_deleted(conforms: Conforms) -> None:
    def act(client: Client) -> None:
        create(client, AddReplicaRegions=ELSEWHERE)
        client.delete_secret(SecretId="s")

    conforms(act, aws="InvalidParameterException")


def test_a_replica_can_be_removed(url: str) -> None:
    home, away = connect(url), connect(url, "us-east-1")
    create(home, AddReplicaRegions=ELSEWHERE)
    home.remove_regions_from_replication(SecretId="s", RemoveReplicaRegions=["us-east-1"])
    assert statuses(home) == []
    assert observe(away, lambda c: c.describe_secret(SecretId="s")) == "ResourceNotFoundException"
    assert home.delete_secret(SecretId="s")["Name"] == "s"


def test_a_taken_name_makes_replication_fail(url: str) -> None:
    home, away = connect(url), connect(url, "us-east-1")
    create(away)
    create(home, AddReplicaRegions=ELSEWHERE)
    assert statuses(home) == [("us-east-1", "Failed")]
    home.remove_regions_from_replication(SecretId="s", RemoveReplicaRegions=["us-east-1"])
    assert away.describe_secret(SecretId="s")["Name"] == "s"


@pytest.mark.parametrize("region", ["eu-west-1", "us-east-1"])
def test_home_and_a_region_that_has_one_are_refused(client: Client, region: str) -> None:
    create(client, AddReplicaRegions=ELSEWHERE)
    again: Act = lambda c: c.replicate_secret_to_regions(  # noqa: E731
        SecretId="s", AddReplicaRegions=[{"Region": region}]
    )
    assert observe(client, again) == "InvalidParameterException"
    assert statuses(client) == [("us-east-1", "InSync")]
