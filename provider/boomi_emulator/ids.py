"""The forms of Boomi's identifiers. Ids that embed other ids are Base64 without padding."""

from __future__ import annotations

import base64
import binascii
import uuid


def conceptual(text: str) -> str:
    return base64.b64encode(text.encode()).decode().rstrip("=")


def decoded(id: str) -> str | None:
    """What a conceptual id embeds, or None when it is no such id."""
    try:
        text = base64.b64decode(id + "=" * (-len(id) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    return text if conceptual(text) == id else None


def new_uuid() -> str:
    return str(uuid.uuid4())


def new_space_uuid() -> str:
    """Spaces and OAuth records have five hexadecimal digits in the last group."""
    return str(uuid.uuid4())[:-7]


def instance(number: int) -> str:
    return conceptual(f"IntegrationPackInstance{number}")


def attachment(instance_id: str, environment_id: str) -> str:
    return conceptual(f"ATTACH_IPACK_ENV{instance_id}:{environment_id}")


def extensions(environment_id: str, group_id: str) -> str:
    """The environment id itself for normal processes and single-install packs, whose group is empty."""
    return conceptual(f"{environment_id}:{group_id}") if group_id else environment_id
