"""What one object of the REST API is: a name, the rows of an account, and what may be done with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from boomi_emulator.errors import bad_request
from boomi_emulator.rest.query import Filter, Properties, Values
from boomi_emulator.store import Document
from boomi_emulator.world import Caller

Row = Any
"""Whatever the model has for one object: a document or a dataclass."""
Rows = Callable[[Caller, Filter], list[Row]]


@dataclass(frozen=True)
class RestObject:
    """One object. A verb that is None is not served; the protocol does everything else.

    `show` makes the JSON of a row, without its outermost `@type`. Look-ups answer None for an unknown id. Every
    function may raise Refused.
    """

    name: str
    show: Callable[[Caller, Row], Document]
    rows: Rows | None = None
    filters: Properties = field(default_factory=dict)
    get: Callable[[Caller, str], Row | None] | None = None
    find: Callable[[Caller, str], Row | None] | None = None
    """What UPDATE and DELETE look up, where that is not what GET answers."""
    create: Callable[[Caller, Document], Row] | None = None
    update: Callable[[Caller, Row, Document], Row] | None = None
    delete: Callable[[Caller, Row], None] | None = None
    bulk: int = 100
    """How many ids one bulk GET takes."""

    @property
    def noun(self) -> str:
        """`IntegrationPackInstance` in a sentence."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", self.name).lower()


def holds(key: str) -> Callable[[Document], Values]:
    """A filter property that is a key of the row."""
    return lambda row: row.get(key)


def picked(*keys: str) -> Callable[[Caller, Document], Document]:
    """Shows these keys of the row; what is unset is left out."""
    return lambda caller, row: {key: row[key] for key in keys if row.get(key) is not None}


def text(request: Document, key: str) -> str:
    """A required text of a request. Raises Refused (400)."""
    value = request.get(key)
    if not isinstance(value, str) or not value:
        raise bad_request(f"{key} is required.")
    return value
