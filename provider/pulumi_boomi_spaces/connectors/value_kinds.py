"""The kinds of value that a setting can have: how a value is normalised, and how Boomi's extension field holds it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..engine import values


@dataclasses.dataclass(frozen=True)
class ValueKind:
    """One kind of value.

    `parse` gives a program's value and Boomi's text the same form, or raises ValueError. `write` makes Boomi's text out
    of that form; None where the field holds no text (parameter lists, and secrets that are references).
    """

    name: str
    parse: Callable[[Any], Any]
    write: Callable[[Any], str] | None = values.text
    secret: bool = False


def _refused(value: Any) -> Any:
    raise ValueError(
        "has to be an object with settings of its own, known when the program runs; values in it may be outputs"
    )


OBJECT = ValueKind("object", _refused, None)
"""A group of settings: it is flattened before it reaches the wire, so whatever is still there is wrong."""
TEXT = ValueKind("text", values.text)
URL = ValueKind("url", values.url)
SCOPES = ValueKind("scopes", values.scopes, " ".join)
PARAMETERS = ValueKind("parameters", values.parameters, None)
CLAIMS = ValueKind("parameters", values.claims, None)
FLAG = ValueKind("flag", values.flag)
SECRET = ValueKind("secret", values.secret, None, secret=True)
REFERENCE = ValueKind("secret", values.reference, None, secret=True)


def number(low: int, high: int) -> ValueKind:
    """A whole number from `low` to `high`."""
    return ValueKind("number", partial(values.number, low=low, high=high))


def choice(options: Mapping[str, tuple[str, str]]) -> ValueKind:
    """One of a few words, {word of the program: (what Boomi stores, label in its dialog)}; all three are accepted."""
    spellings = {
        spelling.casefold(): word for word, (stored, label) in options.items() for spelling in (word, stored, label)
    }

    def parse(value: Any) -> str:
        word = spellings.get(value.casefold()) if isinstance(value, str) else None
        if word is None:
            raise ValueError(f"has to be {' or '.join(options)}")
        return word

    return ValueKind("choice", parse, lambda word: options[word][0])
