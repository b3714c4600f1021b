"""IntegrationPackEnvironmentAttachment: an instance in an environment. Boomi has no GET of it."""

from __future__ import annotations

from boomi_emulator.model import attachments
from boomi_emulator.rest.rest_object import RestObject, holds, picked, text

OBJECT = RestObject(
    name="IntegrationPackEnvironmentAttachment",
    show=picked("id", "environmentId", "integrationPackInstanceId"),
    rows=lambda caller, wanted: caller.world.store.all("attachment", caller.account),
    filters={
        "environmentId": holds("environmentId"),
        "integrationPackInstanceId": holds("integrationPackInstanceId"),
    },
    find=lambda caller, id: caller.world.store.get("attachment", caller.account, id),
    create=lambda caller, request: attachments.attach(
        caller.world, caller.account, text(request, "integrationPackInstanceId"), text(request, "environmentId")
    ),
    delete=lambda caller, row: attachments.detach(caller.world, caller.account, row),
)
