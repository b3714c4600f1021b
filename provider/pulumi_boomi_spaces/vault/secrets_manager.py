"""The operations of AWS Secrets Manager that are used, in the words of this package; answers are checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..errors import InputError, SecretUnavailableError, ServiceError
from ..redact import hide, quoted
from .aws import ATTEMPTS, Aws
from .facts import Described
from .names import name_of, read_tags, region_of
from .sources import arn_problem

CURRENT, PENDING, PREVIOUS = "AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"

_GONE = "ResourceNotFoundException"


class SecretsManager:
    """Raises ServiceError and SettingsError. A secret's ARN names its Region itself; a name is looked for in one."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def describe(self, arn_or_name: str, region: str | None = None) -> Described | None:
        """What AWS shows of a secret, values aside; None when there is none. Raises InputError for half an ARN."""
        if arn_or_name.startswith("arn:") and (problem := arn_problem(arn_or_name)):
            raise InputError(problem)
        where = region_of(arn_or_name) or self._aws.region(region)
        try:
            answer = self._read("DescribeSecret", where, {"SecretId": arn_or_name}, ("ARN", "Name"))
        except ServiceError as error:
            if error.code == _GONE:
                return None
            raise
        return _described(answer, where)

    def value(self, arn: str, version: str, key: str | None) -> str:
        """The value of one version; with `key` that text of the JSON object in it. Hidden from every message.

        Raises SecretUnavailableError when there is no such text.
        """
        about = f"AWS secret {quoted(name_of(arn))}"
        parameters = {"SecretId": arn, "VersionId": version}
        answer = self._read("GetSecretValue", self._where(arn), parameters, ("ARN", "VersionId"))
        if (answer["ARN"], answer["VersionId"]) != (arn, version):
            raise ServiceError(f"GetSecretValue of {about} answered another secret or version. Run pulumi up again")
        if not isinstance(text := answer.get("SecretString"), str):
            raise SecretUnavailableError(f"{about} holds no text, but a binary value")
        hide(text)
        value = text if key is None else _picked(text, key, about)
        if not value:
            raise SecretUnavailableError(f"{about} is empty" + (f" at key {quoted(key)}" if key is not None else ""))
        return hide(value)

    def resource_policy(self, arn: str) -> str | None:
        """The resource policy of a secret as JSON."""
        policy = self._read("GetResourcePolicy", self._where(arn), {"SecretId": arn}, ("ARN", "Name"))
        return policy.get("ResourcePolicy")

    def create(self, region: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """CreateSecret; its answer has ARN and VersionId."""
        return self._aws.call("CreateSecret", region, parameters, ("ARN", "VersionId"))

    def change(
        self,
        operation: str,
        arn: str,
        parameters: Mapping[str, Any],
        needs: tuple[str, ...] = ("ARN",),
        attempts: int = ATTEMPTS,
    ) -> dict[str, Any]:
        """An operation that changes a secret; its answer has all of `needs`."""
        return self._aws.call(operation, self._where(arn), {"SecretId": arn, **parameters}, needs, attempts)

    def _read(
        self, operation: str, region: str, parameters: Mapping[str, Any], needs: tuple[str, ...]
    ) -> dict[str, Any]:
        """An operation that changes nothing: an answer that cannot be read is asked for once more."""
        try:
            return self._aws.call(operation, region, parameters, needs)
        except ServiceError as error:
            if error.status != 200:
                raise
        return self._aws.call(operation, region, parameters, needs)

    def _where(self, arn: str) -> str:
        return region_of(arn) or self._aws.region()


def _described(answer: Mapping[str, Any], region: str) -> Described:
    labels = {version: frozenset(names) for version, names in (answer.get("VersionIdsToStages") or {}).items()}
    owner, natural_key = read_tags(answer.get("Tags") or [])
    return Described(
        arn=answer["ARN"],
        name=answer["Name"],
        current=next((version for version, names in labels.items() if CURRENT in names), None),
        deleted=answer.get("DeletedDate"),
        rotates=bool(answer.get("RotationEnabled")),
        owner=owner,
        natural_key=natural_key,
        created=answer.get("CreatedDate"),
        kms_key_id=answer.get("KmsKeyId") or None,
        replicas=bool(answer.get("ReplicationStatus")) or answer.get("PrimaryRegion", region) != region,
        owning_service=answer.get("OwningService") or None,
        labels={version: names for version, names in labels.items() if names},
    )


def _picked(text: str, key: str, about: str) -> str:
    """Raised after the handler: the error of the JSON parser carries the text along."""
    try:
        decoded = json.loads(text)
    except (ValueError, RecursionError):
        decoded = None
    if not isinstance(decoded, dict):
        raise SecretUnavailableError(f"{about} is no JSON object; leave the key out, or name another secret")
    if key not in decoded:
        raise SecretUnavailableError(f"{about} has no key {quoted(key)}")
    if not isinstance(decoded[key], str):
        raise SecretUnavailableError(f"{about}: the value at key {quoted(key)} is no text")
    return str(decoded[key])
