"""Which cell of the grant table a program chose, and what is said when there is no such cell."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from ..redact import quoted
from .flatten import CONNECTOR, GRANT_TYPE, UNLISTED, is_none
from .grants import UnlistedGrant
from .row import Connector, Grant
from .table import connectors, grants, spelled


@dataclasses.dataclass(frozen=True)
class Choice:
    """A connector and a grant type of it.

    `grant` is None for a connector with a fixed flow, and for a grant type that no class stands for (`listed` False).
    """

    connector: type[Connector]
    grant: type[Grant] | None
    listed: bool = True

    def __str__(self) -> str:
        return f"{self.connector.label} with {self.grant.key}" if self.grant else self.connector.label


def choose(wire: Mapping[str, Any]) -> tuple[type[Connector] | None, Choice | None, str]:
    """The connector that `wire` names, the choice that it makes, and the problem when it makes none."""
    connector = spelled(connectors(), wire.get(CONNECTOR))
    if connector is None:
        return None, None, _no_connector(wire.get(CONNECTOR))
    grant = spelled(grants(), wire.get(GRANT_TYPE))
    problem = _no_grant(connector, grant, wire.get(GRANT_TYPE), unlisted=bool(wire.get(UNLISTED)))
    return connector, None if problem else Choice(connector, grant, listed=not wire.get(UNLISTED)), problem


def listing(words: Iterable[str], last: str = "and") -> str:
    """a, b and c"""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


def _no_connector(named: Any) -> str:
    known = f"The grant table has {listing(connectors())}"
    if named is None:
        return f"connector: its type is missing. {known}"
    spellings = {spelling: one.key for one in connectors().values() for spelling in one.spellings}
    near = difflib.get_close_matches(str(named).casefold(), spellings, n=1)
    hint = f"; did you mean {spellings[near[0]]}?" if near else "."
    return f"connector: {quoted(named, 60)} is not a connector of the grant table{hint} {known}"


def _no_grant(connector: type[Connector], grant: type[Grant] | None, given: Any, unlisted: bool) -> str:
    """What is wrong with the grant type, or an empty text."""
    label = connector.label
    if not connector.grants:
        fixed = f"grant_type: {label} has no grant type to choose, its flow is fixed; leave grant out"
        return "" if given is None else fixed
    offered = listing(one.key for one in connector.grants)
    if given is None:
        return f"grant_type: is missing. {label} offers {offered}; give one as grant"
    if grant in connector.grants:
        listed = (
            f"grant_type: {quoted(given, 60)} is offered by {label}; take its class instead of {UnlistedGrant.__name__}"
        )
        return listed if unlisted else ""
    if unlisted:
        return ""
    elsewhere = [one.__name__ for one in connectors().values() if grant in one.grants]
    if elsewhere:
        other = f", or {listing(elsewhere, 'or')}"
    else:
        other = "" if is_none(given) else f", or {UnlistedGrant.__name__} if Boomi offers it by now"
    use = "Use one of these" if len(connector.grants) > 1 else "Use this one"
    return f"grant_type: {quoted(given, 60)} is not offered by {label}. It offers {offered}. {use}{other}."
