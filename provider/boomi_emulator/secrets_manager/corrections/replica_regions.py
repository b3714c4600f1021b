"""Replicas of a secret: read-only in their Region, listed in the primary's `ReplicationStatus`.

AWS: API reference, ReplicateSecretToRegions. moto: keeps them in one store that all its users in a process share,
ignores the replica's KMS key, and lets UpdateSecretVersionStage through. Here they belong to the application; they
are in sync at once.
"""

from __future__ import annotations

from typing import Any

from moto.secretsmanager.models import FakeSecret, ReplicaSecret

from boomi_emulator.secrets_manager.call import READS, Answer, AwsError, Call, Regions
from boomi_emulator.secrets_manager.corrections import change_dates


def before(call: Call) -> Answer | None:
    if isinstance(call.found, ReplicaSecret) and call.operation not in READS:
        raise AwsError(
            "InvalidParameterException",
            "Operation not permitted on a replica secret. Call must be made in primary secret's region.",
        )
    call.replicas = call.parameters.pop("AddReplicaRegions", [])
    _check(call)
    secret = call.secret
    if secret is None or call.operation not in {"ReplicateSecretToRegions", "RemoveRegionsFromReplication"}:
        return None
    if call.operation == "ReplicateSecretToRegions":
        _replicate(call, secret)
    else:
        _remove(secret, call.parameters["RemoveReplicaRegions"], call.regions)
    change_dates.touch(secret)
    return {"ARN": secret.arn, "ReplicationStatus": _status(secret)}


def after(call: Call, answer: Answer) -> None:
    if call.replicas and call.secret is not None:
        _replicate(call, call.secret)
        answer["ReplicationStatus"] = _status(call.secret)


def attach(secret: FakeSecret, config: dict[str, Any], regions: Regions) -> None:
    """Give the secret a replica as its `ReplicationStatus` entry (`config`) describes it."""
    failure = config["Status"] if config["Status"] == "Failed" else None
    replica = ReplicaSecret(secret, config["Region"], failure, config["StatusMessage"])
    replica.config["KmsKeyId"] = config["KmsKeyId"]
    secret.replicas.append(replica)
    if replica.has_replica:
        # By name, unlike moto, whose way of removing an entry does not find it by ARN.
        regions[replica.region].backend.secrets[secret.name] = replica


def _check(call: Call) -> None:
    present = [call.region.name, *(replica.region for replica in (call.secret.replicas if call.secret else []))]
    if any(wanted.get("Region") in present for wanted in call.replicas):
        raise AwsError("InvalidParameterException", "Invalid replica region.")


def _replicate(call: Call, secret: FakeSecret) -> None:
    for wanted in call.replicas:
        region = call.regions[wanted["Region"]]
        taken = region.find(secret.name) is not None
        message = f"Replication failed: Secret name {secret.name} already exists in region {region.name}."
        config = {
            "Region": region.name,
            "KmsKeyId": wanted.get("KmsKeyId", "alias/aws/secretsmanager"),
            "Status": "Failed" if taken else "InSync",
            "StatusMessage": message if taken else "Replication succeeded",
        }
        attach(secret, config, call.regions)


def _remove(secret: FakeSecret, names: list[str], regions: Regions) -> None:
    for replica in [replica for replica in secret.replicas if replica.region in names]:
        secret.replicas.remove(replica)
        if replica.has_replica:
            regions[replica.region].backend.secrets.pop(replica.name)


def _status(secret: FakeSecret) -> list[dict[str, Any]]:
    return [replica.config for replica in secret.replicas]
