"""Extension values of deployed processes: read, and changed field by field."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable

from ..errors import GoneError, InputError, ServiceError
from ..redact import quoted
from .extension_objects import ConnectionState, ExtensionObject, FieldState, ObjectKey, Parameter, parse
from .extension_patch import FieldChange, body, holds_all_of, not_taken, obstacles
from .extension_reader import EXTENSIONS, ExtensionReader
from .locks import Locks
from .matching import the_one
from .rest import Rest, Row
from .shelf import Shelf

__all__ = [
    "ConnectionState",
    "ExtensionObject",
    "Extensions",
    "FieldChange",
    "FieldState",
    "ObjectKey",
    "Parameter",
]


class Extensions:
    """Reads are shared between resources; there is one writer of an object at a time. Raises ServiceError."""

    def __init__(self, rest: Rest, shelf: Shelf) -> None:
        self._rest = rest
        self._shelf = shelf
        self._reader = ExtensionReader(rest, shelf)
        self._writers = Locks()

    def of(self, key: ObjectKey, since: float | None) -> ExtensionObject | None:
        """An extension object; None is a proof that it is gone, everything unclear raises.

        Costs nothing where it is remembered, one request where it is not, and up to four more to prove that it is gone.
        See ExtensionReader for many of them.
        """
        return self._reader.read(key, since)

    def connection(self, object: ExtensionObject, text: str) -> ConnectionState:
        """The connection of an object that a name or an id stands for. Raises NotThereError. Costs nothing."""
        name = self._shelf.environment_name(object.key.account, object.key.environment)
        where = f"the process that is deployed in environment {quoted(name)}"
        return the_one("connection", where, text, list(object.connections.values()))

    def write(self, seen: ExtensionObject, changes: Iterable[FieldChange], what: str) -> ExtensionObject:
        """Change fields of an object that was read freshly; the answer is the object as it was read back.

        `what` says in words what is written. Costs one request; one more where somebody of this process has looked at
        the object or written to it since `seen`, and one more where the answer is not the whole object. All listeners
        of the environment restart, so nothing is sent without a change.
        Raises InputError, before anything is written, for fields that are not declared or not encrypted; GoneError;
        ServiceError also for a field that did not take.
        """
        wanted = list(changes)
        if not wanted:
            return seen
        key = seen.key
        with self._writers.of(key):
            now = self._current(seen)
            if problems := obstacles(now, wanted):
                raise InputError(*problems)
            sent = body(now, wanted, self._rest.assumptions)
            try:
                answer = self._rest.update(key.account, EXTENSIONS, now.id, sent, what)
            finally:
                self._shelf.forget_object(key)
            after = self._read_back(now, answer, what)
            if missed := not_taken(after, wanted):
                fields = ", ".join(quoted(change.field) for change in missed)
                raise ServiceError(
                    f"{what}: Boomi accepted it, but did not take {fields}; is the field still declared by the "
                    "released pack? Run pulumi up --refresh to see what is set"
                )
            return after

    def _current(self, seen: ExtensionObject) -> ExtensionObject:
        known = self._shelf.object(seen.key, None)
        if known is not None and known.stamp == seen.stamp:
            return known
        now = self._reader.read(seen.key, self._shelf.now())
        if now is None:
            raise GoneError(
                f"the extension values of environment {quoted(seen.key.environment)} are not there any more: the pack "
                "was detached or the environment removed. Nothing was changed"
            )
        return now

    def _read_back(self, before: ExtensionObject, answer: Row, what: str) -> ExtensionObject:
        if self._rest.assumptions.update_answers_object and "connections" in answer:
            with contextlib.suppress(ServiceError):  # another object: then it is no read-back
                after = parse(before.key, before.id, answer, 0)
                if holds_all_of(after, before):
                    return self._shelf.keep_object(after, self._shelf.now())
        try:
            read = self._reader.read(before.key, self._shelf.now())
        except ServiceError as error:
            unseen = ServiceError(f"{what}: Boomi accepted it, but {error}", status=error.status, answer_lost=True)
        else:
            if read is not None:
                return read
            unseen = GoneError(f"{what}: Boomi accepted it, but the object is not there any more")
        raise unseen
