"""Rows of lists as the provider's own objects; a row that lacks what it must have makes the answer unreadable."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from ..errors import ServiceError
from .model import Instance, Named, Pack, Process
from .rest import Row, listed

Wire = TypeVar("Wire", bound=msgspec.Struct)


class _Named(msgspec.Struct):
    id: str
    name: str


class _Pack(msgspec.Struct, rename="camel"):
    id: str
    name: str
    installation_type: str


class _Process(msgspec.Struct, rename="camel"):
    original_process_id: str
    name: str = ""
    wrapper_process_id: str | None = None


class _Instance(msgspec.Struct, rename="camel"):
    integration_pack_id: str
    id: str | None = None
    integration_pack_override_name: str | None = None


class _Attachment(msgspec.Struct, rename="camel"):
    id: str
    environment_id: str
    integration_pack_instance_id: str


def named(rows: list[Row], what: str) -> tuple[Named, ...]:
    """Environments and processes. `what` says in words what was read; raises ServiceError."""
    return tuple(Named(one.id, one.name) for one in _as(rows, _Named, what))


def packs(rows: list[Row], what: str) -> tuple[Pack, ...]:
    return tuple(Pack(one.id, one.name, one.installation_type) for one in _as(rows, _Pack, what))


def attachments(rows: list[Row], environment: str, what: str) -> dict[str, str]:
    """{instance id: attachment id} of one environment."""
    found = (one for one in _as(rows, _Attachment, what) if one.environment_id == environment)
    return {one.integration_pack_instance_id: one.id for one in found}


def instances(rows: list[Row], what: str) -> list[Instance]:
    """Installed packs with their processes (Boomi Platform API, IntegrationPackInstance)."""
    return [
        Instance(bare.id, bare.pack_id, bare.name, tuple(_processes(bare, row, what)))
        for row in rows
        for bare in bare_instances([row], what)
    ]


def bare_instances(rows: list[Row], what: str) -> list[Instance]:
    """Installed packs without their processes. A row without an id is a pack that is not installed in this account."""
    return [
        Instance(one.id, one.integration_pack_id, one.integration_pack_override_name or "", ())
        for one in _as(rows, _Instance, what)
        if one.id
    ]


def _processes(instance: Instance, row: Row, what: str) -> list[Process]:
    found = []
    for one in _as(listed(row.get("ProcessId")), _Process, what):
        group = one.wrapper_process_id or ""
        if instance.name and not group:
            # Without it the values would land in the environment's own extensions.
            raise ServiceError(
                f"{what}: a process of a multi-install pack came without its wrapperProcessId", status=200
            )
        found.append(Process(group or one.original_process_id, group, one.name, one.original_process_id))
    return found


def _as(rows: list[Row], wanted: type[Wire], what: str) -> list[Wire]:
    try:
        return msgspec.convert(rows, list[wanted])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        problem = str(error)  # names types and places, never values
    raise ServiceError(f"{what}: Boomi's answer cannot be read: {problem}", status=200)
