"""What the emulator refuses, and in which of Boomi's three error shapes it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refused(Exception):
    """A request that is answered with an HTTP error."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = dict(headers or {})


class SpacesError(Exception):
    """A GraphQL field that fails with one of the error codes of the Spaces service."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


def bad_request(message: str) -> Refused:
    return Refused(400, message)


def not_served(what: str) -> Refused:
    """For what Boomi has and this emulator has not: never an empty success."""
    return Refused(501, f"The emulator does not serve {what}.")


def body(status: int, message: str) -> dict[str, Any]:
    """The JSON error body of a status.

    Boomi Platform API: `@type` Error for what an object refuses, a bare message in the samples of 403, 410 and 503,
    and the nested form of its page on errors for the rest.
    """
    if status == 400:
        return {"@type": "Error", "message": message}
    if status in (403, 410, 503):
        return {"message": message}
    return {"error": {"message": message}}
