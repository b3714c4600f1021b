"""JSON request bodies, the same for REST and GraphQL."""

from __future__ import annotations

import json

from boomi_emulator.errors import bad_request
from boomi_emulator.store import Document

MEDIA_TYPE = "application/json"


def is_json(content_type: str) -> bool:
    return content_type.split(";")[0].strip().lower() == MEDIA_TYPE


def parse(content: bytes) -> Document:
    """The JSON object of a body. Raises Refused (400)."""
    try:
        document = json.loads(content)
        json.dumps(document, ensure_ascii=False).encode()  # refuses halves of surrogate pairs, which nothing can store
    except (ValueError, RecursionError):
        raise bad_request("The request body is not valid JSON.") from None
    if not isinstance(document, dict):
        raise bad_request("The request body is not a JSON object.")
    return document
