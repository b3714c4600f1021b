"""A call that makes a version needs a ClientRequestToken.

AWS: refuses a raw request without it (recorded from AWS in LocalStack's snapshots); SDKs always send one. moto: makes
one up, so that a repeated request makes a second version.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import AwsError, Call


def before(call: Call) -> None:
    rotates = call.operation == "RotateSecret"
    if (rotates or call.writes_value) and not call.parameters.get("ClientRequestToken"):
        raise AwsError(
            "InvalidParameterException" if rotates else "InvalidRequestException",
            "You must provide a ClientRequestToken value. We recommend a UUID-type value.",
        )
