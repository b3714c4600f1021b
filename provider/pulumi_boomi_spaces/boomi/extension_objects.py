"""Extension objects: the values that consumers override in deployed processes, as Boomi shows them.

Boomi Platform API, EnvironmentExtensions: one object for each environment and extension group; the empty group holds an
environment's own processes and its single-install packs. Only fields that the deployed process declares are shown;
encrypted values never are.
"""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Mapping
from typing import Any

from ..errors import ServiceError
from ..redact import quoted
from .rest import Row, listed


@dataclasses.dataclass(frozen=True)
class ObjectKey:
    """Where an extension object is; `group` is empty for the environment's own."""

    account: str
    environment: str
    group: str

    @property
    def computed_id(self) -> str:
        """The id of the object: see Assumptions.extension_ids_are_computed."""
        if not self.group:
            return self.environment
        return base64.b64encode(f"{self.environment}:{self.group}".encode()).decode("ascii").rstrip("=")


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One pair of a parameter list; the value of an encrypted one is never shown."""

    value: str | None
    encrypted: bool


@dataclasses.dataclass(frozen=True)
class FieldState:
    """One declared field: whether it is overridden, and what Boomi shows of its value.

    `encrypted`: Boomi keeps the value secret; then `value` is None and `value_set` says whether there is one.
    `reference`: the ARN where a secrets manager holds the value. `parameters`: of a field that is a list of pairs.
    """

    id: str
    value: str | None
    overridden: bool
    encrypted: bool
    value_set: bool
    reference: str | None
    parameters: Mapping[str, Parameter] | None


@dataclasses.dataclass(frozen=True)
class ConnectionState:
    """One connection and its declared fields, by id."""

    id: str
    name: str
    fields: Mapping[str, FieldState]


@dataclasses.dataclass(frozen=True)
class ExtensionObject:
    """One extension object. `stamp` tells two looks at it apart; `raw` is the answer, with all that we do not know."""

    key: ObjectKey
    id: str
    connections: Mapping[str, ConnectionState]
    stamp: int
    raw: Row = dataclasses.field(default_factory=dict, repr=False, compare=False)


def parse(key: ObjectKey, id: str, raw: Row, stamp: int) -> ExtensionObject:
    """The object as Boomi answered it. Raises ServiceError when the answer is another object, or none."""
    answered = (raw.get("environmentId", key.environment), raw.get("extensionGroupId") or key.group)
    if answered != (key.environment, key.group) or not isinstance(raw.get("connections", {}), dict):
        raise ServiceError(
            f"reading the extensions of environment {quoted(key.environment)}: Boomi answered with another object than "
            "the one that was asked for; nothing was made of it"
        )
    return ExtensionObject(key, id, {one.id: one for one in map(_connection, connections_of(raw))}, stamp, raw)


def connections_of(raw: Row) -> list[Row]:
    """The connections of an object as JSON."""
    return listed((raw.get("connections") or {}).get("connection"))


def _connection(raw: Row) -> ConnectionState:
    fields = {field.id: field for field in map(_field, listed(raw.get("field")))}
    return ConnectionState(str(raw.get("id", "")), str(raw.get("name", "")), fields)


def _field(raw: Row) -> FieldState:
    encrypted, value = is_true(raw.get("usesEncryption")), raw.get("value")
    reference = _reference(raw.get("CloudManagedSecretConfig"))
    parameters = _parameters(raw.get("customProperties"))
    value_set = is_true(raw.get("encryptedValueSet"))
    if "useDefault" in raw:
        overridden = not is_true(raw["useDefault"])
    else:  # unset attributes are left out: then the value says whether there is an override
        overridden = value is not None or value_set or reference is not None or bool(parameters)
    return FieldState(
        id=str(raw.get("id", "")),
        value=None if encrypted or value is None else text(value),
        overridden=overridden,
        encrypted=encrypted,
        value_set=value_set,
        reference=reference,
        parameters=parameters,
    )


def _reference(raw: Any) -> str | None:
    if not isinstance(raw, dict) or not is_true(raw.get("usesRemoteSecretsManager")):
        return None
    return text(raw.get("secretReference") or "")


def _parameters(raw: Any) -> dict[str, Parameter] | None:
    if not isinstance(raw, dict):
        return None
    found = {}
    for pair in listed(raw.get("properties")):
        encrypted = is_true(pair.get("encrypted"))
        found[str(pair.get("key", ""))] = Parameter(None if encrypted else text(pair.get("value") or ""), encrypted)
    return found


def is_true(value: Any) -> bool:
    """A flag; Boomi's samples also show flags as texts."""
    return value is True or value == "true"


def text(value: Any) -> str:
    """A value as Boomi stores it, which is always text; some clients turn `true` and `10` into JSON's own."""
    return str(value).lower() if isinstance(value, bool) else str(value)
