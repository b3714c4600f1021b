"""What the tests of the store have in common: a store with a clock of the test's own, targets, and a look at AWS."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pulumi_boomi_spaces.vault import Kept, Stored
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from pulumi_boomi_spaces.vault.store import Store, Target
from tests.unit.vault.conftest import REGION

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

OWNER = "shop/prod/OAuthConnection/erp"
KEY = "acme-1/3f0c1b52/9d1c/d2f6b0a7/client_secret"


class Clock:
    """The time of AWS, moved on by the test; sleeping is noted and takes no time."""

    def __init__(self, later: timedelta = timedelta()) -> None:
        self.later = later
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def store(secrets: SecretsManager, clock: Clock | None = None) -> Store:
    clock = clock or Clock()
    return Store(secrets, clock.now, clock.sleep)


def target(name: str, *, owner: str = OWNER, key: str = KEY, kms_key_id: str | None = None, **tags: str) -> Target:
    return Target(name, REGION, owner, key, kms_key_id, tags)


def kept(stored: Stored, *, owner: str | None = None) -> Kept:
    return Kept(stored.arn, stored.version, stored.version, ours=True, digest=None, owner=owner)


def value(client: SecretsManagerClient, name: str) -> str:
    """What everybody reads, who asks without naming a version."""
    return client.get_secret_value(SecretId=name)["SecretString"]


def labels(client: SecretsManagerClient, name: str) -> dict[str, list[str]]:
    stages = client.describe_secret(SecretId=name).get("VersionIdsToStages", {})
    return {version: sorted(names) for version, names in stages.items()}


def tags(client: SecretsManagerClient, name: str) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in client.describe_secret(SecretId=name).get("Tags", [])}


def someone_elses(client: SecretsManagerClient, name: str, **parameters: Any) -> str:
    """A secret that was not made by us. Returns its ARN."""
    return client.create_secret(Name=name, **{"SecretString": "theirs", **parameters})["ARN"]


def our_tags(owner: str = OWNER, key: str = KEY) -> list[Any]:
    return [{"Key": "boomi-spaces:owner", "Value": owner}, {"Key": "boomi-spaces:natural-key", "Value": key}]


def rotate(client: SecretsManagerClient, name: str) -> None:
    client.rotate_secret(
        SecretId=name,
        RotationLambdaARN="arn:aws:lambda:eu-west-1:123456789012:function:rotate",
        RotationRules={"AutomaticallyAfterDays": 30},
        RotateImmediately=False,
    )
