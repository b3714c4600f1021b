"""The name of a forcibly deleted secret stays taken for a moment.

AWS: the deletion is asynchronous; CreateSecret with the same name is refused meanwhile, as for a scheduled secret
("use appropriate back off and retry logic", API reference, DeleteSecret). moto: the name is free at once.
"""

from __future__ import annotations

import time

from boomi_emulator.secrets_manager.call import Answer, AwsError, Call

SECONDS = 2.0
"""AWS takes a few seconds; long enough to be met without a retry, short enough for a test with one."""

now = time.monotonic


def before(call: Call) -> None:
    if call.operation == "CreateSecret" and now() < call.region.blocked.get(call.name, 0.0):
        raise AwsError(
            "InvalidRequestException",
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
        )


def after(call: Call, answer: Answer) -> None:
    if call.operation == "DeleteSecret" and call.parameters.get("ForceDeleteWithoutRecovery") and call.existed:
        call.region.blocked[call.name] = now() + SECONDS
