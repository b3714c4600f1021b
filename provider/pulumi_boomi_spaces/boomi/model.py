"""Objects of Boomi as the provider knows them: ids, names, and what belongs together."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Named:
    """Something with an id and a name, an environment for example."""

    id: str
    name: str


@dataclasses.dataclass(frozen=True)
class Pack:
    """An integration pack that an account may install; `installation_type` is SINGLE or MULTI."""

    id: str
    name: str
    installation_type: str


@dataclasses.dataclass(frozen=True)
class Process:
    """A process of an installed pack.

    Of a multi-install pack, `id` and `group` are the id of the wrapper that the install made, which is the extension
    group. Of a single-install pack, `id` is the component's and the group is empty: the environment's own extensions.
    """

    id: str
    group: str
    name: str
    original_id: str


@dataclasses.dataclass(frozen=True)
class Instance:
    """An installed pack; `name` is empty for a single-install pack."""

    id: str
    pack_id: str
    name: str
    processes: tuple[Process, ...]
