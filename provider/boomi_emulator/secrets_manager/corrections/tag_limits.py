"""A secret has at most 50 tags, each key once, and none of AWS's own keys.

AWS: "Service quotas for tagging" of the General Reference. moto: takes any number, the same key twice, and `aws:`
keys.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import AwsError, Call

MOST_TAGS = 50


def before(call: Call) -> None:
    if call.operation not in {"CreateSecret", "TagResource"}:
        return
    keys = [tag.get("Key", "") for tag in call.parameters.get("Tags") or []]
    if any(key.lower().startswith("aws:") for key in keys):
        raise AwsError("InvalidParameterException", "Tag keys that begin with aws: are reserved for AWS.")
    if len(set(keys)) < len(keys):
        raise AwsError("InvalidParameterException", "A tag key is given more than once.")
    if call.operation == "TagResource" and call.secret is not None:
        keys += [tag["Key"] for tag in call.secret.tags or []]
    if len(set(keys)) > MOST_TAGS:
        raise AwsError("InvalidParameterException", f"A secret has at most {MOST_TAGS} tags.")
