"""A scheduled secret is gone once its recovery window is over.

AWS: deletes it in the background soon after its DeletedDate (API reference, DeleteSecret). moto: keeps it for ever.
"""

from __future__ import annotations

import time

from boomi_emulator.secrets_manager.call import Call

now = time.time


def before(call: Call) -> None:
    secrets = call.region.backend.secrets
    for secret in list(secrets.values()):
        deleted_date = getattr(secret, "deleted_date", None)  # a replica has none
        if deleted_date is not None and deleted_date < now():
            secrets.pop(secret.name)
            call.changed.add((call.region.name, secret.name))
