"""A secret that an AWS service made belongs to that service.

AWS: shows it as `OwningService` and refuses changes by others ("managed by another service", API reference,
InvalidRequestException; which operations beside UpdateSecret is not documented). No call makes such a secret, so a
scenario hands one over. moto: changes it like any other.
"""

from __future__ import annotations

from moto.secretsmanager.models import FakeSecret

from boomi_emulator.secrets_manager.call import AwsError, Call, Region

TAG = "aws:secretsmanager:owningService"
REFUSED = {"DeleteSecret", "PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage"}


def before(call: Call) -> None:
    if call.operation in REFUSED and call.secret is not None and (owner := call.secret.owning_service):
        raise AwsError("InvalidRequestException", f"The secret is managed by {owner}; use that service to change it.")


def hand_over(region: Region, name: str, service: str) -> None:
    """Make `service` the owner. Raises KeyError when the Region has no secret of this name."""
    secret = region.find(name)
    if not isinstance(secret, FakeSecret):
        raise KeyError(name)
    secret.tags = [*(tag for tag in secret.tags or [] if tag["Key"] != TAG), {"Key": TAG, "Value": service}]
