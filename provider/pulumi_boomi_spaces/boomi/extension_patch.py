"""What an UPDATE of an extension object sends, and whether it took. Pure: no calls.

Boomi Platform API, EnvironmentExtensions: `partial` true leaves alone what is not sent, absent or false resets it; the
smallest unit is one field; a field that is not declared is passed over in silence.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping, Sequence

from ..redact import quoted
from .assumptions import Assumptions
from .extension_objects import ConnectionState, ExtensionObject, FieldState, connections_of
from .rest import Row, listed


@dataclasses.dataclass(frozen=True)
class FieldChange:
    """One field of one connection: exactly one of a value, parameters, a reference (ARN), or its default again.

    `parameters` is the whole list: {key: (value, encrypted)}. `secret`: the value must not go to a field that Boomi
    does not encrypt.
    """

    connection: str
    field: str
    value: str | None = dataclasses.field(default=None, repr=False)
    parameters: Mapping[str, tuple[str, bool]] | None = dataclasses.field(default=None, repr=False)
    reference: str | None = None
    revert: bool = False
    secret: bool = False

    def __post_init__(self) -> None:
        given = [self.value is not None, self.parameters is not None, self.reference is not None, self.revert]
        if sum(given) != 1:
            raise ValueError("a change is one of value, parameters, reference and revert")


def obstacles(object: ExtensionObject, changes: Sequence[FieldChange]) -> list[str]:
    """Why these changes would not take or must not be sent, one sentence each."""
    return [problem for change in changes if (problem := _obstacle(object, change))]


def body(object: ExtensionObject, changes: Sequence[FieldChange], assumed: Assumptions) -> Row:
    """The body of the UPDATE: only the changed fields, each with the attributes that we do not know."""
    raw = {
        (connection.get("id"), field.get("id")): field
        for connection in connections_of(object.raw)
        for field in listed(connection.get("field"))
    }
    by_connection: dict[str, list[Row]] = {}
    for change in changes:
        sent = _sent(change, raw.get((change.connection, change.field), {}), assumed)
        by_connection.setdefault(change.connection, []).append(sent)
    return {
        "@type": "EnvironmentExtensions",
        "id": object.id,
        "environmentId": object.key.environment,
        "extensionGroupId": object.key.group,
        "partial": True,
        "connections": {
            "@type": "Connections",
            "connection": [
                {"@type": "Connection", "id": id, "name": object.connections[id].name, "field": fields}
                for id, fields in by_connection.items()
            ],
        },
    }


def not_taken(object: ExtensionObject, changes: Sequence[FieldChange]) -> list[FieldChange]:
    """The changes that the object, as it was read back, does not show."""
    return [change for change in changes if not _took(_field(object, change), change)]


def holds_all_of(answer: ExtensionObject, before: ExtensionObject) -> bool:
    """Whether an answer is the whole object: every connection and field that was there before."""
    return all(
        id in answer.connections and connection.fields.keys() <= answer.connections[id].fields.keys()
        for id, connection in before.connections.items()
    )


def _field(object: ExtensionObject, change: FieldChange) -> FieldState | None:
    connection = object.connections.get(change.connection)
    return connection.fields.get(change.field) if connection else None


def _obstacle(object: ExtensionObject, change: FieldChange) -> str | None:
    connection = object.connections.get(change.connection)
    if connection is None:
        return f"connection {quoted(change.connection)} is not there any more"
    field = connection.fields.get(change.field)
    if field is None:
        return (
            f"connection {quoted(connection.name)} does not declare field {quoted(change.field)}, so a value would not "
            f"take. {_declared(connection, change.field)}. The publisher adds it under Process Extensions, Connection "
            "Settings, and releases the pack again"
        )
    if (change.secret or change.reference is not None) and not field.encrypted:
        return (
            f"field {quoted(change.field)} of connection {quoted(connection.name)} is not encrypted in Boomi; "
            "a secret is not sent there"
        )
    return None


def _declared(connection: ConnectionState, text: str) -> str:
    if not connection.fields:
        return "It declares none"
    close = difflib.get_close_matches(text, connection.fields, n=5, cutoff=0.0)
    more = len(connection.fields) - len(close)
    return f"It declares {', '.join(close)}" + (f" and {more} more" if more else "")


_OURS = ("value", "customProperties", "CloudManagedSecretConfig", "encryptedValueSet", "useDefault")
"""The attributes of a field that say what it is set to; all others are sent back as they were."""


def _sent(change: FieldChange, raw: Row, assumed: Assumptions) -> Row:
    kept = {key: value for key, value in raw.items() if key not in _OURS}
    field: Row = {**kept, "id": change.field, "useDefault": change.revert}
    if change.value is not None:
        field["value"] = change.value
        if change.secret:
            field["encryptedValueSet"] = True
        if "CloudManagedSecretConfig" in raw and not assumed.value_replaces_reference:
            field["CloudManagedSecretConfig"] = {"usesRemoteSecretsManager": False}
    elif change.reference is not None:
        field["encryptedValueSet"] = True
        field["CloudManagedSecretConfig"] = {
            "usesRemoteSecretsManager": True,
            "secretsManagerType": "AWS",
            "secretReference": change.reference,
        }
    elif change.parameters is not None:
        before = {pair.get("key"): pair for pair in listed((raw.get("customProperties") or {}).get("properties"))}
        field["customProperties"] = {
            "properties": [
                {**before.get(key, {}), "key": key, "value": value, "encrypted": encrypted}
                for key, (value, encrypted) in change.parameters.items()
            ]
        }
    return field


def _took(field: FieldState | None, change: FieldChange) -> bool:
    if change.revert:
        return field is None or not field.overridden
    if field is None or not field.overridden:
        return False
    if change.reference is not None:
        return field.reference == change.reference
    if change.parameters is not None:
        wanted = {
            key: (None if encrypted else value, encrypted) for key, (value, encrypted) in change.parameters.items()
        }
        return wanted == {key: (one.value, one.encrypted) for key, one in (field.parameters or {}).items()}
    if field.reference is not None:
        return False
    return field.value_set if field.encrypted else field.value == change.value
