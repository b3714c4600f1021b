"""A ClientRequestToken that a version already has: the same value changes nothing, another value is refused.

AWS: "the operation succeeds but does nothing"; a version cannot be modified (API reference, PutSecretValue). Labels
stay where they are, so the answer may lack the label that was asked for, as after another writer took AWSPENDING.
moto: overwrites the value and the labels of a version that is AWSPENDING, and answers CreateSecret and UpdateSecret
with the current version instead of the token's.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import Answer, AwsError, Call


def before(call: Call) -> Answer | None:
    secret = call.secret
    token = call.parameters.get("ClientRequestToken")
    if secret is None or not call.writes_value or token not in secret.versions:
        return None
    version = secret.versions[token]
    if (version.get("secret_string"), version.get("secret_binary")) != call.value:
        raise AwsError(
            "ResourceExistsException",
            f"You can't use ClientRequestToken {token} because that value is already in use for a version of secret "
            f"{secret.arn}.",
        )
    answer: Answer = {"ARN": secret.arn, "Name": secret.name, "VersionId": token}
    if call.operation == "PutSecretValue":
        answer["VersionStages"] = version["version_stages"]
    return answer
