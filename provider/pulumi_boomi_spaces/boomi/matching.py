"""Finding the one thing that a text of the program means: by id or by name, never by guessing."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from ..errors import NotThereError
from ..redact import quoted

MOST_SHOWN = 10


class Identified(Protocol):
    """Anything with an id and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


Thing = TypeVar("Thing", bound=Identified)


def _own_name(thing: Identified) -> tuple[str, ...]:
    return (thing.name,)


def matches(text: str, things: Iterable[Thing], names: Callable[[Thing], tuple[str, ...]] = _own_name) -> list[Thing]:
    """The things that `text` is the id or a name of."""
    return [thing for thing in things if text == thing.id or text in names(thing)]


def the_one(
    what: str,
    where: str,
    text: str,
    things: Sequence[Thing],
    names: Callable[[Thing], tuple[str, ...]] = _own_name,
) -> Thing:
    """The thing that `text` means. `what` and `where` are words for the message.

    Raises NotThereError that lists what exists, closest first, or both ids when two things match.
    """
    found = matches(text, things, names)
    if len(found) == 1:
        return found[0]
    if found:
        ids = " and ".join(thing.id for thing in found[:MOST_SHOWN])
        raise NotThereError(f"{what} {quoted(text)}: {len(found)} in {where} match, with the ids {ids}; write the id")
    raise NotThereError(f"{what} {quoted(text)}: there is none in {where}. {_existing(text, things)}")


def the_only(what: str, where: str, things: Sequence[Thing]) -> Thing:
    """The thing, when there is exactly one. Raises NotThereError that lists those to choose from."""
    if len(things) == 1:
        return things[0]
    if not things:
        raise NotThereError(f"{what}: there is none in {where}")
    raise NotThereError(f"{what}: has to be named, since {where} has {len(things)}. {_existing('', things)}")


def _existing(text: str, things: Sequence[Thing]) -> str:
    if not things:
        return "There is none at all"

    def closeness(thing: Thing) -> tuple[float, str]:
        return -difflib.SequenceMatcher(None, text.lower(), thing.name.lower()).ratio(), thing.name

    shown = [f"{quoted(thing.name)} ({thing.id})" for thing in sorted(things, key=closeness)[:MOST_SHOWN]]
    more = f" and {len(things) - MOST_SHOWN} more" if len(things) > MOST_SHOWN else ""
    return f"There is {', '.join(shown)}{more}"
