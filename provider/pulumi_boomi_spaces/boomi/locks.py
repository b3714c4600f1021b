"""One lock for each key."""

from __future__ import annotations

import threading
from collections.abc import Hashable


class Locks:
    """Hands out the lock of a key, so that different objects do not wait for each other."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[Hashable, threading.Lock] = {}

    def of(self, key: Hashable) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(key, threading.Lock())
