"""Everything that is wrong with a connector on the wire, at once; and what is allowed but deserves a word.

Values that are not known yet skip their rules: the next check sees them.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..engine.rules import Rule
from ..engine.values import UNKNOWN, known
from ..redact import quoted
from ..secret import looks_like_reference
from .cells import Cell, cell_of
from .choice import Choice, choose
from .flatten import CHOICE
from .row import Connector
from .table import all_settings, groups


@dataclasses.dataclass(frozen=True)
class _Judged:
    """`values` are normalised; one that is wrong counts as unknown, so that no rule repeats its problem."""

    values: dict[str, Any]
    problems: list[str]


def problems(
    wire: Mapping[str, Any], *, field_ids: Mapping[str, str] | None = None, sandbox: bool = False
) -> list[str]:
    """One sentence for each problem, beginning with the name of the input; empty when the connector is right.

    Every name of `wire` counts as a setting of the connector. `field_ids` and `sandbox` as for `cell`.
    """
    connector, choice, problem = choose(wire)
    found = [problem] if problem else []
    if connector is None:
        return found
    if choice:
        cell = cell_of(choice, wire, field_ids, sandbox)
    else:  # the connector's own settings are judged; what some grant would have is right as long as its value is
        cell = cell_of(Choice(connector, None, listed=False), wire, field_ids, sandbox)
    judged = _judged(cell, wire)
    found += judged.problems
    found += [f"{one.name}: is required. {one.about}" for one in cell.fields if one.required and one.name not in wire]
    found += _strangers(wire, connector, choice, cell)
    found += _field_ids(connector, choice, cell, wire, field_ids or {})
    return found + (_broken(connector.rules, judged.values) if choice else [])


def warnings(wire: Mapping[str, Any]) -> list[str]:
    """What is allowed and yet deserves a word, in the form of `problems`; for a connector without problems."""
    connector, choice, _ = choose(wire)
    if connector is None or choice is None:
        return []
    cell = cell_of(choice, wire, sandbox=True)
    grant_cautions = choice.grant.cautions if choice.grant else ()
    found = _broken((*connector.cautions, *grant_cautions), _judged(cell, wire).values)
    if not choice.listed:
        found.append(
            f"grant_type: {quoted(cell.grant_type, 60)} is not in the grant table for {connector.label}; "
            "nothing about this grant was checked"
        )
    found += [
        f"{where}: the text reads like a reference to a secret, but it is used as it is; write Secret.env(…), "
        "Secret.file(…) or Secret.aws(…) if a reference is meant"
        for where, value in _leaves(cell, wire)
        if looks_like_reference(value)
    ]
    return found


def _judged(cell: Cell, wire: Mapping[str, Any]) -> _Judged:
    values: dict[str, Any] = {}
    found = []
    for field in cell.fields:
        if field.name not in wire:
            continue
        value = wire[field.name]
        if known(value):
            try:
                value = field.parse(value)
            except ValueError as error:
                found.append(f"{field.name}: {error}")
                value = UNKNOWN
        values[field.name] = value
    return _Judged(values, found)


def _broken(rules: Iterable[Rule], values: Mapping[str, Any]) -> list[str]:
    return [
        problem
        for rule in rules
        if all(known(values.get(name)) for name in rule.needs) and (problem := rule.broken(values))
    ]


def _strangers(wire: Mapping[str, Any], connector: type[Connector], choice: Choice | None, cell: Cell) -> Iterator[str]:
    fields = {one.name for one in cell.fields}
    placed = {one.name for one in cell.fields if one.field_id or one.transient}
    for name in sorted(set(wire) - CHOICE):
        place, _, twice = name.partition(".")
        if twice in wire or twice in CHOICE:
            if choice or place != "grant":
                yield _given_twice(place, twice)
        elif name in groups() and any(field.startswith(f"{name}_") for field in fields):
            yield f"{name}: has to be an object with settings of its own; values in it may be outputs"
        elif choice and not choice.listed:
            if name not in placed:
                yield f"{_shown(name)}: the grant table has no Boomi field for it; add its id to field_ids"
        elif name in all_settings():
            if name not in fields:
                grant = f"with {choice.grant.key} " if choice and choice.grant else ""
                yield f"{name}: not used {grant}by {connector.label}; remove it"
        else:
            yield f"{_shown(name)}: is not a setting of {choice or connector.label}{_nearest(name, fields)}"


def _field_ids(
    connector: type[Connector],
    choice: Choice | None,
    cell: Cell,
    wire: Mapping[str, Any],
    field_ids: Mapping[str, str],
) -> Iterator[str]:
    taken = dict.fromkeys(cell.token_fields, "the access token, which Boomi sets itself")
    for field in cell.fields if field_ids else ():
        if (
            field.name in wire
            and field.field_id is not None
            and (other := taken.setdefault(field.field_id, field.name)) != field.name
        ):
            yield f"field_ids: {field.name} has the field {quoted(field.field_id, 80)} of {other}; give it its own"
    if choice and not choice.listed:
        return
    names = {one.name for one in cell.fields if not one.transient} | set(connector.field_ids)
    for name in sorted(set(field_ids) - names):
        yield f"field_ids: {quoted(name, 60)} is not a setting of {choice or connector.label}{_nearest(name, names)}"


def _leaves(cell: Cell, wire: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Where a literal secret can stand, and what stands there."""
    for field in cell.fields:
        value = wire.get(field.name)
        if field.secret:
            yield field.name, value
        elif field.kind == "parameters" and isinstance(value, Mapping):
            yield from ((f"{field.name}[{quoted(name, 60)}]", one) for name, one in value.items())


def _given_twice(place: str, name: str) -> str:
    if name in CHOICE:
        return f'{name}: is not a setting; a connector has a type and a grant, a grant has a type: {{"type": …}}'
    return f"{name}: is given twice, the second time in {place}; keep one of them"


def _shown(name: str) -> str:
    return name if name.isascii() and name.isidentifier() and len(name) <= 60 else quoted(name, 60)


def _nearest(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, sorted(names), n=1, cutoff=0.8)
    return f"; did you mean {near[0]}?" if near else "; remove it"
