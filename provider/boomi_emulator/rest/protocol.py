"""The protocol of Boomi's Platform REST API, the same for every object.

Verbs and their addresses, paging, bulk, statuses and error shapes follow "Boomi Platform API" (OpenAPI document and
the pages around it). What an object is stands in `rest/objects`.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Literal

from starlette.responses import Response

from boomi_emulator.errors import Refused, bad_request, not_served
from boomi_emulator.rest import query, render
from boomi_emulator.rest.documented import DOCUMENTED
from boomi_emulator.rest.objects import OBJECTS
from boomi_emulator.rest.rest_object import RestObject, Row, Rows
from boomi_emulator.store import Document
from boomi_emulator.world import Caller

PAGE = 100
Verb = Literal["GET", "QUERY", "QUERY MORE", "BULK", "CREATE", "UPDATE", "DELETE", "EXECUTE"]


class Call:
    """What a request asks for, read from its method and path."""

    def __init__(self, method: str, path: str) -> None:
        """Raises Refused: 404 for what Boomi has not either, 501 for what this emulator has not."""
        name, _, rest = path.partition("/")
        self.name, self.id = name, rest
        if name not in OBJECTS:
            unknown = Refused(404, f"There is nothing at {path}.")
            raise not_served(f"the object {name}") if name in DOCUMENTED else unknown
        self.verb = self._verb(method, rest)

    def _verb(self, method: str, rest: str) -> Verb:
        if method == "GET" and rest:
            return "GET"
        if method == "DELETE" and rest:
            return "DELETE"
        if method == "POST":
            named: dict[str, Verb] = {"": "CREATE", "query": "QUERY", "queryMore": "QUERY MORE", "bulk": "BULK"}
            if rest in named:
                return named[rest]
            if rest.startswith("execute/"):
                return "EXECUTE"
            self.id = rest.removesuffix("/update")
            return "UPDATE"
        if method in ("GET", "DELETE"):
            raise Refused(404, f"{method} of {self.name} needs an id.")
        raise not_served(f"{method} of {self.name}")

    @property
    def operation(self) -> str:
        return f"{self.name} {self.verb}"

    @property
    def template(self) -> str:
        words = {"CREATE": "", "QUERY": "/query", "QUERY MORE": "/queryMore", "BULK": "/bulk"}
        return f"{self.name}{words.get(self.verb, '/{id}')}"


def answer(caller: Caller, call: Call, accept: str, content_type: str, content: bytes) -> Response:
    """The answer to one call, inside the caller's transaction. Raises Refused."""
    render.check_accept(accept)
    return render.render(200, _result(caller, OBJECTS[call.name], call, content_type, content))


def _result(caller: Caller, thing: RestObject, call: Call, content_type: str, content: bytes) -> object:
    match call.verb:
        case "GET" if thing.get:
            return _shown(caller, thing, _row(caller, thing, thing.get, call.id))
        case "CREATE" if thing.create:
            return _shown(caller, thing, thing.create(caller, render.parse(content_type, content)))
        case "UPDATE" if thing.update:
            row = _row(caller, thing, thing.find or thing.get, call.id)
            return _shown(caller, thing, thing.update(caller, row, render.parse(content_type, content)))
        case "DELETE" if thing.delete:
            thing.delete(caller, _row(caller, thing, thing.find or thing.get, call.id))
            return True
        case "QUERY" if thing.rows:
            return _page(caller, thing, thing.rows, render.parse(content_type, content), 0)
        case "QUERY MORE" if thing.rows:
            return _page(caller, thing, thing.rows, *_resume(caller, thing, content_type, content))
        case "BULK" if thing.get and thing.bulk:
            return _bulk(caller, thing, render.parse(content_type, content))
    raise not_served(f"{call.verb} of {thing.name}")


def _row(caller: Caller, thing: RestObject, look: Callable[[Caller, str], Row | None] | None, id: str) -> Row:
    row = look(caller, id) if look else None
    if row is None:
        raise bad_request(f"No such {thing.noun}: {id}")
    return row


def _shown(caller: Caller, thing: RestObject, row: Row) -> Document:
    return {"@type": thing.name, **thing.show(caller, row)}


def _page(caller: Caller, thing: RestObject, rows: Rows, body: Document, start: int) -> Document:
    wanted = query.parse(body, thing.name, thing.filters)
    found = [row for row in rows(caller, wanted) if wanted.matches(row, thing.filters)]
    page = [_shown(caller, thing, row) for row in found[start : start + PAGE]]
    document: Document = {"@type": "QueryResult"}
    if page or caller.world.switch("empty_result") == "listed":
        document["result"] = page
    if start == 0:
        document["numberOfResults"] = len(found) if caller.world.switch("number_of_results") == "total" else len(page)
    if len(found) > start + PAGE:
        document["queryToken"] = _token([caller.account, thing.name, start + PAGE, body])
    return document


def _token(state: list[object]) -> str:
    """Base64 that begins with `+/` and ends in `=`: a client that encodes or quotes it is found out."""
    content = b"\xfb\xff" + json.dumps(state).encode()
    return base64.b64encode(content + b" " * ((2 - len(content)) % 3)).decode()


def _resume(caller: Caller, thing: RestObject, content_type: str, content: bytes) -> tuple[Document, int]:
    """The filter and the position behind a query token, which arrives bare: no quotes, no JSON."""
    if content_type.split(";")[0].strip().lower() != "text/plain":
        raise bad_request("queryMore takes the bare query token as text/plain.")
    try:
        account, name, start, body = json.loads(base64.b64decode(content, validate=True)[2:])
    except (binascii.Error, ValueError, TypeError):
        raise bad_request("Invalid query token.") from None
    if (account, name) != (caller.account, thing.name):
        raise bad_request("Invalid query token.")
    return dict(body), int(start)


def _bulk(caller: Caller, thing: RestObject, body: Document) -> Document:
    kind, members = body.get("type"), body.get("request")
    if kind in ("DELETE", "UPDATE", "CREATE"):
        raise not_served(f"bulk {kind} of {thing.name}")
    if kind != "GET" or not isinstance(members, list) or not all(_is_member(member) for member in members):
        raise bad_request('A bulk request is {"type": "GET", "request": [{"id": ...}, ...]}.')
    if len(members) > thing.bulk:
        raise bad_request(f"A bulk GET of {thing.name} takes at most {thing.bulk} ids, not {len(members)}.")
    return {"@type": "BulkResult", "response": [_member(caller, thing, member) for member in members]}


def _is_member(member: object) -> bool:
    return isinstance(member, dict) and isinstance(member.get("id"), str)


def _member(caller: Caller, thing: RestObject, member: Document) -> Document:
    """An unknown id fails its member alone; the bulk request as a whole stays 200."""
    document: Document = {"@type": "BulkResponse"}
    if "index" in member:
        document["index"] = member["index"]
    try:
        result = _shown(caller, thing, _row(caller, thing, thing.get, member["id"]))
        return {**document, "statusCode": 200, "Result": result}
    except Refused as refused:
        return {**document, "statusCode": refused.status, "id": member["id"], "errorMessage": refused.message}
