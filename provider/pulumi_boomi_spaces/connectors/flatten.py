"""From the connector as a program writes it, a row or a mapping, to flat properties on the wire.

A preview then names the field that moved, and the connector and its grant type are always known: the grant table is
checked in every preview. What is wrong in the content reaches `check`, which says everything that is wrong at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ..secret import Secret
from .grants import UnlistedGrant
from .row import Connector, Row
from .table import all_settings, connectors, grants, groups, spelled

CONNECTOR, GRANT_TYPE, UNLISTED = "connector", "grant_type", "unlisted_grant"
CHOICE = frozenset({CONNECTOR, GRANT_TYPE, UNLISTED})
"""Names on the wire that are no settings."""

_SOUNDS_SECRET = re.compile(r"secret|passw|token|key|assertion", re.IGNORECASE)


def flatten(connector: Connector | Mapping[str, Any], secret: Callable[[Any], Any]) -> dict[str, Any]:
    """The connector as `{"connector": key, "grant_type": key, …}`; `secret` marks a literal of a secret setting.

    References become plain objects and stay readable. TypeError when the connector, its type or its grant type is an
    output: they have to be known in every preview.
    """
    if not isinstance(connector, (Connector, Mapping)):
        raise TypeError(_not_known("connector", connector, "a connector such as RestClient(…) or a mapping"))
    wire: dict[str, Any] = {}
    kind, settings = _opened(connector)
    known = spelled(connectors(), kind)
    if kind is not None:
        wire[CONNECTOR] = known.key if known else _type("connector", kind)
    grant = settings.pop("grant", None)
    _put(wire, "connector", settings, "", secret)
    if grant is not None:
        _put_grant(wire, grant, fixed=known is not None and not known.grants, secret=secret)
    return wire


def is_secret(name: str) -> bool:
    """Whether a literal under this name is masked; one that the table does not know is judged by how it sounds."""
    known = all_settings().get(name)
    return known.kind.secret if known else bool(_SOUNDS_SECRET.search(name))


def is_none(grant_type: Any) -> bool:
    """Whether this is "None", as Boomi's pages call the grant type of connectors that have none to choose."""
    return isinstance(grant_type, str) and grant_type.strip().casefold() == "none"


def _opened(group: Any) -> tuple[Any, dict[str, Any]]:
    """The type of a connector or grant, and its settings."""
    if isinstance(group, Row):
        return group.key, dict(group.given())
    if isinstance(group, UnlistedGrant):
        return group.grant_type, _set(group.fields)
    if isinstance(group, Mapping):
        settings = _set(group)
        return settings.pop("type", None), settings
    return group, {}


def _set(settings: Mapping[str, Any]) -> dict[str, Any]:
    """None is the same as leaving a setting out."""
    return {str(name): value for name, value in settings.items() if value is not None}


def _put_grant(wire: dict[str, Any], grant: Any, fixed: bool, secret: Callable[[Any], Any]) -> None:
    kind, settings = _opened(grant)
    named = spelled(grants(), kind)
    if kind is not None and not (fixed and is_none(kind)):
        wire[GRANT_TYPE] = named.key if named else _type("grant", kind)
    if isinstance(grant, UnlistedGrant):
        wire[UNLISTED] = True
    _put(wire, "grant", settings, "", secret)


def _put(
    wire: dict[str, Any], place: str, settings: Mapping[str, Any], prefix: str, secret: Callable[[Any], Any]
) -> None:
    for name, value in settings.items():
        if name in groups() and isinstance(value, (Row, Mapping)):
            _put(wire, name, dict(value.given()) if isinstance(value, Row) else _set(value), f"{name}_", secret)
            continue
        flat = prefix + name
        if flat in wire or flat in CHOICE:
            flat = f"{place}.{flat}"  # one of the two would be lost: check says so
        wire[flat] = _value(prefix + name, value, secret)


def _value(name: str, value: Any, secret: Callable[[Any], Any]) -> Any:
    if isinstance(value, Secret):
        return value.wire
    if not is_secret(name):
        return _plain(value)
    reference = Secret.parse(value)
    return reference.wire if reference else secret(_plain(value))


def _plain(value: Any) -> Any:
    """A value as the SDK can send it; a row in a wrong place would be printed by it with everything in it."""
    if isinstance(value, Secret):
        return value.wire
    if isinstance(value, (Row, UnlistedGrant)):
        return {"type": _opened(value)[0]}
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    return value


def _type(place: str, value: Any) -> Any:
    """A connector's or a grant's type that no row is called by; a plain value is left for check to refuse."""
    if isinstance(value, (str, int, float, Row, Mapping, list, tuple)):
        return _plain(value)
    raise TypeError(_not_known(place, value, "a name of the grant table"))


def _not_known(place: str, value: Any, wanted: str) -> str:
    if callable(getattr(value, "apply", None)) or hasattr(value, "__await__"):
        return (
            f"{place}: is an output, but the connector and its grant type have to be known when the program runs, so "
            f"that every preview can check them; write {wanted}. The values in it may be outputs"
        )
    return f"{place}: a value of type {type(value).__name__} is not {wanted}"
