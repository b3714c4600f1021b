"""Rules over several inputs, as data."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any


@dataclasses.dataclass(frozen=True)
class Rule:
    """What holds between several inputs of a resource.

    `needs` are the inputs it looks at: while one of them is unknown, nobody asks. `sentence` states the rule for the
    documentation. `broken` answers with the problem, beginning with the input's name, or None when the rule holds.
    """

    needs: tuple[str, ...]
    sentence: str
    broken: Callable[[Mapping[str, Any]], str | None]
