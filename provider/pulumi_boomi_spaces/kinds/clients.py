"""What a kind may ask for; built by `runtime` alone, each on first use."""

from __future__ import annotations

from typing import Protocol

from ..boomi.consent import FormState
from ..boomi.extensions import Extensions
from ..boomi.names import Names
from ..boomi.packs import Packs
from ..settings import Settings
from ..vault import Vault


class Clients(Protocol):
    """The clients of this process."""

    @property
    def settings(self) -> Settings:
        """Where and as whom to sign in; offline."""

    @property
    def names(self) -> Names:
        """Names and ids of Boomi's objects."""

    @property
    def packs(self) -> Packs:
        """Pack instances and their attachments."""

    @property
    def extensions(self) -> Extensions:
        """Extension values of deployed processes."""

    @property
    def form(self) -> FormState:
        """What the portal shows in the form of an OAuth connection."""

    @property
    def vault(self) -> Vault:
        """Secrets: where they are read and kept."""
