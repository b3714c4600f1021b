"""The JWT with which GraphQL calls are signed: one for each account, renewed before it ends."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import quote

from ..redact import hide, quoted
from ..settings import Settings
from . import assumptions
from .answers import Failure, Reply, answered, require_success
from .credentials import Credentials
from .locks import Locks
from .throttle import Throttle
from .transport import Request, Transport

KEPT = 240.0
"""Seconds. Boomi GraphQL APIs, Authentication: a JWT is valid for five minutes and cannot be refreshed."""


class SignIn:
    """JWTs of this process, made single-flight: threads that need the same one wait for one request."""

    def __init__(
        self,
        transport: Transport,
        throttle: Throttle,
        settings: Settings,
        credentials: Credentials,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._throttle = throttle
        self._settings = settings
        self._credentials = credentials
        self._clock = clock
        self._partner_may = assumptions.given(settings.assumptions).partner_may_sign_in
        self._locks = Locks()
        self._tokens: dict[str, tuple[str, float]] = {}

    def possible(self, account: str) -> bool:
        """Whether a JWT can be had for an account; costs nothing. See Assumptions.partner_may_sign_in."""
        return self._partner_may or not self._settings.account(account).partner

    def token(self, account: str, refused: str | None = None) -> str:
        """The JWT of an account. `refused`: the one that was answered with 401, which is not handed out again.

        Costs nothing, or one request every four minutes. Raises ServiceError, SettingsError.
        """
        with self._locks.of(account):
            held, ends = self._tokens.get(account, ("", 0.0))
            if held and held != refused and self._clock() < ends:
                return held
            began = self._clock()
            made = self._generate(account)
            self._tokens[account] = (made, began + KEPT)
            return made

    def _generate(self, account: str) -> str:
        request = Request(
            "GET",
            f"{self._settings.host}/auth/jwt/generate/{quote(account, safe='')}",
            {"Authorization": self._credentials.basic(account), "Accept": "text/plain"},
            what=f"signing in to account {quoted(account)}",
            account=account,
            write=False,
        )
        bucket = self._throttle.bucket(self._settings.host, self._settings.charged(account))
        return self._transport.send(request, bucket, _jwt)


def _jwt(reply: Reply) -> str:
    """The body is the bare token (Boomi API Management, GraphQL APIs: the sample script reads it as text)."""
    require_success(reply)
    text = reply.body[:16384].decode("ascii", "replace").strip()
    if not re.fullmatch(r"[A-Za-z0-9_=-]+(\.[A-Za-z0-9_=-]+){2}", text):
        raise Failure(f"{answered(reply)} with a text that is not a JWT", reply=reply, again=True)
    return hide(text)
