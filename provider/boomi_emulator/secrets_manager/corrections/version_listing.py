"""ListSecretVersionIds lists versions that have a value, with their own dates; unlabelled ones when asked for.

AWS: API reference, ListSecretVersionIds; KmsKeyIds recorded from AWS in LocalStack's snapshots. moto: answers the
name as ARN and the present as every date, lists all versions, and knows neither pages nor IncludeDeprecated.
"""

from __future__ import annotations

from typing import Any

from boomi_emulator.secrets_manager.call import Answer, Call


def before(call: Call) -> Answer | None:
    if call.operation != "ListSecretVersionIds" or call.found is None:
        return None
    start, size = int(call.parameters.get("NextToken", 0)), call.parameters.get("MaxResults", 100)
    kms_key = getattr(call.found, "kms_key_id", None) or "DefaultEncryptionKey"
    versions = [
        _entry(version_id, version, kms_key)
        for version_id, version in call.found.versions.items()
        if version["version_stages"] or call.parameters.get("IncludeDeprecated")
    ]
    return {
        "ARN": call.found.arn,
        "Name": call.found.name,
        "Versions": versions[start : start + size],
        "NextToken": str(start + size) if start + size < len(versions) else None,
    }


def _entry(version_id: str, version: dict[str, Any], kms_key: str) -> dict[str, Any]:
    entry = {"VersionId": version_id, "CreatedDate": version["createdate"], "KmsKeyIds": [kms_key]}
    if version["version_stages"]:
        entry["VersionStages"] = version["version_stages"]
    return entry
