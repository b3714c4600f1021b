"""Inputs that several kinds share."""

from __future__ import annotations

from collections.abc import Mapping

from ..engine.spec import Field, Role
from ..engine.values import flag
from ..errors import ConflictError
from ..redact import quoted

OWNER = Field("owner", "Project, stack, type and name of the resource; filled by the constructor.", Role.OWNER)
ADOPT = Field(
    "adopt",
    "Take over what is there already, as an import would. Matters at the first create only.",
    Role.BIRTH,
    flag,
)


def space(role: Role) -> Field:
    """The `space` input: what a change of it means depends on the kind."""
    return Field(
        "space",
        "The guid of the Space whose portal shows the connection's form (the `guid` in the Space's URL).",
        role,
    )


def named_now(
    what: str, written: str | None, pinned: Mapping[str, str], name: str, meaning: str | None
) -> tuple[dict[str, str], list[str]]:
    """The pinned object as it is called now, with a warning when its name moved.

    `meaning` is the id that the written name stands for today (None: nothing), `name` what the pinned object is called
    now. An id that the name was found to mean instead is kept as `now_means`: an update refuses to write until that is
    settled.
    """
    resolved = {"id": pinned["id"], "name": name}
    if written in (None, pinned["id"], name):
        return resolved, []
    if meaning not in (None, pinned["id"]):
        return resolved | {"now_means": str(meaning)}, [
            f"{what} {quoted(written)} means another object now: {meaning}; this resource is tied to {pinned['id']}, "
            f"which is called {quoted(name)}. Write the id or the name of the one you mean into the program"
        ]
    return resolved, [
        f"{what} {quoted(written)} is called {quoted(name)} now (id {pinned['id']}); nothing else changed. "
        "Write the new name or the id into the program when it suits you"
    ]


def refuse_if_name_moved(what: str, resolved: Mapping[str, str]) -> None:
    """ConflictError when a read found that the name in the program means another object than the pinned one."""
    if other := resolved.get("now_means"):
        raise ConflictError(
            f"{what} {quoted(resolved.get('name'))}: the name in the program means {other} now, but this resource is "
            f"tied to {resolved.get('id')}. Nothing was changed; write the id of the one you mean into the program"
        )


def name_of(owner: str) -> str:
    """The logical name in `project/stack/type/name`; a name may hold slashes."""
    return owner.split("/", 3)[-1]
