"""A resource policy is a JSON policy document, and not a public one where that is blocked.

AWS: MalformedPolicyDocumentException, PublicPolicyException with `BlockPublicPolicy`, and only the policy named
`default` (API reference, PutResourcePolicy). moto: stores any text. Here a statement is public when it allows every
principal without a condition; AWS reasons more finely.
"""

from __future__ import annotations

import json
from typing import Any

from boomi_emulator.secrets_manager.call import AwsError, Call


def before(call: Call) -> None:
    if call.operation != "PutResourcePolicy":
        return
    if call.parameters.get("PolicyName", "default") != "default":
        raise AwsError("InvalidParameterException", "Only the policy named default can be attached.")
    statements = _statements(call.parameters["ResourcePolicy"])
    if call.parameters.get("BlockPublicPolicy") and any(_is_public(statement) for statement in statements):
        raise AwsError("PublicPolicyException", "The resource policy allows broad access to the secret.")


def _statements(text: str) -> list[dict[str, Any]]:
    try:
        policy = json.loads(text)
    except ValueError:
        policy = None
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    if isinstance(statements, dict):
        statements = [statements]
    if not statements or not isinstance(statements, list) or not all(_is_statement(item) for item in statements):
        raise AwsError("MalformedPolicyDocumentException", "This resource policy has syntax errors.")
    return statements


def _is_statement(item: Any) -> bool:
    return (
        isinstance(item, dict) and item.get("Effect") in {"Allow", "Deny"} and "Principal" in item and "Action" in item
    )


def _is_public(statement: dict[str, Any]) -> bool:
    principal = statement["Principal"]
    names = principal.get("AWS", []) if isinstance(principal, dict) else principal
    everybody = "*" in ([names] if isinstance(names, str) else names)
    return everybody and statement["Effect"] == "Allow" and not statement.get("Condition")
