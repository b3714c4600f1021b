"""A name with characters outside the documented set is refused.

AWS: the ValidationException below, for names given as `SecretId` too (recorded from AWS in LocalStack's snapshots).
Its text allows "!", which only names of secrets made by AWS services contain; CreateSecret documents ``/_+=.@-``.
moto: takes any text, also blanks.
"""

from __future__ import annotations

import re

from boomi_emulator.secrets_manager.call import AwsError, Call


def before(call: Call) -> None:
    if call.operation == "ListSecrets" or call.name.startswith("arn:"):
        return
    extra = "" if call.operation == "CreateSecret" else "!"
    if not re.fullmatch(rf"[A-Za-z0-9/_+=.@{extra}-]+", call.name):
        raise AwsError(
            "ValidationException",
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!",
        )
