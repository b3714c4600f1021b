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
    if basis is not None and seen_basis is not None and basis != seen_basis:
        return "reauthorization_required"
    return "ready"


def consent_basis(inputs: Mapping[str, Any]) -> str:
    """A digest of what a consent was given for: client id, URLs and scopes, of each direction of a mail connection.

    A changed client secret leaves a consent valid, and so does the order of scopes. `inputs` has to be known.
    """
    basis = {
        name: sorted(value.split() if isinstance(value, str) else value) if name.endswith("scopes") else value
        for name, value in inputs.items()
        if any(name == one or name.endswith(f"_{one}") for one in _BASIS)
    }
    written = json.dumps(basis, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(written.encode()).hexdigest()
