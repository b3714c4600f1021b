"""Extension objects: which there are, and what the deployed processes declare in them.

Boomi Platform API, EnvironmentExtensions: one object per environment and process of a multi-install instance, and one
per environment for its normal processes and single-install packs together. What nothing declares is not there.
"""

from __future__ import annotations

from dataclasses import dataclass

from boomi_emulator import ids
from boomi_emulator.model import packs
from boomi_emulator.store import Document
from boomi_emulator.world import World


@dataclass(frozen=True)
class Extensions:
    """One extension object: where it is, and the declarations of its processes."""

    environment_id: str
    group_id: str
    processes: tuple[Document, ...]

    @property
    def id(self) -> str:
        return ids.extensions(self.environment_id, self.group_id)

    @property
    def connections(self) -> dict[str, Document]:
        """By id. Processes that share a connection component add their declared fields."""
        merged: dict[str, Document] = {}
        for process in self.processes:
            for connection in process["connections"]:
                known = merged.setdefault(connection["id"], {**connection, "process": process["id"], "fields": {}})
                known["fields"].update({field["id"]: field for field in connection["fields"]})
        return merged

    @property
    def process_properties(self) -> dict[str, Document]:
        return {component["id"]: component for process in self.processes for component in process["process_properties"]}

    @property
    def dynamic_process_properties(self) -> list[str]:
        names = [name for process in self.processes for name in process["dynamic_process_properties"]]
        return list(dict.fromkeys(names))

    @property
    def cross_references(self) -> dict[str, Document]:
        return {table["id"]: table for process in self.processes for table in process["cross_references"]}

    @property
    def is_empty(self) -> bool:
        declared = (self.connections, self.process_properties, self.dynamic_process_properties, self.cross_references)
        return not any(declared)


def aggregate(world: World, account: str, environment_id: str) -> Extensions:
    """What the single-install packs of an environment declare together."""
    found = [
        process
        for instance, pack in _attached(world, account, environment_id)
        for process in pack["processes"]
        if pack["installationType"] == "SINGLE"
    ]
    return Extensions(environment_id, "", tuple(found))


def groups(world: World, account: str, environment_id: str) -> list[Extensions]:
    """One object per process of each multi-install instance that is attached."""
    found: list[Extensions] = []
    for instance, pack in _attached(world, account, environment_id):
        declared = {process["id"]: process for process in pack["processes"]}
        found += [
            Extensions(environment_id, process["wrapper"], (declared[process["original"]],))
            for process in instance["processes"]
            if process["wrapper"]
        ]
    return found


def find(world: World, account: str, id: str) -> Extensions | None:
    """The object of an id: an environment's own, or one of environment and group. None when there is none."""
    if world.store.get("environment", account, id) is not None:
        return aggregate(world, account, id)
    environment_id, _, group_id = (ids.decoded(id) or "").partition(":")
    if not group_id:
        return None
    return find_group(world, account, environment_id, group_id)


def find_group(world: World, account: str, environment_id: str, group_id: str) -> Extensions | None:
    return next((one for one in groups(world, account, environment_id) if one.group_id == group_id), None)


def _attached(world: World, account: str, environment_id: str) -> list[tuple[Document, Document]]:
    found = []
    for attachment in world.store.all("attachment", account):
        if attachment["environmentId"] != environment_id:
            continue
        instance = world.store.need("instance", account, attachment["integrationPackInstanceId"])
        found.append((instance, packs.of(world, account, instance)))
    return found
