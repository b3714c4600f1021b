"""Remembering what was fetched, so that many readers cost one call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from .locks import Locks

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by key with the time at which they began to be fetched. Safe for threads.

    Who asks for a key waits for whoever is fetching it. Changes wait too, so that a list that was on its way while
    something was added is not kept without it.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._locks = Locks()
        self._guard = threading.Lock()
        self._held: dict[Key, tuple[Value, float]] = {}

    def get(self, key: Key, since: float | None, fetch: Callable[[], Value]) -> Value:
        """What is remembered from `since` on (None: from any time of this process), else what `fetch` answers."""
        with self._locks.of(key):
            if (held := self.peek(key, since)) is not None:
                return held
            began = self._clock()
            value = fetch()
            self._keep(key, value, began)
            return value

    def peek(self, key: Key, since: float | None = None) -> Value | None:
        """What is remembered, without a call; None when nothing is."""
        with self._guard:
            value, began = self._held.get(key, (None, 0.0))
        return value if since is None or began >= since else None

    def known(self) -> list[Key]:
        """The keys of what is remembered."""
        with self._guard:
            return list(self._held)

    def put(self, key: Key, value: Value, began: float) -> None:
        """Remember what came with another answer; an older answer never replaces a newer one."""
        with self._locks.of(key):
            self._keep(key, value, began)

    def change(self, key: Key, change: Callable[[Value], Value]) -> None:
        """Apply a write of ours to what is remembered; how old it is does not change."""
        with self._locks.of(key), self._guard:
            if key in self._held:
                value, began = self._held[key]
                self._held[key] = (change(value), began)

    def forget(self, key: Key) -> None:
        with self._locks.of(key), self._guard:
            self._held.pop(key, None)

    def _keep(self, key: Key, value: Value, began: float) -> None:
        with self._guard:
            if key not in self._held or began >= self._held[key][1]:
                self._held[key] = (value, began)
