"""IntegrationPack: the packs that a consumer account may install. Read only."""

from __future__ import annotations

from boomi_emulator.model import packs
from boomi_emulator.rest.rest_object import RestObject, holds, picked

OBJECT = RestObject(
    name="IntegrationPack",
    show=picked("id", "name", "Description", "installationType"),
    rows=lambda caller, wanted: packs.visible(caller.world, caller.account),
    filters={"id": holds("id"), "name": holds("name"), "installationType": holds("installationType")},
    get=lambda caller, id: packs.find(caller.world, caller.account, id),
)
