"""A label that a new version gets leaves the version that had it.

AWS: API reference, PutSecretValue, VersionStages. moto: forgets the other labels when AWSCURRENT is among them, so
that two versions share them.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import Answer, Call


def after(call: Call, answer: Answer) -> None:
    if call.operation != "PutSecretValue" or call.secret is None:
        return
    for version_id, version in call.secret.versions.items():
        if version_id != answer["VersionId"]:
            version["version_stages"] = [
                label for label in version["version_stages"] if label not in answer["VersionStages"]
            ]
