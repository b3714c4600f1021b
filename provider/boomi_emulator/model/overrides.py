"""What was set on an extension object, secrets included. Only the runtime and the control address see it."""

from __future__ import annotations

from collections.abc import Collection

from boomi_emulator import ids
from boomi_emulator.model import declarations
from boomi_emulator.model.declarations import Extensions
from boomi_emulator.store import Document
from boomi_emulator.world import World

SECTIONS = ("connections", "process_properties", "dynamic_process_properties", "cross_references")


def load(world: World, account: str, environment_id: str, group_id: str) -> Document:
    """Per section: connection id > field id > set, component id > key > value, name > value, table id > rows.

    What a field was set to is one of {"value": text}, {"table": pairs} and {"reference": configuration}.
    """
    id = ids.extensions(environment_id, group_id)
    stored = world.store.get("overrides", account, id)
    if stored is not None:
        return stored
    empty: Document = {section: {} for section in SECTIONS}
    return {"id": id, "environmentId": environment_id, "extensionGroupId": group_id, **empty}


def save(world: World, account: str, overrides: Document) -> None:
    world.store.put("overrides", account, overrides["id"], overrides)


def forget(world: World, account: str, environment_id: str, instance: Document) -> None:
    """Loses the values of an instance in an environment to which it is not attached any more."""
    for process in instance["processes"]:
        if process["wrapper"]:
            world.store.delete("overrides", account, ids.extensions(environment_id, process["wrapper"]))
    if not any(process["wrapper"] for process in instance["processes"]):
        _keep_declared(world, account, declarations.aggregate(world, account, environment_id))


def _keep_declared(world: World, account: str, extensions: Extensions) -> None:
    """The environment's own object is shared by its single-install packs: only what none of them declares goes."""
    stored = load(world, account, extensions.environment_id, extensions.group_id)
    declared: dict[str, Collection[str]] = {
        "connections": extensions.connections,
        "process_properties": extensions.process_properties,
        "dynamic_process_properties": extensions.dynamic_process_properties,
        "cross_references": extensions.cross_references,
    }
    for section, names in declared.items():
        stored[section] = {name: value for name, value in stored[section].items() if name in names}
    if listed(stored):
        save(world, account, stored)
    else:
        world.store.delete("overrides", account, stored["id"])


def listed(overrides: Document) -> list[str]:
    """Everything that is overridden, as paths without values."""
    paths = [f"connections/{id}/{field}" for id, fields in overrides["connections"].items() for field in fields]
    paths += [f"processProperties/{id}/{key}" for id, keys in overrides["process_properties"].items() for key in keys]
    paths += [f"properties/{name}" for name in overrides["dynamic_process_properties"]]
    return paths + [f"crossReferences/{id}" for id in overrides["cross_references"]]
