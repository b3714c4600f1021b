"""What an HTTP answer means: a value, or a failure with what may be done about it.

Boomi Platform API, error messages: the text is in `message`, in `error.message`, or in XML `<error><message>`; there is
no code. That text reaches a message of ours quoted; bodies never do.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from ..redact import quoted

LIMITED = (429, 503)
"""Refused before anything was done. Boomi Platform API, API licensing: 503; Boomi GraphQL APIs: 429."""
UNCLEAR = (408, 500, 502, 504)
"""The service, or something in front of it, failed in the middle: a write may have been done."""
LONGEST_PAUSE = 60.0
"""Seconds of `Retry-After` that are waited for; a service that asks for more is reported."""


@dataclasses.dataclass(frozen=True)
class Reply:
    """An answer as it came; `body` is complete."""

    status: int
    headers: Mapping[str, str] = dataclasses.field(repr=False)
    body: bytes = dataclasses.field(repr=False)

    @property
    def request_id(self) -> str:
        """What the service calls the request, where it says so. Boomi documents no header for it."""
        for name in ("X-Request-Id", "X-Correlation-Id"):
            if re.fullmatch(r"[A-Za-z0-9._:-]{1,80}", found := self.headers.get(name, "")):
                return found
        return ""

    def retry_after(self, wall_clock: Callable[[], float]) -> float | None:
        """Seconds until another attempt is welcome; the header has seconds or a date."""
        text = self.headers.get("Retry-After", "").strip()
        if re.fullmatch(r"\d{1,9}", text):
            return float(text)
        try:
            return max(0.0, parsedate_to_datetime(text).timestamp() - wall_clock())
        except (ValueError, OverflowError):
            return None


class Failure(Exception):
    """An attempt that failed. `said` goes on after the word Boomi; it is safe to show.

    `unclear`: a write may have been done. `again`: another attempt makes sense. `limited`: everybody has to slow down.
    """

    def __init__(
        self,
        said: str,
        *,
        reply: Reply | None = None,
        code: str = "",
        unclear: bool = False,
        again: bool = False,
    ) -> None:
        super().__init__(said)
        self.said = said
        self.reply = reply
        self.code = code
        self.unclear = unclear
        self.again = again

    @property
    def status(self) -> int | None:
        return self.reply.status if self.reply else None

    @property
    def limited(self) -> bool:
        return self.status in LIMITED


def answered(reply: Reply, message: str = "", code: str = "") -> str:
    """The words for an answer that is an error."""
    details = [code, quoted(message) if message else "", f"request id {reply.request_id}" if reply.request_id else ""]
    shown = ", ".join(detail for detail in details if detail)
    return f"answered {reply.status}" + (f" ({shown})" if shown else "")


def require_success(reply: Reply) -> None:
    """Raises Failure for every status but 2xx."""
    if 200 <= reply.status < 300:
        return
    if 300 <= reply.status < 400:
        raise Failure(f"{answered(reply)}, a redirect, which is not followed", reply=reply)
    unclear, limited = reply.status in UNCLEAR, reply.status in LIMITED
    raise Failure(answered(reply, message_of(reply.body)), reply=reply, unclear=unclear, again=unclear or limited)


def document(reply: Reply) -> Any:
    """The JSON of a successful answer. Raises Failure; an unreadable answer says nothing about what was done."""
    require_success(reply)
    found, readable = decoded(reply.body)
    if not readable:
        raise Failure(f"{answered(reply)} with a text that is not JSON", reply=reply, unclear=True, again=True)
    return found


def decoded(body: bytes) -> tuple[Any, bool]:
    """The JSON, and whether it was any."""
    try:
        return msgspec.json.decode(body), True
    except (msgspec.DecodeError, RecursionError, ValueError):
        return None, False


def message_of(body: bytes) -> str:
    """The documented message inside an error answer, or nothing: never another part of the answer."""
    found, readable = decoded(body)
    if readable:
        for holder in (found, found.get("error") if isinstance(found, Mapping) else None):
            if isinstance(holder, Mapping) and isinstance(holder.get("message"), str):
                return str(holder["message"])
        return ""
    xml = re.search(r"<(?:\w+:)?message>(.{0,2000}?)</(?:\w+:)?message>", body[:65536].decode("utf-8", "replace"), re.S)
    return html.unescape(xml.group(1)) if xml else ""
