"""Instances in environments: the attachment makes the processes, hence their extensions, appear there.

Boomi Platform API, IntegrationPackEnvironmentAttachment.
"""

from __future__ import annotations

from boomi_emulator import ids
from boomi_emulator.errors import bad_request
from boomi_emulator.model import overrides
from boomi_emulator.store import Document
from boomi_emulator.world import World


def attach(world: World, account: str, instance_id: str, environment_id: str) -> Document:
    """Raises Refused (400) for an unknown instance or environment, and, by switch, for a second attachment."""
    if world.store.get("environment", account, environment_id) is None:
        raise bad_request(f"No such environment: {environment_id}")
    instance = world.store.get("instance", account, instance_id)
    if instance is None:
        raise bad_request(f"No such integration pack instance: {instance_id}")
    id = ids.attachment(instance_id, environment_id)
    existing = world.store.get("attachment", account, id)
    if existing is not None:
        if world.switch("second_attach") == "refused":
            raise bad_request("The integration pack instance is already attached to the environment.")
        return existing
    document: Document = {"id": id, "environmentId": environment_id, "integrationPackInstanceId": instance_id}
    world.store.put("attachment", account, id, document)
    return document


def detach(world: World, account: str, attachment: Document) -> None:
    """The extensions of the instance leave the environment's view; whether their values stay is a switch."""
    world.store.delete("attachment", account, attachment["id"])
    if world.switch("values_after_detach") == "lost":
        instance = world.store.need("instance", account, attachment["integrationPackInstanceId"])
        overrides.forget(world, account, attachment["environmentId"], instance)
