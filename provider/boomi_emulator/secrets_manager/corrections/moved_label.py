"""UpdateSecretVersionStage moves a label only from the version that holds it, and all or nothing.

AWS: a label that is attached elsewhere is moved only when RemoveFromVersionId names its holder; AWSCURRENT is moved,
never removed (API reference, UpdateSecretVersionStage; the text of the missing RemoveFromVersionId was verified by
moto's authors against AWS). moto: attaches the label a second time, removes AWSCURRENT, strips the label before it
refuses an unknown MoveToVersionId, and afterwards still reads the old version and labels two of them AWSCURRENT at
the next write.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import CURRENT, Answer, AwsError, Call


def before(call: Call) -> Answer | None:
    secret = call.secret
    if call.operation != "UpdateSecretVersionStage" or secret is None:
        return None
    label = call.parameters["VersionStage"]
    target, source = call.parameters.get("MoveToVersionId"), call.parameters.get("RemoveFromVersionId")
    holder = next((name for name, version in secret.versions.items() if label in version["version_stages"]), None)
    for version_id in (source, target):
        if version_id is not None and version_id not in secret.versions:
            raise _refused(f"Not a valid version: {version_id}")
    if target is None and source is None:
        raise _refused("You must specify MoveToVersionId, RemoveFromVersionId, or both.")
    if target is None and label == CURRENT:
        raise _refused(f"You can't remove the staging label {CURRENT}; move it to another version.")
    if source is not None and source != holder:
        raise _refused(f"Version stage {label} not found in version {source}")
    if holder == target:
        return {"ARN": secret.arn, "Name": secret.name}
    if holder is not None and source is None:
        raise _refused(
            f"The parameter RemoveFromVersionId can't be empty. Staging label {label} is currently attached to version "
            f"{holder}, so you must explicitly reference that version in RemoveFromVersionId."
        )
    return None


def after(call: Call, answer: Answer) -> None:
    if call.operation == "UpdateSecretVersionStage" and call.parameters["VersionStage"] == CURRENT and call.secret:
        call.secret.set_default_version_id(call.parameters["MoveToVersionId"])


def _refused(message: str) -> AwsError:
    return AwsError("InvalidParameterException", message)
