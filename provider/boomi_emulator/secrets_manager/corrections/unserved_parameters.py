"""A parameter that would change what happens, and that nothing here obeys, is refused by name.

AWS: obeys it. moto: ignores it, so that a caller believes it was obeyed.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import Call, not_served

UNSERVED = {
    "CreateSecret": ["CrossAccountPrimaryARN", "ForceOverwriteReplicaSecret", "Type"],
    "ListSecrets": ["SortBy", "SortOrder"],
    "PutSecretValue": ["RotationToken"],
    "ReplicateSecretToRegions": ["ForceOverwriteReplicaSecret"],
    "RotateSecret": ["ExternalSecretRotationMetadata", "ExternalSecretRotationRoleArn"],
    "UpdateSecret": ["Type"],
}


def before(call: Call) -> None:
    for name in UNSERVED.get(call.operation, []):
        if call.parameters.get(name):
            raise not_served(f"{name} of {call.operation}")
