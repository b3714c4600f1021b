"""The composition root: the clients of this process, each built on first use, and the engine of one call."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from . import settings
from .engine.engine import Engine
from .engine.kind import Kind, Say
from .engine.run import Run
from .kinds.integration_pack_attachment import IntegrationPackAttachment
from .kinds.integration_pack_instance import IntegrationPackInstance
from .kinds.oauth_connection import OAuthConnection
from .settings import Settings
from .vault import Vault

if TYPE_CHECKING:
    from .boomi.consent import FormState
    from .boomi.credentials import Credentials
    from .boomi.extensions import Extensions
    from .boomi.names import Names
    from .boomi.packs import Packs
    from .boomi.rest import Rest
    from .boomi.shelf import Shelf
    from .boomi.throttle import Throttle
    from .boomi.transport import Transport

KINDS: dict[str, Kind[Any, Any]] = {
    kind.name: kind for kind in (IntegrationPackInstance(), IntegrationPackAttachment(), OAuthConnection())
}

Get = Callable[[str], Any]
"""A key of the stack's configuration, such as `boomi:account`; None where it is not set."""


_lock = threading.RLock()
Built = TypeVar("Built")


class once(cached_property[Built]):
    """A cached property that is built once, however many of the four worker threads ask for it first."""

    def __get__(self, instance: Any, owner: type[Any] | None = None) -> Any:
        with _lock:
            return super().__get__(instance, owner)


class ProcessClients:
    """The clients of this process. Heavy libraries load with the first client that needs them, never for a check."""

    def __init__(self, config: Get) -> None:
        self._config = config

    @once
    def settings(self) -> Settings:
        """Environment first, then references, then stack configuration; read once."""
        found = {key: str(value) for key in settings.KEYS if (value := self._config(key)) is not None}
        return settings.load(os.environ, found)

    @once
    def vault(self) -> Vault:
        """Secrets: where they are read and kept."""
        return Vault(self.settings, os.environ)

    @once
    def names(self) -> Names:
        """Names and ids of Boomi's objects."""
        from .boomi.names import Names

        return Names(self._shelf)

    @once
    def packs(self) -> Packs:
        """Pack instances and their attachments."""
        from .boomi.packs import Packs

        return Packs(self._rest, self._shelf)

    @once
    def extensions(self) -> Extensions:
        """Extension values of deployed processes."""
        from .boomi.extensions import Extensions

        return Extensions(self._rest, self._shelf)

    @once
    def form(self) -> FormState:
        """What the portal shows in the form of an OAuth connection."""
        from .boomi.consent import FormState
        from .boomi.graphql import GraphQL
        from .boomi.sign_in import SignIn

        sign_in = SignIn(self._transport, self._throttle, self.settings, self._credentials)
        return FormState(GraphQL(self._transport, self._throttle, self.settings, sign_in))

    @once
    def _shelf(self) -> Shelf:
        from .boomi.shelf import Shelf

        return Shelf(self._rest)

    @once
    def _rest(self) -> Rest:
        from .boomi.rest import Rest

        return Rest(self._transport, self._throttle, self.settings, self._credentials)

    @once
    def _transport(self) -> Transport:
        from .boomi.transport import Transport

        return Transport(self.settings)

    @once
    def _throttle(self) -> Throttle:
        from .boomi.throttle import Throttle

        return Throttle(self.settings.rate)

    @once
    def _credentials(self) -> Credentials:
        from .boomi.credentials import Credentials

        return Credentials(self.settings, self.vault.resolve)


_clients: ProcessClients | None = None
_run = Run()


def configure(config: Get) -> None:
    """Note the stack's configuration; nothing is read or asked for yet.

    Pulumi configures each provider class of a process with the same configuration: the first one makes the clients.
    """
    global _clients
    with _lock:
        _clients = _clients or ProcessClients(config)


def engine(kind: str, say: Say) -> Engine[Any, Any]:
    """The engine for one call about one resource of this kind."""
    clients = _clients or ProcessClients(lambda key: None)
    return Engine(KINDS[kind], clients, _run, say, time.monotonic, lambda account: clients.settings.world(account))
