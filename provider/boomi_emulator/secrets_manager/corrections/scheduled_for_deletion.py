"""A secret that is scheduled for deletion can be described, listed, restored and deleted; nothing else.

AWS: InvalidRequestException for the rest, and for CreateSecret with its name, replayed or not (API reference;
CreateSecret, TagResource and UntagResource recorded from AWS in LocalStack's snapshots). moto: lets values, tags,
labels and policies through, and answers CreateSecret with ResourceExistsException, or with success when the token is
the old one.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import AwsError, Call

STILL_SERVED = {"DeleteSecret", "DescribeSecret", "ListSecretVersionIds", "RestoreSecret"}


def before(call: Call) -> None:
    secret = call.secret
    if secret is None or not secret.is_deleted() or call.operation in STILL_SERVED:
        return
    if call.operation == "CreateSecret":
        raise AwsError(
            "InvalidRequestException",
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
        )
    raise AwsError(
        "InvalidRequestException",
        "You can't perform this operation on the secret because it was marked for deletion.",
    )
