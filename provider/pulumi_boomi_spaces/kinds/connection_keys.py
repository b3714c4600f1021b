"""Under which keys the secrets of a connection are kept in AWS, and whose they are by their tags; no value is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.kind import Place, Turn
from ..vault import NaturalKey
from . import ids
from .clients import Clients
from .connection_secrets import SecretInput, options_of


class Keys:
    """The secrets `inputs` {path: secret} of one connection."""

    def __init__(
        self,
        turn: Turn[Clients],
        want: Mapping[str, Any],
        place: Place,
        name: str,
        inputs: Mapping[str, SecretInput],
    ) -> None:
        self._turn, self._want, self._inputs, self._name = turn, want, inputs, name
        self._account, self._environment, group, self._connection = ids.split(str(place.id), *ids.CONNECTION)
        self._origin = place.resolved.get("process", {}).get("origin", group)

    def of(self, path: str) -> NaturalKey:
        """The key of one secret."""
        key = self._turn.api.vault.key
        return key(self._account, self._environment, self._origin, self._connection, self._name, path)

    def continued(self) -> bool:
        """Whether a secret of this very resource is there although no state says so: a create was killed."""
        return any(
            self._turn.api.vault.is_continued(self.of(path), self._turn.owner, options_of(self._want, secret))
            for path, secret in self._inputs.items()
        )

    def owner_of_another(self) -> str | None:
        """Whose a secret of this connection is by its tag, when it is another resource's."""
        for path, secret in self._inputs.items():
            owner = self._turn.api.vault.owner(self.of(path), options_of(self._want, secret))
            if owner not in (None, self._turn.owner):
                return owner
        return None
