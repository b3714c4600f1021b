"""Process: what an account runs. For a multi-install pack the id is that of its wrapper, the extension group."""

from __future__ import annotations

from boomi_emulator.rest.query import EVERYTHING, Filter
from boomi_emulator.rest.rest_object import RestObject, holds, picked
from boomi_emulator.store import Document
from boomi_emulator.world import Caller


def _rows(caller: Caller, wanted: Filter = EVERYTHING) -> list[Document]:
    return [
        {
            "id": process["id"],
            "name": process["name"],
            "instance": instance["id"],
            "pack": instance["integrationPackId"],
            "IntegrationPack": [
                {
                    "@type": "ProcessIntegrationPackInfo",
                    "integrationPackId": instance["integrationPackId"],
                    "integrationPackInstanceId": instance["id"],
                }
            ],
        }
        for instance in caller.world.store.all("instance", caller.account)
        for process in instance["processes"]
    ]


OBJECT = RestObject(
    name="Process",
    show=picked("id", "name", "IntegrationPack"),
    rows=_rows,
    filters={
        "id": holds("id"),
        "name": holds("name"),
        "integrationPackId": holds("pack"),
        "integrationPackInstanceId": holds("instance"),
    },
    get=lambda caller, id: next((row for row in _rows(caller) if row["id"] == id), None),
)
