"""Who asks a GraphQL field, and through which Space."""

from __future__ import annotations

from dataclasses import dataclass

from boomi_emulator.errors import SpacesError
from boomi_emulator.store import Document
from boomi_emulator.world import Caller


@dataclass(frozen=True)
class Request:
    caller: Caller
    space_guid: str | None
    """The header SPACE_GUID."""

    def space(self) -> Document:
        """The Space of the header, for fields that need it. Raises SpacesError."""
        if not self.space_guid:
            raise SpacesError("MISSING_SPACE_ID", "The header SPACE_GUID is missing.")
        store, account = self.caller.world.store, self.caller.account
        owner = store.need("account", "", account)["primary"] or account
        for space in store.all("space", owner):
            if space["guid"] == self.space_guid:
                group = store.get("account_group", owner, space["group"])
                if account != owner and (group is None or account not in group["members"]):
                    raise SpacesError("UNAUTHORIZED", f"The account {account} has no access to the Space.")
                return space
        raise SpacesError("SPACE_NOT_FOUND", f"No Space has the guid {self.space_guid}.")
