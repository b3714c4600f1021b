"""The environments of an account. Boomi Platform API, Environment."""

from __future__ import annotations

from boomi_emulator import ids
from boomi_emulator.errors import bad_request
from boomi_emulator.store import Document
from boomi_emulator.world import World

CLASSIFICATIONS = ("PROD", "TEST")


def create(world: World, account: str, name: object, classification: object) -> Document:
    """Raises Refused (400)."""
    _check_name(world, account, name, None)
    if classification not in CLASSIFICATIONS:
        raise bad_request(f"The classification is one of {', '.join(CLASSIFICATIONS)}, not {classification}.")
    environment: Document = {"id": ids.new_uuid(), "name": name, "classification": classification}
    world.store.put("environment", account, environment["id"], environment)
    return environment


def rename(world: World, account: str, environment: Document, name: object) -> Document:
    """The name is the only thing that can change. Raises Refused (400)."""
    _check_name(world, account, name, environment["id"])
    renamed = {**environment, "name": name}
    world.store.put("environment", account, environment["id"], renamed)
    return renamed


def delete(world: World, account: str, environment: Document) -> None:
    """Raises Refused (400) while integration packs are attached."""
    id = environment["id"]
    if any(attachment["environmentId"] == id for attachment in world.store.all("attachment", account)):
        raise bad_request(f"The environment {environment['name']} has integration packs attached.")
    for overrides in world.store.all("overrides", account):
        if overrides["environmentId"] == id:
            world.store.delete("overrides", account, overrides["id"])
    world.store.delete("restarts", account, id)
    world.store.delete("environment", account, id)


def _check_name(world: World, account: str, name: object, own_id: str | None) -> None:
    if not isinstance(name, str) or not name.strip():
        raise bad_request("An environment needs a name.")
    if any(other["name"] == name and other["id"] != own_id for other in world.store.all("environment", account)):
        raise bad_request(f"An environment with the name {name} already exists.")
