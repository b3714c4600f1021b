"""The serializer: which media type an answer has, and how a document becomes bytes.

JSON today. XML, Boomi's default, comes later: its place is `render`, and the refusals of this file go then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from boomi_emulator.errors import Refused, bad_request, not_served
from boomi_emulator.store import Document

JSON = "application/json"
XML = ("application/xml", "text/xml")


def _types(header: str) -> list[str]:
    return [part.split(";")[0].strip().lower() for part in header.split(",") if part.strip()]


def check_accept(accept: str) -> None:
    """Boomi answers XML unless JSON is asked for by name."""
    types = _types(accept)
    if JSON in types:
        return
    if not types or any(kind in (*XML, "*/*", "application/*") for kind in types):
        raise not_served(f"XML, which Boomi answers to Accept: {accept or '(none)'} (send Accept: {JSON})")
    raise Refused(406, f"Nothing here is available as {accept}.")


def parse(content_type: str, content: bytes) -> Document:
    """The JSON object of a request body. Raises Refused."""
    types = _types(content_type)
    if types != [JSON]:
        raise not_served(f"XML requests, which a body without Content-Type: {JSON} is (got {content_type or 'none'})")
    try:
        document = json.loads(content)
        json.dumps(document, ensure_ascii=False).encode()  # refuses halves of surrogate pairs, which nothing can store
    except (ValueError, RecursionError):
        raise bad_request("The request body is not valid JSON.") from None
    if not isinstance(document, dict):
        raise bad_request("The request body is not a JSON object.")
    return document


def render(status: int, document: Any, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(document), status, headers, media_type=JSON)
