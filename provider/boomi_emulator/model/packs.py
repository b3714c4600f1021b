"""Integration packs as a consumer account sees them.

Boomi Platform API, IntegrationPack; Boomi help, "Integration packs".
"""

from __future__ import annotations

from boomi_emulator.store import Document
from boomi_emulator.world import World


def visible(world: World, account: str) -> list[Document]:
    """The released packs that the primary account shares with a group of this account; never its own packs."""
    primary = world.store.need("account", "", account)["primary"]
    if primary is None:
        return []
    groups = [group for group in world.store.all("account_group", primary) if account in group["members"]]
    shared = {pack for group in groups for pack in group["packs"]}
    return [pack for pack in world.store.all("pack", primary) if pack["released"] and pack["id"] in shared]


def find(world: World, account: str, id: str) -> Document | None:
    return next((pack for pack in visible(world, account) if pack["id"] == id), None)


def of(world: World, account: str, instance: Document) -> Document:
    """The pack behind an instance, also after the group lost it."""
    primary = world.store.need("account", "", account)["primary"]
    return world.store.need("pack", primary, instance["integrationPackId"])
