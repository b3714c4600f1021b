"""EnvironmentConnectionFieldExtensionSummary: one connection field, for an access token with its authorization URL."""

from __future__ import annotations

from dataclasses import dataclass

from boomi_emulator import ids
from boomi_emulator.connectors import is_access_token
from boomi_emulator.errors import bad_request
from boomi_emulator.model import consent, declarations, extension_view, overrides
from boomi_emulator.model.declarations import Extensions
from boomi_emulator.rest.query import Filter
from boomi_emulator.rest.rest_object import RestObject
from boomi_emulator.store import Document
from boomi_emulator.world import Caller

REQUIRED = ("environmentId", "connectionId", "fieldId")


@dataclass(frozen=True)
class _Row:
    extensions: Extensions
    connection: Document
    field: Document


def _rows(caller: Caller, wanted: Filter) -> list[_Row]:
    """The field that the filter names. A multi-install process is found by its extension group alone."""
    for name in REQUIRED:
        if not wanted.equals(name):
            raise bad_request(f"The filter needs {', '.join(REQUIRED)}, each with EQUALS.")
    found = []
    for environment_id in wanted.equals("environmentId"):
        if caller.world.store.get("environment", caller.account, environment_id) is None:
            continue
        named = wanted.equals("extensionGroupId")
        objects = [
            declarations.aggregate(caller.world, caller.account, environment_id),
            *declarations.find_groups(caller.world, caller.account, environment_id, named),
        ]
        found += [
            _Row(extensions, connection, field)
            for extensions in objects
            for connection in extensions.connections.values()
            for field in connection["fields"].values()
        ]
    return found


def _show(caller: Caller, row: _Row) -> Document:
    environment_id, group_id = row.extensions.environment_id, row.extensions.group_id
    process_id = group_id or row.connection["process"]
    held = overrides.load(caller.world, caller.account, environment_id, group_id)
    override = held["connections"].get(row.connection["id"], {}).get(row.field["id"])
    field = {**extension_view.field(caller.world, row.field, override), "@type": "FieldSummary"}
    if is_access_token(row.field["id"]):
        url = consent.authorization_url(caller, row.extensions, row.connection, row.field["id"])
        field |= {"oauth2AuthorizationUrl": url} if url else {}
    return {
        "id": ids.conceptual(f"{process_id}:{row.connection['id']}:{group_id}:{environment_id}"),
        "environmentId": environment_id,
        "extensionGroupId": group_id,
        "connectionId": row.connection["id"],
        "processId": process_id,
        "field": field,
    }


OBJECT = RestObject(
    name="EnvironmentConnectionFieldExtensionSummary",
    show=_show,
    rows=_rows,
    filters={
        "environmentId": lambda row: str(row.extensions.environment_id),
        "extensionGroupId": lambda row: str(row.extensions.group_id),
        "connectionId": lambda row: str(row.connection["id"]),
        "fieldId": lambda row: str(row.field["id"]),
    },
)
