"""Every change of a secret moves its LastChangedDate, to the millisecond.

AWS: "the last date and time that this secret was modified in any way" (API reference, DescribeSecret). moto: moves it
with values only, in whole seconds.
"""

from __future__ import annotations

import time

from moto.secretsmanager.models import FakeSecret

from boomi_emulator.secrets_manager.call import READS, Answer, Call

now = time.time


def after(call: Call, answer: Answer) -> None:
    if call.operation not in READS and call.secret is not None:
        touch(call.secret)


def touch(secret: FakeSecret) -> None:
    """For changes that moto has no part in. moto declares whole seconds."""
    vars(secret)["last_changed_date"] = round(now(), 3)
