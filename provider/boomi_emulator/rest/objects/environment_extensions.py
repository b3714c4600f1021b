"""EnvironmentExtensions: what consumers override in deployed processes. It is there as long as the attachment is."""

from __future__ import annotations

from dataclasses import dataclass

from boomi_emulator.errors import bad_request
from boomi_emulator.model import declarations, extension_update, extension_view
from boomi_emulator.model.declarations import Extensions
from boomi_emulator.rest.query import Filter
from boomi_emulator.rest.rest_object import RestObject
from boomi_emulator.store import Document
from boomi_emulator.world import Caller


@dataclass(frozen=True)
class _IdsOnly:
    """An updated object of which only the ids are answered."""

    extensions: Extensions


def _show(caller: Caller, row: Extensions | _IdsOnly) -> Document:
    if isinstance(row, Extensions):
        return extension_view.show(caller.world, caller.account, row)
    extensions = row.extensions
    ids = {"id": extensions.id, "environmentId": extensions.environment_id}
    return {**ids, "extensionGroupId": extensions.group_id}


def _rows(caller: Caller, wanted: Filter) -> list[Extensions]:
    """Multi-install groups are found by name; whether the environment alone finds them too is a switch."""
    world, account = caller.world, caller.account
    every_group = world.switch("query_lists_groups") is True
    named = wanted.equals("extensionGroupId")
    found: list[Extensions] = []
    for environment in world.store.all("environment", account):
        id = environment["id"]
        found.append(declarations.aggregate(world, account, id))
        found += (
            declarations.groups(world, account, id)
            if every_group
            else declarations.find_groups(world, account, id, named)
        )
    return [extensions for extensions in found if not extensions.is_empty]


def _find(caller: Caller, id: str) -> Extensions | None:
    return declarations.find(caller.world, caller.account, id)


def _get(caller: Caller, id: str) -> Extensions | None:
    extensions = _find(caller, id)
    if extensions and extensions.is_empty and caller.world.switch("empty_extensions") == "refused":
        raise bad_request(f"The environment {extensions.environment_id} has no extensible components.")
    return extensions


def _update(caller: Caller, extensions: Extensions, request: Document) -> Extensions | _IdsOnly:
    """Under the environment id a group may stand in the body; an id in the body that points elsewhere is refused."""
    if request.get("environmentId", extensions.environment_id) != extensions.environment_id:
        raise bad_request("The environmentId is not that of the address.")
    group = request.get("extensionGroupId") or ""
    if not isinstance(group, str):
        raise bad_request("The extensionGroupId is not a text.")
    if group and not extensions.group_id:
        found = declarations.find_group(caller.world, caller.account, extensions.environment_id, group)
        if found is None:
            raise bad_request(f"No such extension group in the environment: {group}")
        extensions = found
    elif group and group != extensions.group_id:
        raise bad_request("The extensionGroupId is not that of the address.")
    extension_update.update(caller.world, caller.account, extensions, request)
    return extensions if caller.world.switch("update_answers_object") else _IdsOnly(extensions)


OBJECT = RestObject(
    name="EnvironmentExtensions",
    show=_show,
    rows=_rows,
    filters={
        "environmentId": lambda extensions: str(extensions.environment_id),
        "extensionGroupId": lambda extensions: str(extensions.group_id),
    },
    get=_get,
    find=_find,
    update=_update,
)
