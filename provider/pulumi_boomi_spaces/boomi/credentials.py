"""The header that says who calls: Basic authentication with a user's API token."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable

from ..errors import SecretUnavailableError
from ..redact import hide, quoted
from ..secret import Secret
from ..settings import Settings


class Credentials:
    """The credentials of the accounts, resolved on first use and kept for the life of this process."""

    def __init__(self, settings: Settings, resolve: Callable[[Secret | str], str]) -> None:
        """`resolve` reads a reference; it raises SecretUnavailableError."""
        self._settings = settings
        self._resolve = resolve
        self._lock = threading.Lock()
        self._basic: dict[str, str] = {}

    def basic(self, account: str) -> str:
        """The Authorization header of a call in an account (of the owner's user for a partner account).

        Boomi Platform API, Authentication: the user is `BOOMI_TOKEN.<user>`, the password the API token.
        Raises InputError for an account that is not listed, SettingsError for missing credentials.
        """
        user, token = self._settings.credentials(account)
        with self._lock:
            if account not in self._basic:
                value = hide(self._read(account, token).strip())
                pair = base64.b64encode(f"BOOMI_TOKEN.{user}:{value}".encode()).decode("ascii")
                self._basic[account] = f"Basic {hide(pair)}"
            return self._basic[account]

    def _read(self, account: str, token: Secret | str) -> str:
        try:
            return self._resolve(token)
        except SecretUnavailableError as error:
            raise SecretUnavailableError(f"the API token for account {quoted(account)}: {error}") from None
