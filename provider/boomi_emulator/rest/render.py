"""The serializer: which media type an answer has, and how a document becomes bytes.

JSON today. XML, Boomi's default, comes later: its place is `render`, and the refusals of this file go then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from boomi_emulator import json_body
from boomi_emulator.errors import Refused, not_served
from boomi_emulator.store import Document

XML = ("application/xml", "text/xml")


def _types(header: str) -> list[str]:
    return [part.split(";")[0].strip().lower() for part in header.split(",") if part.strip()]


def check_accept(accept: str) -> None:
    """Boomi answers XML unless JSON is asked for by name."""
    types = _types(accept)
    if json_body.MEDIA_TYPE in types:
        return
    if not types or any(kind in (*XML, "*/*", "application/*") for kind in types):
        raise not_served(
            f"XML, which Boomi answers to Accept: {accept or '(none)'} (send Accept: {json_body.MEDIA_TYPE})"
        )
    raise Refused(406, f"Nothing here is available as {accept}.")


def parse(content_type: str, content: bytes) -> Document:
    """The document of a request body. Raises Refused."""
    if not json_body.is_json(content_type):
        kind = content_type or "none"
        raise not_served(f"XML requests, which a body without Content-Type: {json_body.MEDIA_TYPE} is (got {kind})")
    return json_body.parse(content)


def render(status: int, document: Any, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(document), status, headers, media_type=json_body.MEDIA_TYPE)
