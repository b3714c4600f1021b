"""RotateSecret switches rotation on; the rotation itself, a Lambda function's work, does not take place here.

AWS: needs a function; with RotateImmediately=false it stores the schedule and leaves the versions as they are (API
reference, RotateSecret; the text of the missing function recorded from AWS in LocalStack's snapshots). moto: without
a function makes a version without a value the current one, and with one needs its model of Lambda.
"""

from __future__ import annotations

import time

from boomi_emulator.secrets_manager.call import Answer, AwsError, Call, not_served
from boomi_emulator.secrets_manager.corrections import change_dates

DAY = 86_400


def before(call: Call) -> Answer | None:
    secret = call.secret
    if call.operation != "RotateSecret" or secret is None:
        return None
    function = call.parameters.get("RotationLambdaARN") or secret.rotation_lambda_arn
    if not function:
        raise AwsError("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.")
    if call.parameters.get("RotateImmediately", True):
        raise not_served("RotateSecret with RotateImmediately (no Lambda function runs in it)")
    days = call.parameters.get("RotationRules", {}).get("AutomaticallyAfterDays") or secret.auto_rotate_after_days
    if not days:
        raise not_served("RotateSecret without RotationRules.AutomaticallyAfterDays")
    secret.rotation_requested = secret.rotation_enabled = True
    secret.rotation_lambda_arn = function
    secret.auto_rotate_after_days = days
    secret.next_rotation_date = int(time.time()) + days * DAY
    change_dates.touch(secret)
    return {"ARN": secret.arn, "Name": secret.name, "VersionId": secret.default_version_id}
