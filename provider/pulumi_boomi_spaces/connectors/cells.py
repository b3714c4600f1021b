"""One cell of the grant table: a connector with one grant type, and the fields that belong to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from ..engine.values import url
from ..errors import InputError
from ..secret import Secret
from .choice import Choice, choose
from .flatten import GRANT_TYPE, is_secret
from .row import Connector, Consent, Grant, Setting
from .table import Entry, all_settings, connectors, flat
from .value_kinds import PARAMETERS, SECRET, TEXT, URL, ValueKind

ACCESS_TOKEN = "access_token"


@dataclasses.dataclass(frozen=True)
class CellField:
    """One field of a cell.

    `kind`: text, url, scopes, parameters, number, flag, choice or secret. `parse` normalises a program's value or
    Boomi's text, or raises ValueError. `write` makes Boomi's text of a normalised value (None for parameters and
    secrets). `label` is the name in Boomi's dialog, empty where it has none. `field_id` is None for what never goes to
    Boomi.
    """

    name: str
    kind: str
    required: bool
    secret: bool
    transient: bool
    label: str
    field_id: str | None
    parse: Callable[[Any], Any]
    write: Callable[[Any], str] | None
    about: str


@dataclasses.dataclass(frozen=True)
class Cell:
    """A connector with one of its grant types, or with none to choose (`grant_type` None: a fixed flow).

    `consent` says who makes the first token. `token_fields` are the ids of the fields in which Boomi keeps tokens:
    where a person makes them, each has to be set. `listed` is False for a grant type that the table does not have.
    """

    connector: str
    label: str
    grant_type: str | None
    fields: tuple[CellField, ...]
    consent: Consent
    token_fields: tuple[str, ...]
    listed: bool


def cell(wire: Mapping[str, Any], *, field_ids: Mapping[str, str] | None = None, sandbox: bool = False) -> Cell:
    """The cell that `wire` describes; InputError when it describes none.

    `field_ids` {input name: field id} goes before the table, also for `access_token`; `sandbox` accepts loopback.
    """
    _, choice, problem = choose(wire)
    if choice is None:
        raise InputError(problem)
    return cell_of(choice, wire, field_ids, sandbox)


def rows() -> tuple[Cell, ...]:
    """All cells that the table offers, for the documentation."""
    return tuple(
        cell_of(Choice(connector, grant), {})
        for connector in connectors().values()
        for grant in connector.grants or (None,)
    )


def live_names(one: Cell) -> dict[str, str]:
    """{input name: field id} of everything that Boomi holds for a program in this cell."""
    return {field.name: field.field_id for field in one.fields if field.field_id is not None}


def token_names(connector: type[Connector]) -> list[str]:
    """The names under which `field_ids` knows a connector's token fields."""
    return [name for name in connector.field_ids if name.endswith(ACCESS_TOKEN)]


def cell_of(
    choice: Choice, wire: Mapping[str, Any], field_ids: Mapping[str, str] | None = None, sandbox: bool = False
) -> Cell:
    """The cell of a choice; `wire` tells which optional groups are there, and the fields of an unlisted grant."""
    ids = {**choice.connector.field_ids, **(field_ids or {})}
    entries = list(_entries(choice, wire, ids))
    optional = {f"{one.group}_" for one in entries if one.group}
    absent = tuple(prefix for prefix in optional if not any(name.startswith(prefix) for name in wire))

    def field(entry: Entry) -> CellField:
        kind = entry.setting.kind
        return CellField(
            name=entry.name,
            kind=kind.name,
            required=entry.required and not entry.name.startswith(absent),
            secret=kind.secret,
            transient=entry.setting.transient,
            label=entry.setting.label,
            field_id=None if entry.setting.transient else ids.get(entry.name),
            parse=partial(url, sandbox=sandbox) if kind is URL else kind.parse,
            write=kind.write,
            about=entry.setting.about,
        )

    return Cell(
        connector=choice.connector.key,
        label=choice.connector.label,
        grant_type=(choice.grant.key if choice.grant else wire.get(GRANT_TYPE)),
        fields=tuple(field(entry) for entry in entries),
        # Nobody knows about a grant type without a class: it is not called ready before Boomi says that it has a token.
        consent=choice.grant.consent if choice.grant else "person",
        token_fields=tuple(ids[name] for name in token_names(choice.connector) if not name.startswith(absent)),
        listed=choice.listed,
    )


def _entries(choice: Choice, wire: Mapping[str, Any], ids: Mapping[str, str]) -> Iterator[Entry]:
    grant = choice.grant
    own = [one for one in flat(choice.connector) if _shown_with(one.setting, grant)]
    yield from own
    if choice.listed:
        yield from flat(grant) if grant else ()
        return
    known = all_settings()
    for name in sorted(set(wire) & (set(known) | set(ids)) - {one.name for one in own}):
        yield Entry(
            name, known.get(name) or Setting(_guessed(name, wire[name]), "", "Not in the table."), required=False
        )


def _shown_with(setting: Setting, grant: type[Grant] | None) -> bool:
    return not setting.only_with or (grant is not None and grant.key in setting.only_with)


def _guessed(name: str, value: Any) -> ValueKind:
    if is_secret(name) or Secret.parse(value):
        return SECRET
    return PARAMETERS if isinstance(value, Mapping) else TEXT
