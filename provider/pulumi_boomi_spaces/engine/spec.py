"""What a kind declares about its inputs, and what follows from it: check, replacement, projection of live values."""

from __future__ import annotations

import dataclasses
import difflib
import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..redact import quoted
from .values import known, text


class Role(enum.Enum):
    """What an input is to the resource; everything the engine does with an input follows from it."""

    PARENT = "the id of another resource: a change replaces, and so does a value that is not known yet"
    OBJECT = "the name or id of an object: another object replaces, another spelling of the same one does not"
    KEY = "a text that is part of the identity: a change replaces"
    SETTING = "a value that lives in the service: compared, written, reverted"
    TRIGGER = "a value of ours whose change makes the update act"
    DIGEST = "the salted digest of a secret input, filled by check"
    MARKER = "a truth that inputs cannot show: constant from check, live from read"
    OPTION = "a value of ours whose change is only recorded"
    BIRTH = "matters when the resource is created only; later the first value is kept"
    OWNER = "project/stack/type/name of the resource in the program"
    HINT = "given by the constructor for check alone; never stored"


IDENTITY = frozenset({Role.PARENT, Role.OBJECT, Role.KEY})
ACTING = frozenset({Role.SETTING, Role.TRIGGER, Role.DIGEST, Role.MARKER})
"""A change of one of these makes an update talk to the service; a change of the others is only recorded."""


@dataclasses.dataclass(frozen=True)
class Field:
    """One input of a kind.

    `parse` normalises a known value or raises ValueError with a sentence that does not name the field; `about` is the
    sentence of the documentation.
    """

    name: str
    about: str
    role: Role = Role.SETTING
    parse: Callable[[Any], Any] = text
    required: bool = False
    default: Any = None
    secret: bool = False


def clean(
    kind: str, fields: Sequence[Field], news: Mapping[str, Any], olds: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Inputs normalised, with defaults and without hints; and every problem, each beginning with the input's name."""
    inputs: dict[str, Any] = {}
    problems = []
    for field in fields:
        if field.role is Role.DIGEST:
            continue  # the constructor's placeholder: check fills it, or there is none
        value = olds.get(field.name) if field.role is Role.BIRTH and olds else news.get(field.name)
        if value is None:
            value = field.default
        if value is None or (field.required and value == ""):
            if field.required:
                problems.append(f"{field.name}: is required. {field.about}")
            continue
        if known(value):
            try:
                value = field.parse(value)
            except ValueError as error:
                problems.append(f"{field.name}: {error}")
        inputs[field.name] = value
    problems += [_stranger(kind, name, fields) for name in sorted(set(news) - {field.name for field in fields})]
    return inputs, problems


def without_hints(fields: Iterable[Field], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs that go to state: those that the constructor added for check alone are dropped."""
    hints = {field.name for field in fields if field.role is Role.HINT}
    return {name: value for name, value in inputs.items() if name not in hints}


def moved(fields: Iterable[Field], outs: Mapping[str, Any], inputs: Mapping[str, Any]) -> set[Role]:
    """The roles of the inputs that differ from those last applied."""
    return {field.role for field in fields if outs.get(field.name) != inputs.get(field.name)}


def project(fields: Iterable[Field], outs: Mapping[str, Any], seen: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as they are there: live values onto the settings and markers that the program set, the rest echoed.

    A setting that `seen` does not hold any more is left out (the preview shows `- name`); secrets are echoed, since a
    service never returns them and an input that is not echoed shows as removed at each refresh.
    """
    live = {Role.SETTING, Role.MARKER}
    inputs = {}
    for field in fields:
        source = seen if field.role in live and not field.secret else outs
        if (value := source.get(field.name)) is not None and field.role is not Role.HINT:
            inputs[field.name] = value
    return inputs


def pinned(resolved: Mapping[str, Mapping[str, str]], name: str, written: Any) -> set[Any]:
    """The spellings under which an identity input means the object it meant when it was applied."""
    at = resolved.get(name, {})
    return {written, *(at[part] for part in ("id", "name") if part in at)}


def _stranger(kind: str, name: str, fields: Iterable[Field]) -> str:
    near = difflib.get_close_matches(name, [field.name for field in fields if field.role is not Role.HINT], n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{quoted(name, 60)}: is not an input of {kind}{hint}"
