"""Boomi's rate limit: so many requests in any second, counted for the account that is charged."""

from __future__ import annotations

import threading
from collections import defaultdict, deque

from boomi_emulator.errors import Refused
from boomi_emulator.world import World

PER_SECOND = 10
"""Boomi Platform API, "API licensing": 10 requests per second and account; more are answered with 503."""


class RateLimit:
    """Counts seconds of the emulator's clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answered: defaultdict[str, deque[float]] = defaultdict(deque)

    def charge(self, world: World, who: str, status: int) -> None:
        """Raises Refused with `status` (REST 503, GraphQL 429) when `who` asked too often. Refusals do not count."""
        limit: dict[str, float | None] = world.setting("rate", {"per_second": PER_SECOND, "retry_after": None})
        if limit["per_second"] is None:
            return
        now = world.now()
        with self._lock:
            answered = self._answered[who]
            while answered and answered[0] <= now - 1.0:
                answered.popleft()
            if len(answered) < limit["per_second"]:
                answered.append(now)
                return
        headers = {} if limit["retry_after"] is None else {"Retry-After": f"{limit['retry_after']:g}"}
        raise Refused(status, "The rate limit has been exceeded.", headers)
