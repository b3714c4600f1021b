"""The grant table: every connector and grant type there is, found by looking into this folder."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from .row import Connector, Grant, Row, Setting, required, settings_of

AnyRow = TypeVar("AnyRow", bound=Row)


@cache
def connectors() -> dict[str, type[Connector]]:
    """{key: connector}; every module of this folder that defines a connector counts."""
    folder = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(folder.__path__):
        importlib.import_module(f"{__package__}.{module.name}")
    return {one.key: one for one in sorted(Connector.__subclasses__(), key=lambda one: one.key)}


@cache
def grants() -> dict[str, type[Grant]]:
    """{key: grant type}."""
    return {one.key: one for one in Grant.__subclasses__()}


def spelled(rows: dict[str, type[AnyRow]], spelling: object) -> type[AnyRow] | None:
    """The row that a key, a label of Boomi's pages or a value of its XML means, in any case."""
    if not isinstance(spelling, str):
        return None
    folded = spelling.strip().casefold()
    return next((row for row in rows.values() if folded in row.spellings), None)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One setting of a row under its name on the wire; `group`: the optional attribute that it is a part of, if any."""

    name: str
    setting: Setting
    required: bool
    group: str = ""


def flat(row: type[Row]) -> Iterator[Entry]:
    """Everything in a row but its grant, the settings of a nested row under the attribute's name as a prefix."""
    for name, one in settings_of(row).items():
        if one.nested:
            for inner in flat(one.nested):
                setting = dataclasses.replace(inner.setting, about=f"{one.label}: {inner.setting.about}")
                yield Entry(f"{name}_{inner.name}", setting, inner.required, "" if required(row, name) else name)
        elif name != "grant":
            yield Entry(name, one, required(row, name))


@cache
def all_settings() -> dict[str, Setting]:
    """{name on the wire: setting} of the whole table."""
    rows = (*connectors().values(), *grants().values())
    return {entry.name: entry.setting for row in rows for entry in flat(row)}


@cache
def groups() -> frozenset[str]:
    """Attributes that hold a row of their own (`outbound`, `inbound`)."""
    return frozenset(name for row in connectors().values() for name, one in settings_of(row).items() if one.nested)
