"""Reading extension objects: one by one, or an environment's at once when many are asked for."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

from ..errors import ServiceError
from ..redact import quoted
from .extension_objects import ExtensionObject, ObjectKey, parse
from .locks import Locks
from .rest import Rest, Row
from .shelf import Shelf

EXTENSIONS = "EnvironmentExtensions"


class ExtensionReader:
    """Single flight in an environment: the first miss fetches one object, the second one all its neighbours.

    Reading N objects in each of E environments costs at most 4 + E * (2 + 2 * ceil(N / 100)) requests: per environment
    the first object, the list of its attachments and the bulk reads; per account the list of its installed packs.
    """

    def __init__(self, rest: Rest, shelf: Shelf) -> None:
        self._rest = rest
        self._shelf = shelf
        self._environments = Locks()
        self._objects = Locks()
        self._guard = threading.Lock()
        self._misses: Counter[tuple[str, str]] = Counter()

    def read(self, key: ObjectKey, since: float | None) -> ExtensionObject | None:
        """An object; None is a proof that it is gone. Raises ServiceError for everything unclear."""
        if (known := self._shelf.object(key, since)) is not None:
            return known
        if since is not None or not self._rest.assumptions.extension_ids_are_computed:
            with self._objects.of(key):
                return self._shelf.object(key, since) or self._alone(key)
        environment = (key.account, key.environment)
        with self._environments.of(environment):
            if (known := self._shelf.object(key, None)) is not None:
                return known
            with self._guard:
                self._misses[environment] += 1
                misses = self._misses[environment]
            if misses == 2:
                self._neighbours(key)
            # What the bulk did not bring is asked for alone: an absence there proves nothing.
            return self._shelf.object(key, None) or self._alone(key)

    def _alone(self, key: ObjectKey) -> ExtensionObject | None:
        began, what = self._shelf.now(), self._what(key)
        try:
            found = self._get(key, what)
        except ServiceError as error:
            if error.status == 400 and self._is_gone(key, began):
                return None
            raise
        if found is None:
            if self._is_gone(key, began):
                return None
            raise ServiceError(
                f"{what}: Boomi finds no such object, although the pack is attached; nothing was made of it"
            )
        return self._kept(key, found, began)

    def _get(self, key: ObjectKey, what: str) -> Row | None:
        if self._rest.assumptions.extension_ids_are_computed:
            return self._rest.get(key.account, EXTENSIONS, key.computed_id, what)
        filters = {"environmentId": key.environment} | ({"extensionGroupId": key.group} if key.group else {})
        found = self._rest.query(key.account, EXTENSIONS, filters, what)
        return next((row for row in found if (row.get("extensionGroupId") or "") == key.group), None)

    def _kept(self, key: ObjectKey, row: Row, began: float) -> ExtensionObject:
        computed = self._rest.assumptions.extension_ids_are_computed
        id = key.computed_id if computed else str(row.get("id") or key.environment)
        return self._shelf.keep_object(parse(key, id, row, 0), began)

    def _neighbours(self, key: ObjectKey) -> None:
        """Fetch what is attached to the environment of `key`, as far as it is not remembered."""
        try:
            keys = [one for one in self._attached(key, None)[0] if self._shelf.object(one, None) is None]
            began = self._shelf.now()
            rows = self._rest.bulk_get(key.account, EXTENSIONS, [one.computed_id for one in keys], self._what(key))
        except ServiceError as error:
            if error.status in (None, 401, 429) or int(error.status or 0) >= 500:
                raise
            return  # not allowed to us, not offered, or too large: one by one then
        for one, row in zip(keys, rows, strict=True):
            if row is not None and row.get("environmentId") == one.environment and _group(row) == one.group:
                self._kept(one, row, began)

    def _attached(self, key: ObjectKey, since: float | None) -> tuple[list[ObjectKey], bool]:
        """The objects of what is attached to the environment of `key`, and whether that is all of it."""
        attached = self._shelf.attachments(key.account, key.environment, since)
        instances = self._shelf.instances(key.account, since) if attached else {}
        known = [instances[id] for id in attached if id in instances]
        groups = dict.fromkeys(process.group for instance in known for process in instance.processes)
        return [ObjectKey(key.account, key.environment, group) for group in groups], len(known) == len(attached)

    def _is_gone(self, key: ObjectKey, refused: float) -> bool:
        """Whether a refusal means that the object is gone: its environment is, or nothing attached there has its group.

        What is attached but not answered is unclear: a process may have lost its declarations and get them back.
        """
        if not self._shelf.environment_is_there(key.account, key.environment):
            return True
        return any(complete and key not in there for there, complete in self._looks(key, refused))

    def _looks(self, key: ObjectKey, refused: float) -> Iterator[tuple[list[ObjectKey], bool]]:
        """What is attached: as remembered, which is enough when the object is not among it; else by a fresh look."""
        yield self._attached(key, None)
        yield self._attached(key, refused)

    def _what(self, key: ObjectKey) -> str:
        name = self._shelf.environment_name(key.account, key.environment)
        return f"reading the extension values of environment {quoted(name)}"


def _group(row: Row) -> str:
    return str(row.get("extensionGroupId") or "")
