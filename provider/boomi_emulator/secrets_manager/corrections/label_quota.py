"""A secret has at most 20 staging labels over all its versions.

AWS: "Quotas" of the user guide. moto: takes any number.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import AwsError, Call

MOST_LABELS = 20


def before(call: Call) -> None:
    if call.secret is None or call.operation not in {"PutSecretValue", "UpdateSecretVersionStage"}:
        return
    labels = {label for version in call.secret.versions.values() for label in version["version_stages"]}
    labels.update(call.parameters.get("VersionStages", []))
    if call.parameters.get("MoveToVersionId"):
        labels.add(call.parameters["VersionStage"])
    if len(labels) > MOST_LABELS:
        raise AwsError("LimitExceededException", f"A secret has at most {MOST_LABELS} staging labels.")
