"""An empty KmsKeyId means the AWS managed key, and an empty Description removes the text.

AWS: API reference, UpdateSecret (KmsKeyId; for Description it is not said, but empty is a legal text). moto: keeps
the old description and stores the empty key.
"""

from __future__ import annotations

from boomi_emulator.secrets_manager.call import Answer, Call


def after(call: Call, answer: Answer) -> None:
    if call.operation not in {"CreateSecret", "UpdateSecret"} or call.secret is None:
        return
    if call.parameters.get("Description") == "":
        call.secret.description = None
    if call.parameters.get("KmsKeyId") == "":
        call.secret.kms_key_id = None
