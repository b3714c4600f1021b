"""Secrets: where they are read, and how ours are kept in AWS Secrets Manager.

`Vault` is the one object that others use. Inside: `resolve` (references), `digest`, `plan` (decisions, pure),
`sources` (which secrets in AWS may be named), `names` (names, ARNs, tags), `store` (the life of our secrets) with
`versions` (a new value) and `guard` (what is looked at before), `secrets_manager` (operations), `aws` (the door).

Permissions that it uses on secrets of ours, of the service secretsmanager: CreateSecret, DescribeSecret,
GetResourcePolicy, GetSecretValue, PutSecretValue, UpdateSecretVersionStage, UpdateSecret (for another KMS key),
TagResource, RestoreSecret, DeleteSecret; on those of others DescribeSecret and GetSecretValue.
"""

from __future__ import annotations

from .facts import Described, Kept, Wanted
from .names import NaturalKey, name_problem
from .plan import AS_APPLIED, Decision, Plan, marker
from .sources import arn_problem
from .store import Stored
from .vault import Vault

__all__ = [
    "AS_APPLIED",
    "Decision",
    "Described",
    "Kept",
    "NaturalKey",
    "Plan",
    "Stored",
    "Vault",
    "Wanted",
    "arn_problem",
    "marker",
    "name_problem",
]
