"""The fields of a connection, between the program's inputs and Boomi's extension fields: comparison, changes,
projection.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from .. import connectors
from ..boomi import extension_patch
from ..boomi.extensions import ConnectionState, ExtensionObject, FieldChange, FieldState
from ..connectors import Cell, CellField
from .connection_secrets import marked, secret_parameters

Deliver = Callable[[str], bool]
"""Whether the secret at a path has to be sent (again)."""
Value = Callable[[str], str]
"""The value of the secret at a path."""


def managed(cell: Cell, inputs: Mapping[str, Any]) -> dict[str, str]:
    """{input name: field id} of everything that the program sets in Boomi."""
    return {name: id for name, id in connectors.live_names(cell).items() if inputs.get(name) is not None}


def obstacles(cell: Cell, fields: Mapping[str, str], object: ExtensionObject, connection: str) -> list[str]:
    """Why fields cannot be written: not declared by the process, or a secret for one that is not encrypted."""
    secret = {field.name for field in cell.fields if field.secret}
    return [
        f"{name}: {problem}; where Boomi calls the field otherwise, give its id in field_ids"
        for name, id in fields.items()
        for problem in extension_patch.obstacles(object, [FieldChange(connection, id, value="", secret=name in secret)])
    ]


def plain(field: CellField, value: Any) -> str:
    """The text of a plain setting as Boomi stores it."""
    return field.write(value) if field.write else str(value)


def differs(field: CellField, value: Any, there: FieldState, encrypted: Collection[str]) -> bool:
    """Whether a plain field holds another value than the program's; encrypted pairs count by name alone."""
    if field.kind != "parameters":
        return not there.overridden or there.value != plain(field, value)
    hidden = secret_parameters(value, encrypted)
    wanted = {name: (None if name in hidden else str(one), name in hidden) for name, one in value.items()}
    seen = {
        name: (None if one.encrypted else one.value, one.encrypted) for name, one in (there.parameters or {}).items()
    }
    return not there.overridden or wanted != seen


def changes(
    cell: Cell,
    inputs: Mapping[str, Any],
    connection: ConnectionState,
    deliver: Deliver,
    value: Value,
    arn: Value | None,
) -> Iterator[FieldChange]:
    """What has to be written so that Boomi holds what the program says. `arn`: deliver references instead of values."""
    fields = managed(cell, inputs)
    for field in cell.fields:
        if (id := fields.get(field.name)) is None:
            continue
        wanted, there = inputs[field.name], connection.fields[id]
        if field.secret:
            if deliver(field.name):
                if arn:
                    yield FieldChange(connection.id, id, reference=arn(field.name), secret=True)
                else:
                    yield FieldChange(connection.id, id, value=value(field.name), secret=True)
        elif field.kind == "parameters":
            hidden = secret_parameters(wanted, marked(inputs, field))
            if differs(field, wanted, there, hidden) or any(deliver(f"{field.name}.{name}") for name in hidden):
                pairs = {
                    name: (value(f"{field.name}.{name}") if name in hidden else str(one), name in hidden)
                    for name, one in wanted.items()
                }
                yield FieldChange(connection.id, id, parameters=pairs)
        elif differs(field, wanted, there, ()):
            yield FieldChange(connection.id, id, value=plain(field, wanted))


def reverts(
    before: Mapping[str, str], now: Mapping[str, str], connection: ConnectionState, taken: Callable[[str], bool]
) -> Iterator[FieldChange]:
    """Managed fields that left the program go back to the component's default, but for those that another resource
    has.
    """
    for id in set(before.values()) - set(now.values()):
        there = connection.fields.get(id)
        if there is not None and there.overridden and not taken(id):
            yield FieldChange(connection.id, id, revert=True)


def as_inputs(cell: Cell, outs: Mapping[str, Any], connection: ConnectionState) -> dict[str, Any]:
    """The managed fields as they are there, under the names and in the form of the inputs; a default is left out."""
    seen: dict[str, Any] = {}
    by_name = {field.name: field for field in cell.fields}
    for name, id in (outs.get("managed_fields") or managed(cell, outs)).items():
        there, field = connection.fields.get(id), by_name.get(name)
        if there is None or field is None or field.secret or not there.overridden:
            continue
        if field.kind == "parameters":
            before = outs.get(name) or {}
            seen[name] = {
                key: before.get(key, "(encrypted)") if one.encrypted else one.value
                for key, one in (there.parameters or {}).items()
            }
        elif there.value is not None:
            try:
                seen[name] = field.parse(there.value)
            except ValueError:
                seen[name] = there.value  # somebody wrote what we would refuse: shown as it is
    return seen
