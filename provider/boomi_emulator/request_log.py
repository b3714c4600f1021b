"""One line per request, without bodies and headers: what a test counts and a person looks at."""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import asdict, dataclass
from typing import Any

REQUEST_ID_HEADER = "X-Request-Id"
"""Carried by every answer. Boomi documents no such header; support asks for it, so the provider shows what it finds."""
KEPT = 20_000
ENTRY = "boomi_emulator.entry"
"""The key of an ASGI scope under which a service finds the entry it completes."""


@dataclass
class Entry:
    """A request. The service fills in path, operation and account; a path is a template, never with ids in it."""

    seq: int
    service: str
    method: str
    request_id: str
    path: str = ""
    operation: str = ""
    account: str | None = None
    status: int = 0


class RequestLog:
    """The newest requests in the order in which they arrived. Used from the event loop alone."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)

    def open(self, service: str, method: str, request_id: str) -> Entry:
        entry = Entry(next(self._numbers), service, method, request_id)
        self._entries.append(entry)
        return entry

    def since(self, seq: int) -> dict[str, Any]:
        entries = [asdict(entry) for entry in self._entries if entry.seq > seq]
        return {"entries": entries, "last": entries[-1]["seq"] if entries else seq}
