"""One call of AWS's API on its way to moto, and the error that ends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.secretsmanager.models import FakeSecret, ReplicaSecret, SecretsManagerBackend

Parameters: TypeAlias = dict[str, Any]
Answer: TypeAlias = dict[str, Any]

ACCOUNT = DEFAULT_ACCOUNT_ID
CURRENT = "AWSCURRENT"
READS = {"DescribeSecret", "GetResourcePolicy", "GetSecretValue", "ListSecretVersionIds", "ListSecrets"}
"""The operations that change nothing."""


class AwsError(Exception):
    """An error as AWS answers it: exception name, message and HTTP status (400 for everything a caller can mend)."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.status = status


def not_served(what: str) -> AwsError:
    """For what AWS offers and this sandbox does not. botocore does not repeat a 501."""
    return AwsError("UnknownOperationException", f"This sandbox does not serve {what}.", status=501)


class Region:
    """The secrets of one Region."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.backend = SecretsManagerBackend(name, ACCOUNT)
        self.blocked: dict[str, float] = {}
        """Names of forcibly deleted secrets, each with the monotonic time until which the name is not free."""

    def find(self, name: str) -> FakeSecret | ReplicaSecret | None:
        """The secret or replica of exactly this name."""
        # As a plain dictionary: moto's own lookup walks through all secrets and takes ARNs too.
        return dict.get(self.backend.secrets, name)


class Regions(dict[str, Region]):
    """The Regions by name; one that nobody used yet is empty."""

    def __missing__(self, name: str) -> Region:
        self[name] = Region(name)
        return self[name]


@dataclass
class Call:
    """A request of one operation. Its `SecretId` is a plain name once `secret_lookup` has run."""

    operation: str
    parameters: Parameters
    region: Region
    regions: Regions
    existed: bool = False
    """Whether the secret was there when the call came in."""
    replicas: list[dict[str, Any]] = field(default_factory=list)
    """The replicas that a new secret shall have; moto does not see them."""
    changed: set[tuple[str, str]] = field(default_factory=set)
    """(Region, secret name) of secrets that this call changed beside the one it names."""

    @property
    def name(self) -> str:
        """The name of the secret the call is about; empty for ListSecrets."""
        return str(self.parameters.get("Name" if self.operation == "CreateSecret" else "SecretId", ""))

    @property
    def found(self) -> FakeSecret | ReplicaSecret | None:
        return self.region.find(self.name)

    @property
    def secret(self) -> FakeSecret | None:
        """The secret the call is about, unless it does not exist or is a replica."""
        found = self.found
        return found if isinstance(found, FakeSecret) else None

    @property
    def value(self) -> tuple[str | None, str | None]:
        """The value it carries: (SecretString, SecretBinary in base64)."""
        return self.parameters.get("SecretString"), self.parameters.get("SecretBinary")

    @property
    def writes_value(self) -> bool:
        """Whether it makes a version: a value is given, or must be."""
        given = self.value != (None, None)
        return self.operation == "PutSecretValue" or (given and self.operation in {"CreateSecret", "UpdateSecret"})
