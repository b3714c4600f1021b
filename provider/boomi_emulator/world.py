"""What every answer of the emulator is made from: the store, the emulator's clock and the settings of this world."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from boomi_emulator import switches
from boomi_emulator.store import Store


@dataclass(frozen=True)
class World:
    store: Store
    base_url: str
    """Where the emulator is reached; Boomi's own is https://platform.boomi.com."""

    def setting(self, name: str, default: Any) -> Any:
        document = self.store.get("setting", "", name)
        return default if document is None else document["value"]

    def set(self, name: str, value: Any) -> None:
        self.store.put("setting", "", name, {"value": value})

    def now(self) -> float:
        """Seconds since the epoch, by the emulator's clock."""
        return time.time() + float(self.setting("clock_offset", 0.0))

    def advance(self, seconds: float) -> None:
        self.set("clock_offset", float(self.setting("clock_offset", 0.0)) + seconds)

    def switch(self, name: str) -> switches.Value:
        value: switches.Value = self.setting(f"switch:{name}", switches.SWITCHES[name].default)
        return value

    def next_number(self, name: str, first: int) -> int:
        number = int(self.setting(f"counter:{name}", first))
        self.set(f"counter:{name}", number + 1)
        return number

    def signing_key(self) -> str:
        """The key of the JWTs; the same after a restart."""
        key = self.setting("signing_key", None)
        if key is None:
            self.set("signing_key", key := secrets.token_hex(32))
        return str(key)


@dataclass(frozen=True)
class Caller:
    """Who asks, and for which account."""

    world: World
    account: str
    user: str
    charged: str
    """The account whose rate limit counts the call: the primary account for partner calls."""
