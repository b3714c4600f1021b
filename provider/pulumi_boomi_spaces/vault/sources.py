"""Which secrets in AWS a program may name as a source (`Secret.aws`). Pure.

Somebody who may edit a reference must not be able to point this run's credentials at any secret they can read: only
secrets of the caller's own account and Region, others when the stack's configuration lists them, and never one that
this provider manages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from ..errors import InputError, SecretUnavailableError
from ..redact import quoted
from .facts import Described
from .names import parse_arn

Identity = Callable[[], tuple[str, str]]
"""Account and Region of the credentials of this run."""


def arn_problem(text: str) -> str | None:
    """Why a text is not the ARN of a secret, or None."""
    if parse_arn(text) is None:
        return (
            f"{quoted(text)} is not the whole ARN of a secret: "
            "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX, with the six characters at its end"
        )
    return None


def refuse_unlisted(arn: str, listed: Collection[str], identity: Identity) -> None:
    """Raises InputError unless the secret is of the caller's account and Region, or listed by account id or by ARN.

    The caller is asked for only where the list does not settle it.
    """
    parts = parse_arn(arn)
    if parts is None:
        raise InputError(str(arn_problem(arn)))
    if parts.account in listed or arn in listed:
        return
    account, region = identity()
    if (parts.account, parts.region) != (account, region):
        raise InputError(
            f"{quoted(arn)} is a secret of account {parts.account} in {parts.region}, and this run signs in to account "
            f"{account} in {region}. To allow it, list the ARN or its account: "
            f"`pulumi config set --path 'boomi:secretSources[0]' {parts.account}`"
        )


def usable_version(arn: str, described: Described | None) -> str:
    """The version of a source that is to be used: its current one.

    Raises SecretUnavailableError when there is none, InputError for a secret that this provider manages.
    """
    if described is None:
        raise SecretUnavailableError(f"there is no AWS secret {quoted(arn)}")
    if described.owner is not None:
        raise InputError(
            f"AWS secret {quoted(described.name)} is managed by this provider for {quoted(described.owner)} and cannot "
            "be a source: its value goes with that resource. Name the place where the value comes from"
        )
    if described.deleted is not None:
        raise SecretUnavailableError(
            f"AWS secret {quoted(described.name)} is scheduled for deletion (on {described.deleted:%Y-%m-%d})"
        )
    if described.current is None:
        raise SecretUnavailableError(f"AWS secret {quoted(described.name)} has no value (no version is AWSCURRENT)")
    return described.current
