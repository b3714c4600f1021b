"""Spaces as their owner sees them. Boomi Spaces API, spaces and space."""

from __future__ import annotations

from typing import Any

from boomi_emulator.errors import SpacesError
from boomi_emulator.graphql.request import Request
from boomi_emulator.store import Document


def _shown(request: Request, space: Document) -> dict[str, Any]:
    store, owner = request.caller.world.store, request.caller.account
    group = store.need("account_group", owner, space["group"])
    packs = [_pack(pack) for pack in store.all("pack", owner) if pack["id"] in group["packs"]]
    return {
        "id": space["id"],
        "name": space["name"],
        "description": space["description"],
        "createdDate": space["created"],
        "createdByAccountId": owner,
        "url": f"https://space.boomi.com?guid={space['guid']}",
        "accountGroup": {"id": group["id"], "name": group["name"], "integrationPacks": packs},
        "sharedIpacks": packs,
    }


def _pack(pack: Document) -> dict[str, Any]:
    return {**{key: pack[key] for key in ("id", "name", "installationType")}, "description": pack["Description"]}


def spaces(request: Request) -> list[dict[str, Any]]:
    """Those that the authorizing account created."""
    return [_shown(request, space) for space in request.caller.world.store.all("space", request.caller.account)]


def space(request: Request, id: str) -> dict[str, Any]:
    found = request.caller.world.store.get("space", request.caller.account, id)
    if found is None:
        raise SpacesError("SPACE_NOT_FOUND", f"No Space has the id {id}.")
    return _shown(request, found)


QUERIES = {"spaces": spaces, "space": space}
MUTATIONS: dict[str, Any] = {}
