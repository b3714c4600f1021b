"""What this process remembers of Boomi: lists of an account, and extension objects.

`since` everywhere: a time of `Shelf.now`; what was fetched at or after it is good enough. None: whatever is remembered.
"""

from __future__ import annotations

import dataclasses
import itertools
import threading
import time
from collections.abc import Callable, Mapping

from ..errors import ServiceError
from ..redact import quoted
from . import rows
from .extension_objects import ExtensionObject, ObjectKey
from .memory import Memory
from .model import Instance, Named, Pack, Process
from .rest import Rest, Row


class Shelf:
    """Lists and objects, each fetched once for all readers; own writes are noted in them."""

    def __init__(self, rest: Rest, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self.now = clock
        self._environments = Memory[str, tuple[Named, ...]](clock)
        self._packs = Memory[str, tuple[Pack, ...]](clock)
        self._instances = Memory[str, dict[str, Instance]](clock)
        self._single_instances = Memory[tuple[str, str], Instance](clock)
        self._attachments = Memory[tuple[str, str], dict[str, str]](clock)
        self._guard = threading.Lock()
        self._stamps = itertools.count(1)
        self._objects: dict[ObjectKey, tuple[ExtensionObject | None, float]] = {}

    def environments(self, account: str, since: float | None = None) -> tuple[Named, ...]:
        """The environments of an account. Costs nothing, or one request for each 100."""

        def fetch() -> tuple[Named, ...]:
            what = f"listing the environments of account {quoted(account)}"
            return rows.named(self._rest.query(account, "Environment", {}, what), what)

        return self._environments.get(account, since, fetch)

    def remembered_environments(self, account: str) -> tuple[Named, ...]:
        """The environments of an account as far as they are remembered. Costs nothing."""
        return self._environments.peek(account) or ()

    def packs(self, account: str, since: float | None = None) -> tuple[Pack, ...]:
        """The packs that an account may install. Costs nothing, or one request for each 100."""

        def fetch() -> tuple[Pack, ...]:
            what = f"listing the integration packs of account {quoted(account)}"
            return rows.packs(self._rest.query(account, "IntegrationPack", {}, what), what)

        return self._packs.get(account, since, fetch)

    def instances(self, account: str, since: float | None = None) -> Mapping[str, Instance]:
        """The installed packs of an account by id. Costs nothing, or one request for each 100."""

        def fetch() -> dict[str, Instance]:
            what = f"listing the installed packs of account {quoted(account)}"
            found = self._rest.query(account, "IntegrationPackInstance", {}, what)
            return {one.id: one for one in self._as_instances(account, found, what)}

        return self._instances.get(account, since, fetch)

    def installs_of(self, account: str, pack_id: str) -> list[Instance]:
        """The instances of one pack, always looked up. Costs one request for each 100."""
        began, what = self.now(), f"looking for instances of pack {quoted(pack_id)} in account {quoted(account)}"
        answer = self._rest.query(account, "IntegrationPackInstance", {"integrationPackId": pack_id}, what)
        found = [one for one in self._as_instances(account, answer, what) if one.pack_id == pack_id]
        for one in found:
            self._single_instances.put((account, one.id), one, began)
        return found

    def instance(self, account: str, id: str, since: float | None) -> Instance | None:
        """One installed pack; None is a proof that it is gone.

        Costs nothing where it is remembered; else the list when that was never read and `since` is None; else a GET.
        A 400 of GET is a proof together with a list, read after it, that lacks the instance.
        """
        if (known := self._single_instances.peek((account, id), since)) is not None:
            return known
        if since is None and (listed_one := self.instances(account).get(id)) is not None:
            return listed_one
        listed_then = self._instances.peek(account, since) if since is not None else None
        if listed_then is not None and id in listed_then:
            return listed_then[id]
        began, what = self.now(), f"reading the installed pack {quoted(id)} of account {quoted(account)}"
        try:
            row = self._rest.get(account, "IntegrationPackInstance", id, what)
        except ServiceError as error:
            if error.status == 400 and id not in self.instances(account, began):
                return None
            raise
        found = self._as_instances(account, [row], what)
        if [one.id for one in found] != [id]:
            raise ServiceError(f"{what}: Boomi answered with another object than the one that was asked for")
        self._single_instances.put((account, id), found[0], began)
        return found[0]

    def note_installed(self, account: str, row: Row, what: str) -> Instance:
        """Remember what CREATE answered. Raises ServiceError for an answer that cannot be read."""
        found = self._as_instances(account, [row], what)
        if not found:
            raise ServiceError(f"{what}: Boomi answered without the id of the new instance")
        instance = found[0]
        self._instances.change(account, lambda held: {**held, instance.id: instance})
        self._single_instances.put((account, instance.id), instance, self.now())
        return instance

    def note_uninstalled(self, account: str, id: str) -> None:
        """Forget an instance; its attachments went with it."""
        for holder, environment in self._attachments.known():
            if holder == account:
                self.note_detached(account, environment, id)
        self._instances.change(account, lambda held: {key: one for key, one in held.items() if key != id})
        self._single_instances.forget((account, id))

    def attachments(self, account: str, environment: str, since: float | None = None) -> Mapping[str, str]:
        """What is attached to an environment: {instance id: attachment id}. Costs nothing, or one request each 100."""

        def fetch() -> dict[str, str]:
            what = f"listing the attachments to environment {quoted(self.environment_name(account, environment))}"
            filters = {"environmentId": environment}
            found = self._rest.query(account, "IntegrationPackEnvironmentAttachment", filters, what)
            return rows.attachments(found, environment, what)

        return self._attachments.get((account, environment), since, fetch)

    def note_attached(self, account: str, environment: str, instance: str, attachment: str) -> None:
        """Remember an attachment; extension objects of the environment are not what they were."""
        self._attachments.change((account, environment), lambda held: {**held, instance: attachment})
        self._forget_objects(account, environment)

    def note_detached(self, account: str, environment: str, instance: str) -> None:
        """Forget an attachment, and with it the extension objects of the environment."""
        self._attachments.change(
            (account, environment), lambda held: {key: id for key, id in held.items() if key != instance}
        )
        self._forget_objects(account, environment)

    def environment_name(self, account: str, id: str) -> str:
        """The name of an environment as far as it is remembered, else its id. Costs nothing."""
        return next((one.name for one in self.remembered_environments(account) if one.id == id), id)

    def environment_is_there(self, account: str, id: str) -> bool:
        """False is a proof that it is gone. Costs nothing where it is remembered, else one request or two."""
        if any(one.id == id for one in self.remembered_environments(account)):
            return True
        began = self.now()
        try:
            self._rest.get(account, "Environment", id, f"reading environment {quoted(id)} of account {quoted(account)}")
        except ServiceError as error:
            if error.status == 400 and all(one.id != id for one in self.environments(account, began)):
                return False
            raise
        return True

    def object(self, key: ObjectKey, since: float | None) -> ExtensionObject | None:
        """An extension object as far as it is remembered. Costs nothing."""
        with self._guard:
            found, fetched = self._objects.get(key, (None, 0.0))
        return found if since is None or fetched >= since else None

    def keep_object(self, object: ExtensionObject, fetched: float) -> ExtensionObject:
        """Remember an object under a new stamp; what was fetched before the last write or look is not kept."""
        with self._guard:
            stamped = dataclasses.replace(object, stamp=next(self._stamps))
            if fetched >= self._objects.get(object.key, (None, fetched))[1]:
                self._objects[object.key] = (stamped, fetched)
            return stamped

    def forget_object(self, key: ObjectKey) -> None:
        """Nothing that was fetched until now is good enough."""
        with self._guard:
            self._objects[key] = (None, self.now())

    def _forget_objects(self, account: str, environment: str) -> None:
        with self._guard:
            for key in self._objects:
                if (key.account, key.environment) == (account, environment):
                    self._objects[key] = (None, self.now())

    def _as_instances(self, account: str, answer: list[Row], what: str) -> list[Instance]:
        if self._rest.assumptions.wrapper_process_is_group:
            return rows.instances(answer, what)
        return [
            dataclasses.replace(one, processes=self._queried(account, one)) for one in rows.bare_instances(answer, what)
        ]

    def _queried(self, account: str, instance: Instance) -> tuple[Process, ...]:
        """The processes of an instance by QUERY of Process. One request for each 100."""
        what = f"listing the processes of the installed pack {quoted(instance.id)}"
        found = self._rest.query(account, "Process", {"integrationPackInstanceId": instance.id}, what)
        multi = bool(instance.name)
        return tuple(Process(one.id, one.id if multi else "", one.name, one.id) for one in rows.named(found, what))
