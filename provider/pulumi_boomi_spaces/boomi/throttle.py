"""How often this process calls: one bucket for each (host, charged account)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Bucket:
    """Hands out turns at an even pace (burst 1: a bucket that starts full sends twice its rate in the first second).

    Safe for threads. An answer 429 or 503 empties it for everybody.
    """

    def __init__(self, rate: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._pace = 1 / rate
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._next = clock()

    def take(self, until: float) -> bool:
        """Wait for a turn; False, at once, when there is none until the time `until`."""
        while True:
            with self._lock:
                now = self._clock()
                wait = max(0.0, self._next - now)
                if now + wait > until:
                    return False
                if wait == 0.0:
                    self._next = now + self._pace
                    return True
            self._sleep(wait)

    def pause(self, seconds: float) -> None:
        """Nobody gets a turn for so long."""
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)


class Throttle:
    """The buckets of this process. Other processes are met by the service's 429 and 503."""

    def __init__(
        self, rate: float, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`rate` in calls a second."""
        self._rate = rate
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def bucket(self, host: str, charged: str) -> Bucket:
        """The bucket for calls to a host that count against an account."""
        with self._lock:
            key = (host, charged)
            if key not in self._buckets:
                self._buckets[key] = Bucket(self._rate, self._clock, self._sleep)
            return self._buckets[key]
