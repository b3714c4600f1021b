"""Installed packs and their attachments to environments."""

from __future__ import annotations

from ..errors import ConflictError, InputError, ServiceError
from ..redact import quoted
from .model import Instance, Pack
from .rest import Rest
from .shelf import Shelf

__all__ = ["Instance", "Packs"]

INSTANCE = "IntegrationPackInstance"
ATTACHMENT = "IntegrationPackEnvironmentAttachment"


class Packs:
    """Reads come from the shelf; writes are sent once and noted there. Raises ServiceError."""

    def __init__(self, rest: Rest, shelf: Shelf) -> None:
        self._rest = rest
        self._shelf = shelf

    def find_instance(self, account: str, pack_id: str, name: str | None) -> Instance | None:
        """The instance of a pack under a name (None: whatever name it has). Always looked up: one request each 100.

        Raises ConflictError for two of them.
        """
        found = [one for one in self._shelf.installs_of(account, pack_id) if name is None or one.name == name]
        if len(found) > 1:
            ids = " and ".join(one.id for one in found)
            raise ConflictError(
                f"account {quoted(account)} has {len(found)} instances of pack {quoted(pack_id)}"
                f"{f' with the name {quoted(name)}' if name else ''}, with the ids {ids}; nothing was changed"
            )
        return found[0] if found else None

    def instance(self, account: str, id: str, since: float | None) -> Instance | None:
        """An installed pack; None is a proof that it is gone. Costs nothing where it is remembered, else one or two."""
        return self._shelf.instance(account, id, since)

    def install(self, account: str, pack: Pack, name: str | None) -> Instance:
        """Install a pack. One request; Boomi has no key that would make a repetition harmless, so it is never repeated.

        Raises InputError for a name that the pack does not take or needs.
        """
        multi = pack.installation_type == "MULTI"
        if multi != bool(name):
            raise InputError(
                f"pack {quoted(pack.name)} is {'multi' if multi else 'single'}-install: "
                f"{'an instance needs a name' if multi else 'its instance has no name'}"
            )
        body = {"integrationPackId": pack.id} | ({"integrationPackOverrideName": name} if name else {})
        named = f" as {quoted(name)}" if name else ""
        what = f"installing pack {quoted(pack.name)}{named} in account {quoted(account)}"
        row = self._rest.create(account, INSTANCE, body, what)
        try:
            return self._shelf.note_installed(account, row, what)
        except ServiceError as error:
            unreadable = ServiceError(str(error), status=error.status, answer_lost=True)
        raise unreadable

    def uninstall(self, account: str, id: str) -> None:
        """Remove an instance; gone already is success. One request, up to two more to prove that it is gone."""
        what = f"uninstalling {quoted(id)} from account {quoted(account)}"
        try:
            self._rest.delete(account, INSTANCE, id, what)
        except ServiceError as error:
            if not _may_be_gone(error) or self._shelf.instance(account, id, self._shelf.now()) is not None:
                raise
        self._shelf.note_uninstalled(account, id)

    def attached(self, account: str, instance: str, environment: str, since: float | None) -> str | None:
        """The id of an attachment; None is a proof that there is none.

        Costs nothing where the environment's list is remembered, else one request each 100, and one or two where the
        environment itself was never seen.
        """
        found = self._shelf.attachments(account, environment, since).get(instance)
        if found is None:
            self._shelf.environment_is_there(account, environment)  # raises where the list may only be hidden from us
        return found

    def attach(self, account: str, instance: str, environment: str) -> str:
        """Attach an instance; attached already is success. One request, and one more when it is refused or its answer
        does not arrive.
        """
        where = quoted(self._shelf.environment_name(account, environment))
        what = f"attaching the installed pack {quoted(instance)} to environment {where}"
        body = {"integrationPackInstanceId": instance, "environmentId": environment}
        try:
            id = self._rest.create(account, ATTACHMENT, body, what).get("id")
            if not isinstance(id, str) or not id:
                raise ServiceError(f"{what}: Boomi answered without the attachment's id", status=200, answer_lost=True)
        except ServiceError as error:
            # Whether a second attachment is refused is not documented: what counts is that there is one.
            unclear = error.status == 400 or error.answer_lost
            if not unclear or (there := self._look(account, instance, environment)) is None:
                raise
            return there
        self._shelf.note_attached(account, environment, instance, id)
        return id

    def detach(self, account: str, instance: str, environment: str) -> None:
        """Detach an instance; detached already is success. Two requests, one more when it is refused."""
        attachment = self._look(account, instance, environment)
        if attachment is None:
            self._shelf.environment_is_there(account, environment)
            return
        where = quoted(self._shelf.environment_name(account, environment))
        what = f"detaching the installed pack {quoted(instance)} from environment {where}"
        try:
            self._rest.delete(account, ATTACHMENT, attachment, what)
        except ServiceError as error:
            if not _may_be_gone(error) or self._look(account, instance, environment) is not None:
                raise
        self._shelf.note_detached(account, environment, instance)

    def _look(self, account: str, instance: str, environment: str) -> str | None:
        return self._shelf.attachments(account, environment, self._shelf.now()).get(instance)


def _may_be_gone(error: ServiceError) -> bool:
    """Whether a removal that failed may have been done, by somebody else before or by this call."""
    return error.status == 400 or error.answer_lost
