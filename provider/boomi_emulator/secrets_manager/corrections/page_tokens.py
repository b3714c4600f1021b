"""A NextToken that no answer contained is refused.

AWS: InvalidNextTokenException (API reference, ListSecrets, ListSecretVersionIds). moto: breaks with a server error,
which SDKs repeat.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import AwsError, Call


def before(call: Call) -> None:
    if not call.parameters.get("NextToken", "0").isdecimal():
        raise AwsError("InvalidNextTokenException", "The NextToken value is invalid.")
