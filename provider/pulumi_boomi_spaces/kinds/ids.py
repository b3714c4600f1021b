"""Resource ids: parts joined by slashes, each percent-encoded, so that any name can be a part. They are kept in
state.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from ..redact import quoted

INSTANCE = ("account", "instance")
ATTACHMENT = ("account", "instance", "environment")
CONNECTION = ("account", "environment", "group", "connection")


def join(*parts: str) -> str:
    """`account/instance/environment` and the like."""
    return "/".join(quote(part, safe="") for part in parts)


def split(id: str, *names: str) -> tuple[str, ...]:
    """The parts of an id; ValueError says which parts it should have."""
    parts = tuple(unquote(part) for part in id.split("/"))
    if len(parts) != len(names) or not parts[0]:
        raise ValueError(f"{quoted(id)} is not an id of the form {'/'.join(names)}")
    return parts


def of(what: str, *names: str) -> Callable[[Any], str]:
    """A parser for an input that holds the id of another resource."""

    def parse(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError(f"takes {what}, or its id as text")
        try:
            split(value, *names)
        except ValueError as error:
            raise ValueError(f"takes {what}, or its id: {error}") from None
        return value

    return parse
