"""A secret is found by its name, by its full ARN, or by an ARN without the suffix.

AWS: a partial ARN whose name ends in a hyphen and six characters is taken for a full one and not found ("Finding a
secret from a partial ARN" of the user guide; recorded from AWS in LocalStack's snapshots). moto: finds it; and
ListSecretVersionIds of an unknown secret ends in a server error.
"""

from __future__ import annotations

import re

from moto.secretsmanager.models import FakeSecret, ReplicaSecret

from boomi_emulator.secrets_manager.call import AwsError, Call

SUFFIX_LENGTH = 7
SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")
"""Of every ARN: a hyphen and six characters."""


def before(call: Call) -> None:
    if call.operation in {"CreateSecret", "ListSecrets"}:
        return
    secret = call.found or _by_arn(call)
    if secret is not None:
        # From here on, and for moto, a secret has one identifier.
        call.parameters["SecretId"] = secret.name
        call.existed = True
        return
    # A forced deletion of what is not there succeeds (API reference, DeleteSecret).
    if not (call.operation == "DeleteSecret" and call.parameters.get("ForceDeleteWithoutRecovery")):
        raise AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")


def _by_arn(call: Call) -> FakeSecret | ReplicaSecret | None:
    wanted = call.name
    partial = not SUFFIX.search(wanted)
    for secret in call.region.backend.secrets.values():
        if secret.arn == wanted or (partial and secret.arn[:-SUFFIX_LENGTH] == wanted):
            return secret
    return None
