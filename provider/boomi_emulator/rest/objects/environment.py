"""Environment: where a consumer account runs its processes."""

from __future__ import annotations

from boomi_emulator.model import environments
from boomi_emulator.rest.rest_object import RestObject, holds, picked

OBJECT = RestObject(
    name="Environment",
    show=picked("id", "name", "classification"),
    rows=lambda caller, wanted: caller.world.store.all("environment", caller.account),
    filters={"id": holds("id"), "name": holds("name"), "classification": holds("classification")},
    get=lambda caller, id: caller.world.store.get("environment", caller.account, id),
    create=lambda caller, request: environments.create(
        caller.world, caller.account, request.get("name"), request.get("classification", "PROD")
    ),
    update=lambda caller, row, request: environments.rename(caller.world, caller.account, row, request.get("name")),
    delete=lambda caller, row: environments.delete(caller.world, caller.account, row),
)
