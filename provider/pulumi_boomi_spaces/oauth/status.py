"""How far an OAuth 2.0 connection is: ready, waiting for a person, or in need of that person again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal

Status = Literal["ready", "awaiting_consent", "reauthorization_required"]

_BASIS = ("client_id", "authorization_url", "token_url", "scopes")


def status(
    cell_consent: Literal["none", "person"], token_set: bool, basis: str | None, seen_basis: str | None
) -> Status:
    """The status of a connection.

    `cell_consent`: whether a person makes the first token. `token_set`: whether all of Boomi's own token fields are
    set. `basis`: the consent basis now; `seen_basis`: the one kept when the token was first seen set. None: not known.
    """
    if cell_consent == "none":
        return "ready"
    if not token_set:
        return "awaiting_consent"
    return "reauthorization_required" if is_new_basis(basis, seen_basis) else "ready"


def is_new_basis(basis: str | None, before: str | None) -> bool:
    """Whether `basis` holds something that `before` does not: a direction of mail that is given up needs no consent."""
    return basis is not None and before is not None and not set(basis.split()) <= set(before.split())


def consent_basis(inputs: Mapping[str, Any]) -> str:
    """What a consent was given for: client id, URLs and scopes, as a digest for each direction of a mail connection.

    A changed client secret leaves a consent valid, and so does the order of scopes. `inputs` has to be known.
    """
    directions: dict[str, dict[str, Any]] = {}
    for name, value in inputs.items():
        for one in _BASIS:
            if name == one or name.endswith(f"_{one}"):
                written = sorted(value.split() if isinstance(value, str) else value) if one == "scopes" else value
                directions.setdefault(name.removesuffix(one), {})[name] = written
    return " ".join(_digest(directions[prefix]) for prefix in sorted(directions))


def _digest(basis: Mapping[str, Any]) -> str:
    written = json.dumps(basis, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()
