"""A value is text or binary, not both, and has at most 65,536 bytes.

AWS: API reference, CreateSecret and PutSecretValue; the limit counts bytes, so the number of characters is not
enough. moto: takes both, and any size.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import AwsError, Call

LARGEST_VALUE = 65_536


def before(call: Call) -> None:
    if not call.writes_value:
        return
    text, binary = call.value
    if text is not None and binary is not None:
        raise AwsError(
            "InvalidParameterException", "You can't specify both a binary secret value and a string secret value."
        )
    if text is not None and len(text.encode()) > LARGEST_VALUE:
        raise AwsError("InvalidParameterException", f"The secret value has more than {LARGEST_VALUE} bytes.")
