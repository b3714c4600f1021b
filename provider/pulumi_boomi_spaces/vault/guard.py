"""What is looked at before a value goes into a secret that this call did not create.

A name can be known before it is used: somebody who may create secrets in the account, but read none of ours, could make
one under our name and with our tags, and let the value come to him through a policy, a KMS key, a replica or a rotation
function of his own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..errors import ConflictError
from ..redact import quoted
from .facts import Described
from .names import parse_arn
from .plan import MANAGED_KEY, same_key

WAYS_ON = (
    "Undo that, give the secret another name (SecretsManager(name=…)), or keep a secret of your own and name it with "
    "Secret.aws(ARN)"
)


def refuse_unsafe(seen: Described, kms_key_id: str | None, *, ours: bool, key_may_change: bool) -> None:
    """Raises ConflictError for what DescribeSecret shows. `ours`: state says so; then a rotation is the team's own.

    `key_may_change`: another KMS key is no obstacle when the program names one, since the secret gets that first.
    """
    problems = []
    if seen.owning_service is not None:
        problems.append(f"it is managed by the AWS service {quoted(seen.owning_service)}")
    if seen.replicas:
        problems.append("it is replicated to or from another Region")
    if seen.rotates and not ours:
        problems.append("a rotation function is attached to it")
    if not same_key(kms_key_id, seen.kms_key_id) and not (kms_key_id is not None and key_may_change):
        asked = quoted(kms_key_id) if kms_key_id else "the key that AWS manages"
        problems.append(
            f"it is encrypted with the KMS key {quoted(seen.kms_key_id or MANAGED_KEY)}, and this program asks for "
            f"{asked} (SecretsManager(kms_key_id=…) or boomi:secretsManager)"
        )
    _refuse(seen, problems)


def refuse_open_policy(seen: Described, policy: str | None) -> None:
    """Raises ConflictError for a resource policy that lets anybody in, beside the account itself; it may deny."""
    principals = list(_allowed(policy, seen.arn)) if policy else []
    if principals:
        listed = ", ".join(quoted(principal) for principal in principals[:3])
        more = f" and {len(principals) - 3} more" if len(principals) > 3 else ""
        _refuse(seen, [f"its resource policy lets in {listed}{more}"])


def _refuse(seen: Described, problems: list[str]) -> None:
    if problems:
        raise ConflictError(
            f"AWS secret {quoted(seen.name)}: no value was written into it, because {'; '.join(problems)}. {WAYS_ON}"
        )


def _allowed(policy: str, arn: str) -> Iterator[str]:
    """Whom a policy lets in, beside the account of the secret (which says no more than that IAM decides)."""
    parts = parse_arn(arn)
    account = parts.account if parts else ""
    for statement in _list(_decoded(policy).get("Statement")):
        if not isinstance(statement, dict) or statement.get("Effect") != "Allow":
            if not isinstance(statement, dict) or statement.get("Effect") != "Deny":
                yield "a statement that cannot be read"
            continue
        if "Principal" not in statement:
            yield "everybody but some"
            continue
        principal = statement["Principal"]
        kinds = principal.items() if isinstance(principal, dict) else [("AWS", principal)]
        for kind, names in kinds:
            for name in _list(names):
                if kind != "AWS" or not _is_account(str(name), account):
                    yield str(name)


def _decoded(policy: str) -> dict[str, Any]:
    try:
        decoded = json.loads(policy)
    except ValueError:
        decoded = None
    return decoded if isinstance(decoded, dict) and "Statement" in decoded else {"Statement": [None]}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_account(principal: str, account: str) -> bool:
    return principal == account or (principal.startswith("arn:aws") and principal.endswith(f":iam::{account}:root"))
