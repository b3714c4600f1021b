"""A parameter that breaks the service's published description is refused.

AWS: type, length, range, enumeration and pattern of each parameter are checked before anything else (its service
model "secretsmanager-2017-10-17"; the texts are those of Smithy's constraint errors). moto: takes anything.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from boomi_emulator.secrets_manager.call import AwsError, Call
from boomi_emulator.secrets_manager.moto_service import service_model

PYTHON_TYPES: dict[str, type[Any]] = {
    "structure": dict,
    "list": list,
    "string": str,
    "blob": str,
    "integer": int,
    "long": int,
    "boolean": bool,
}


def before(call: Call) -> None:
    shape = service_model().operation_model(call.operation).input_shape
    # Values are never repeated: they may be secret.
    faults = [
        f"Value at '{path}' failed to satisfy constraint: Member must {rule}"
        for path, rule in _faults(call.parameters, shape, "")
    ]
    if faults:
        count = "1 validation error" if len(faults) == 1 else f"{len(faults)} validation errors"
        raise AwsError("ValidationException", f"{count} detected: {'; '.join(faults)}")


def _faults(value: Any, shape: Any, path: str) -> Iterator[tuple[str, str]]:
    """(path, rule) of each constraint that `value` breaks. Raises AwsError for a wrong JSON type."""
    expected = PYTHON_TYPES[shape.type_name]
    if not isinstance(value, expected) or (expected is int and isinstance(value, bool)):
        raise AwsError("SerializationException", f"'{path}' has the wrong JSON type; expected {shape.type_name}.")
    yield from ((path, rule) for rule in _broken_rules(value, shape))
    if shape.type_name == "structure":
        yield from _member_faults(value, shape, path)
    elif shape.type_name == "list":
        for number, item in enumerate(value, start=1):
            yield from _faults(item, shape.member, f"{path}.{number}.member")


def _member_faults(value: dict[str, Any], shape: Any, path: str) -> Iterator[tuple[str, str]]:
    for name, member in shape.members.items():
        # Messages spell parameters in lower camel case.
        member_path = f"{path}.{name[0].lower()}{name[1:]}".removeprefix(".")
        if value.get(name) is not None:
            yield from _faults(value[name], member, member_path)
        elif name in shape.metadata.get("required", []):
            yield member_path, "not be null"


def _broken_rules(value: Any, shape: Any) -> Iterator[str]:
    limits = shape.metadata
    size, what = _size(value, shape.type_name)
    if size < limits.get("min", size):
        yield f"have {what} greater than or equal to {limits['min']}"
    if size > limits.get("max", size):
        yield f"have {what} less than or equal to {limits['max']}"
    if (allowed := limits.get("enum")) and value not in allowed:
        yield f"satisfy enum value set: [{', '.join(allowed)}]"
    if (pattern := limits.get("pattern")) and not re.fullmatch(pattern, value):
        yield f"satisfy regular expression pattern: {pattern}"


def _size(value: Any, type_name: str) -> tuple[int, str]:
    """What `min` and `max` of a shape limit, and its name in the message."""
    if type_name == "blob":
        return _decoded_length(value), "length"
    if type_name in {"integer", "long"}:
        return value, "value"
    return len(value) if type_name in {"string", "list"} else 0, "length"


def _decoded_length(value: str) -> int:
    try:
        return len(base64.b64decode(value, validate=True))
    except binascii.Error:
        raise AwsError("SerializationException", "A binary value is not in base64.") from None
