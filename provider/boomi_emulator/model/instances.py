"""Installed packs. Boomi Platform API, IntegrationPackInstance; Boomi help, "Integration packs"."""

from __future__ import annotations

from boomi_emulator import ids
from boomi_emulator.errors import bad_request
from boomi_emulator.model import attachments, overrides, packs
from boomi_emulator.store import Document
from boomi_emulator.world import World

FIRST_INSTANCE_NUMBER = 27972


def install(world: World, account: str, pack_id: str, name: object) -> Document:
    """A new instance. Raises Refused (400)."""
    pack = packs.find(world, account, pack_id)
    if pack is None:
        raise bad_request(f"The integration pack ID {pack_id} is invalid.")
    installed = [other for other in world.store.all("instance", account) if other["integrationPackId"] == pack_id]
    multi = pack["installationType"] == "MULTI"
    if multi and not (isinstance(name, str) and name.strip()):
        raise bad_request("A multi-install integration pack needs an integrationPackOverrideName.")
    if multi and any(other["integrationPackOverrideName"] == name for other in installed):
        raise bad_request(f"The integration pack {pack['name']} is already installed as {name}.")
    if not multi and installed:
        raise bad_request(f"The single-install integration pack {pack['name']} is already installed.")
    instance: Document = {
        "id": ids.instance(world.next_number("instance", FIRST_INSTANCE_NUMBER)),
        "integrationPackId": pack_id,
        "integrationPackName": pack["name"],
        "integrationPackOverrideName": name if multi else None,
        "processes": [_installed_process(process, str(name) if multi else None) for process in pack["processes"]],
    }
    world.store.put("instance", account, instance["id"], instance)
    for process in instance["processes"]:
        if process["wrapper"]:
            place = {"instance": instance["id"], "process": process["original"]}
            world.store.put("extension_group", account, process["wrapper"], place)
    return instance


def _installed_process(process: Document, name: str | None) -> Document:
    """Each process of a multi-install instance gets a wrapper, whose id is the extension group; others have none."""
    if name is None:
        return {"id": process["id"], "original": process["id"], "wrapper": None, "name": process["name"]}
    wrapper = ids.new_uuid()
    return {"id": wrapper, "original": process["id"], "wrapper": wrapper, "name": f"{name} - {process['name']}"}


def uninstall(world: World, account: str, instance: Document) -> None:
    """Detaches the environments, then forgets the instance with its values and its OAuth forms."""
    for attachment in world.store.all("attachment", account):
        if attachment["integrationPackInstanceId"] == instance["id"]:
            attachments.detach(world, account, attachment)
    for environment in world.store.all("environment", account):
        overrides.forget(world, account, environment["id"], instance)
    for details in world.store.all("oauth_details", account):
        if details["integrationPackInstanceId"] == instance["id"]:
            world.store.delete("oauth_details", account, details["key"])
    for process in instance["processes"]:
        world.store.delete("extension_group", account, process["id"])
    world.store.delete("instance", account, instance["id"])
