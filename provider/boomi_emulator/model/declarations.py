"""Extension objects: which there are, and what the deployed processes declare in them.

Boomi Platform API, EnvironmentExtensions: one object per environment and process of a multi-install instance, and one
per environment for its normal processes and single-install packs together. What nothing declares is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    found: list[Document] = []
    for instance in _attached(world, account, environment_id):
        if not any(process["wrapper"] for process in instance["processes"]):
            found += packs.of(world, account, instance)["processes"]
    return Extensions(environment_id, "", tuple(found))


def groups(world: World, account: str, environment_id: str) -> list[Extensions]:
    """One object per process of each multi-install instance that is attached."""
    wrappers = [
        process["wrapper"]
        for instance in _attached(world, account, environment_id)
        for process in instance["processes"]
        if process["wrapper"]
    ]
    return find_groups(world, account, environment_id, wrappers)


def find_groups(world: World, account: str, environment_id: str, group_ids: Iterable[str]) -> list[Extensions]:
    """Those of the named groups that are in the environment."""
    found = (find_group(world, account, environment_id, group_id) for group_id in dict.fromkeys(group_ids))
    return [extensions for extensions in found if extensions is not None]


def find_group(world: World, account: str, environment_id: str, group_id: str) -> Extensions | None:
    group = world.store.get("extension_group", account, group_id)
    if group is None:
        return None
    if world.store.get("attachment", account, ids.attachment(group["instance"], environment_id)) is None:
        return None
    pack = packs.of(world, account, world.store.need("instance", account, group["instance"]))
    declared = tuple(process for process in pack["processes"] if process["id"] == group["process"])
    return Extensions(environment_id, group_id, declared)


def find(world: World, account: str, id: str) -> Extensions | None:
    """The object of an id: an environment's own, or one of environment and group. None when there is none."""
    if world.store.get("environment", account, id) is not None:
        return aggregate(world, account, id)
    environment_id, _, group_id = (ids.decoded(id) or "").partition(":")
    return find_group(world, account, environment_id, group_id)


def _attached(world: World, account: str, environment_id: str) -> list[Document]:
    """The instances in an environment."""
    return [
        world.store.need("instance", account, attachment["integrationPackInstanceId"])
        for attachment in world.store.all("attachment", account)
        if attachment["environmentId"] == environment_id
    ]
