"""A new value in a secret that exists: AWSPENDING first, then AWSCURRENT by compare-and-swap.

The swap is from the version that was current when the write began. So of two writers one wins, and the other one stops
before it tells Boomi anything. No write is repeated blindly: botocore repeats with the same request token, and where
the answer is lost DescribeSecret decides.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ConflictError, ServiceError
from ..redact import quoted
from .facts import Described
from .secrets_manager import CURRENT, PENDING, SecretsManager


def put(secrets: SecretsManager, seen: Described, value: str, token: str) -> None:
    """Make `value` the current version of a secret, with the id `token`, from the state that was `seen`.

    Raises ConflictError when another writer was faster, ServiceError otherwise.
    """
    # The first version of a secret becomes current whatever label is asked for (API reference, PutSecretValue).
    label = PENDING if seen.current is not None else CURRENT
    try:
        labels = secrets.change(
            "PutSecretValue",
            seen.arn,
            {"ClientRequestToken": token, "SecretString": value, "VersionStages": [label]},
            ("ARN", "VersionId", "VersionStages"),
        )["VersionStages"]
    except ServiceError as error:
        found = secrets.describe(seen.arn) if error.answer_lost else None
        if found is None or token not in found.labels:
            raise
        labels = found.labels[token]
    if label not in labels:
        raise _other_writer(seen)
    if seen.current is not None:
        _promote(secrets, seen, seen.current, token)


def _promote(secrets: SecretsManager, seen: Described, before: str, token: str) -> None:
    try:
        _move(secrets, seen.arn, {"VersionStage": CURRENT, "MoveToVersionId": token, "RemoveFromVersionId": before})
    except ServiceError as error:
        found = secrets.describe(seen.arn)
        if found is not None and found.current == token:
            return
        if not error.answer_lost and found is not None:
            _drop_pending(secrets, found, token)
        if found is None or found.current == before:
            raise
    else:
        return
    raise _other_writer(seen)


def _drop_pending(secrets: SecretsManager, found: Described, token: str) -> None:
    """A version that stays AWSPENDING beside another current one would block the next rotation."""
    if PENDING not in found.labels.get(token, ()):
        return
    try:
        _move(secrets, found.arn, {"VersionStage": PENDING, "RemoveFromVersionId": token})
    except ServiceError:
        return  # the swap's own error is the one to tell


def _move(secrets: SecretsManager, arn: str, move: Mapping[str, str]) -> None:
    # One attempt: the repetition of a swap that was won is refused, and would look like one that was lost.
    secrets.change("UpdateSecretVersionStage", arn, move, attempts=1)


def _other_writer(seen: Described) -> ConflictError:
    return ConflictError(
        f"AWS secret {quoted(seen.name)}: somebody else wrote it at the same moment, and that version stays. "
        "Boomi was not told anything; run pulumi up again"
    )
