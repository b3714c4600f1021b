"""GetSecretValue says which staging label has no version; without VersionId and VersionStage that is AWSCURRENT.

AWS: the text below (recorded from AWS in LocalStack's snapshots). moto: says that the secret does not exist.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import CURRENT, AwsError, Call


def before(call: Call) -> None:
    if call.operation != "GetSecretValue" or call.parameters.get("VersionId") or call.found is None:
        return
    label = call.parameters.get("VersionStage", CURRENT)
    if not any(label in version["version_stages"] for version in call.found.versions.values()):
        raise AwsError(
            "ResourceNotFoundException",
            f"Secrets Manager can't find the specified secret value for staging label: {label}",
        )
