"""IntegrationPackInstance: an installed pack. There is no UPDATE: another name is another instance."""

from __future__ import annotations

from boomi_emulator.model import instances
from boomi_emulator.rest.rest_object import RestObject, holds, text
from boomi_emulator.store import Document
from boomi_emulator.world import Caller


def _show(caller: Caller, instance: Document) -> Document:
    document = {"id": instance["id"], "integrationPackId": instance["integrationPackId"]}
    if instance["integrationPackOverrideName"] is not None:
        document["integrationPackOverrideName"] = instance["integrationPackOverrideName"]
    return {**document, "ProcessId": [_process(process) for process in instance["processes"]]}


def _process(process: Document) -> Document:
    document = {"@type": "ProcessId", "originalProcessId": process["original"], "name": process["name"]}
    return {**document, "wrapperProcessId": process["wrapper"]} if process["wrapper"] else document


OBJECT = RestObject(
    name="IntegrationPackInstance",
    show=_show,
    rows=lambda caller, wanted: caller.world.store.all("instance", caller.account),
    filters={
        "integrationPackId": holds("integrationPackId"),
        "integrationPackName": holds("integrationPackName"),
        "integrationPackOverrideName": holds("integrationPackOverrideName"),
    },
    get=lambda caller, id: caller.world.store.get("instance", caller.account, id),
    create=lambda caller, request: instances.install(
        caller.world, caller.account, text(request, "integrationPackId"), request.get("integrationPackOverrideName")
    ),
    delete=lambda caller, row: instances.uninstall(caller.world, caller.account, row),
)
