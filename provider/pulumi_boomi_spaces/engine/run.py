"""What one deployment knows about itself: which resource claims what, and whose secrets could not be read."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterable


@dataclasses.dataclass(frozen=True)
class Claim:
    """One thing that only one resource of a program may manage: a key for comparison, and words for the message.

    Keys are made from names while ids are not known (check), and from ids later (diff, create, update). `part_of` is
    the key of a claim that a message about this one repeats.
    """

    key: str
    what: str
    part_of: str = ""


class Run:
    """Claims live as long as the provider process, which is one phase of one deployment.

    Only a resource that check has seen is part of the program and can claim: during a refresh nothing is claimed. The
    engine deletes what left the program after it created what
    is new there: a delete that finds another resource's claim leaves that field alone.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._declared: set[str] = set()
        self._finished: set[str] = set()
        self._holders: dict[str, str] = {}
        self._unreadable: dict[str, str] = {}

    def declare(self, owner: str) -> None:
        """The program holds a resource of this owner; said by check."""
        with self._lock:
            self._declared.add(owner)

    def claim(self, owner: str, claims: Iterable[Claim]) -> list[tuple[Claim, str]]:
        """Take the claims; returns those that another resource of the program holds, with its owner."""
        with self._lock:
            if owner not in self._declared:
                return []
            return [(c, holder) for c in claims if (holder := self._holders.setdefault(c.key, owner)) != owner]

    def release(self, owner: str, claims: Iterable[Claim]) -> None:
        """Forget these claims of a resource that is about to be deleted; those of its replacement stay."""
        with self._lock:
            for claim in claims:
                if self._holders.get(claim.key) == owner:
                    del self._holders[claim.key]

    def finish(self, owner: str) -> None:
        """The resource of this owner was made or updated in this run."""
        with self._lock:
            self._finished.add(owner)

    def has_finished(self, owner: str) -> bool:
        """Whether this run made or updated the resource: until then it may still be refused."""
        with self._lock:
            return owner in self._finished

    def holder(self, claims: Iterable[Claim]) -> str | None:
        """Another resource of this run that claims one of these; ask after `release`."""
        with self._lock:
            return next((self._holders[c.key] for c in claims if c.key in self._holders), None)

    def unreadable(self, owner: str, reason: str | None) -> None:
        """Note in check that a secret of this resource cannot be read in this run (None: it can)."""
        with self._lock:
            if reason is None:
                self._unreadable.pop(owner, None)
            else:
                self._unreadable[owner] = reason

    def why_unreadable(self, owner: str) -> str | None:
        """The reason that check noted, or None."""
        with self._lock:
            return self._unreadable.get(owner)
