"""Boomi's Platform REST API: its verbs for any object, in any account of this run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from ..errors import ServiceError
from ..settings import Settings
from . import assumptions
from .answers import Failure, Reply, answered, document
from .credentials import Credentials
from .throttle import Throttle
from .transport import Request, Transport

Row = dict[str, Any]
"""One object as its JSON; keys that are not documented are kept."""

Value = TypeVar("Value")

BULK = 100
"""Ids in one bulk GET (Boomi Platform API, bulk operations)."""
MOST_PAGES = 1000


class Rest:
    """Calls of the Platform REST API. Bodies are JSON; every id is opaque and percent-encoded into the address.

    Each method takes the account it works in and `what`: words for the message, such as "reading the environments".
    Each raises ServiceError. An unknown id is a 400 (Boomi Platform API, bulk samples); a 400 alone is no proof that an
    object is gone.
    """

    def __init__(self, transport: Transport, throttle: Throttle, settings: Settings, credentials: Credentials) -> None:
        """Raises SettingsError for a wrong `boomi:assumptions`."""
        self._transport = transport
        self._throttle = throttle
        self._settings = settings
        self._credentials = credentials
        self.assumptions = assumptions.given(settings.assumptions)

    def get(self, account: str, object: str, id: str, what: str) -> Row:
        """One object. One request."""
        return self._call(account, "GET", f"{object}/{quote(id, safe='')}", None, what, write=False)

    def query(self, account: str, object: str, filters: Mapping[str, str], what: str) -> list[Row]:
        """All objects whose properties equal the filters. One request for each 100 that match, at least one."""
        verb, body, rows = "query", _filter(filters), list[Row]()
        for _ in range(MOST_PAGES):
            page = self._call(account, "POST", f"{object}/{verb}", body, what, write=False)
            rows += listed(page.get("result"))
            # The token of the next page goes bare: no quotes, no JSON (Boomi Platform API, query paging).
            verb, body = "queryMore", page.get("queryToken")
            if not isinstance(body, str) or not body:
                return rows
        raise ServiceError(f"{what}: Boomi answered with {MOST_PAGES} pages and still more; nothing was made of them")

    def bulk_get(self, account: str, object: str, ids: Sequence[str], what: str) -> list[Row | None]:
        """The objects in the order of their ids; None where a member failed, which proves nothing: ask for it alone.

        One request for each 100 ids.
        """
        found: list[Row | None] = []
        for start in range(0, len(ids), BULK):
            part = ids[start : start + BULK]
            body = {"type": "GET", "request": [{"id": id} for id in part]}
            page = self._call(account, "POST", f"{object}/bulk", body, what, write=False)
            found += _members(page, len(part))
        return found

    def create(self, account: str, object: str, body: Mapping[str, Any], what: str) -> Row:
        """Make an object; the answer is the object. One request, never repeated once it may have been done."""
        return self._call(account, "POST", object, body, what, write=True)

    def update(self, account: str, object: str, id: str, body: Mapping[str, Any], what: str) -> Row:
        """Change an object; the answer is the object. One request, never repeated once it may have been done."""
        return self._call(account, "POST", f"{object}/{quote(id, safe='')}", body, what, write=True)

    def delete(self, account: str, object: str, id: str, what: str) -> None:
        """Remove an object. One request, never repeated once it may have been done."""
        self._send(account, "DELETE", f"{object}/{quote(id, safe='')}", None, what, True, _removed)

    def _call(self, account: str, method: str, path: str, body: object, what: str, *, write: bool) -> Row:
        return self._send(account, method, path, body, what, write, _object)

    def _send(
        self,
        account: str,
        method: str,
        path: str,
        body: object,
        what: str,
        write: bool,
        judge: Callable[[Reply], Value],
    ) -> Value:
        headers = {"Authorization": self._credentials.basic(account), "Accept": "application/json"}
        content = None
        if body is not None:
            headers["Content-Type"] = "text/plain" if isinstance(body, str) else "application/json"
            content = body.encode() if isinstance(body, str) else msgspec.json.encode(body)
        request = Request(
            method,
            self._address(account, path),
            headers,
            what=what,
            account=self._settings.charged(account),
            write=write,
            body=content,
        )
        bucket = self._throttle.bucket(self._settings.host, self._settings.charged(account))
        return self._transport.send(request, bucket, judge)

    def _address(self, account: str, path: str) -> str:
        host = self._settings.host
        if self._settings.account(account).partner:
            owner = quote(self._settings.require_owner().id, safe="")
            return f"{host}/partner/api/rest/v1/{owner}/{path}?overrideAccount={quote(account, safe='')}"
        return f"{host}/api/rest/v1/{quote(account, safe='')}/{path}"


def listed(value: object) -> list[Row]:
    """The objects of a list; a container without its list is empty, and a lone object stands for a list of one."""
    members = value if isinstance(value, list) else [] if value is None else [value]
    return [member for member in members if isinstance(member, dict)]


def _filter(filters: Mapping[str, str]) -> object:
    simple = [{"operator": "EQUALS", "property": name, "argument": [value]} for name, value in filters.items()]
    if not simple:
        return {"QueryFilter": {}}
    return {
        "QueryFilter": {
            "expression": simple[0] if len(simple) == 1 else {"operator": "and", "nestedExpression": simple}
        }
    }


def _object(reply: Reply) -> Row:
    found = document(reply)
    if not isinstance(found, dict) or not found:  # `{}` is no answer: it would read as an object without anything
        raise Failure(f"{answered(reply)} with something that is no object", reply=reply, unclear=True, again=True)
    return found


def _removed(reply: Reply) -> None:
    """Boomi Platform API: DELETE answers `true` (JSON; `<true/>` in XML samples)."""
    if document(reply) is not True:
        raise Failure(f"{answered(reply)} without saying true", reply=reply, unclear=True, again=True)


def _members(page: Row, asked: int) -> list[Row | None]:
    """Members answer in the order in which they were asked for (all samples); another number of them says nothing."""
    members = listed(page.get("response"))
    if len(members) != asked:
        return [None] * asked
    results = [member.get("Result") if member.get("statusCode") in (200, "200") else None for member in members]
    return [result if isinstance(result, dict) else None for result in results]
