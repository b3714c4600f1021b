"""A connection as it was seen, or as a step left it, and what that says: consent, addresses, secrets, names."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ..boomi.extensions import ConnectionState, ExtensionObject
from ..connectors import Cell
from ..engine.engine import UNFINISHED
from ..engine.kind import Live
from ..redact import quoted
from ..vault import AS_APPLIED, Described, marker
from . import connection_fields
from .common import named_now
from .connection_inputs import delivery
from .connection_secrets import in_the_right_form, is_set, kept, stored_inputs
from .connection_work import Work

MISSING, MISSING_AGAIN = "missing (reset in the portal)", "missing again (reset in the portal)"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Connection(Live):
    """The connection's fields in one environment, and its secrets as AWS describes them."""

    object: ExtensionObject
    connection: ConnectionState
    described: Mapping[str, Described | None]
    secrets: Mapping[str, Mapping[str, Any]]
    fields: Mapping[str, str]
    stored: frozenset[str] = frozenset()
    form: str | None = None

    def after(self, work: Work, done: str, object: ExtensionObject | None = None) -> Connection:
        """After a step: the secrets as they are kept now, and the object as Boomi answered it."""
        object = object or self.object
        connection = object.connections.get(self.connection.id, self.connection)
        return dataclasses.replace(
            self,
            object=object,
            connection=connection,
            secrets=dict(work.records),
            fields=work.fields,
            stored=work.stored,
            done=done,
        )

    def token_set(self, cell: Cell) -> bool:
        """Whether Boomi holds a token, in each of the fields that keep one."""
        fields = [self.connection.fields.get(id) for id in cell.token_fields]
        return bool(fields) and all(field is not None and field.value_set for field in fields)

    def called_now(self, written: str) -> tuple[dict[str, str], list[str]]:
        """The connection as it is called now, and whether the name in the program means another one by now."""
        meaning = [one.id for one in self.object.connections.values() if one.name == written]
        pinned = {"id": self.connection.id}
        return named_now("connection", written, pinned, self.connection.name, meaning[0] if len(meaning) == 1 else None)

    def authorization(self, cell: Cell, outs: Mapping[str, Any]) -> str:
        """The marker of a consent: it moves on a loss alone, since a pending or a newly given one is no drift."""
        before = str(outs["authorization"])
        if outs.get("status") != "ready" or self.token_set(cell):
            return before
        return MISSING_AGAIN if before == MISSING else MISSING

    def stored_secret(self, cell: Cell, outs: Mapping[str, Any]) -> str:
        """The marker of the secrets: as they were applied, or what happened to them behind the program's back."""
        told = []
        for path, secret in stored_inputs(cell, outs).items():
            if (before := kept(outs, path)) is None:
                continue
            there = self.connection.fields.get(self.fields.get(secret.field.name, ""))
            text = marker(secret.wanted(outs), before, self.described.get(path), is_set(secret, there))
            if text == AS_APPLIED and not in_the_right_form(secret, there, delivery(outs), before.arn):
                text = "replaced in Boomi"
            if text != AS_APPLIED:
                told.append(text if path == "client_secret" else f"{path} {text}")
        return "; ".join(told) or AS_APPLIED

    def moved_addresses(self, cell: Cell, outs: Mapping[str, Any]) -> list[str]:
        """An address that was changed beside a stored secret: Boomi sends the secret to whoever stands there now."""
        if not self.secrets or outs.get(UNFINISHED):  # a write that stopped in the middle left the old one there
            return []
        seen = connection_fields.as_inputs(cell, outs, self.connection)
        moved = {
            field.name: seen[field.name]
            for field in cell.fields
            if field.kind == "url" and field.name in seen and outs.get(field.name) not in (None, seen[field.name])
        }
        return [
            f"{name} was changed outside to {quoted(value)} beside a stored secret: credentials may have gone to "
            f"{_host(value)}. Rotate them at the identity provider"
            for name, value in moved.items()
        ]


def _host(address: Any) -> str:
    """The host of whatever somebody wrote where a URL belongs."""
    try:
        return quoted(urlsplit(str(address)).hostname or address)
    except ValueError:
        return quoted(address)
