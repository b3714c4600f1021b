"""References to secrets that stay in a secrets manager.

Boomi Platform API, CloudManagedSecretConfig; Boomi help, "Secrets Management".
"""

from __future__ import annotations

import re
from typing import TypeGuard

from boomi_emulator.errors import bad_request
from boomi_emulator.store import Document

FORMS = {
    "AWS": r"arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]+",
    "GCP": r"projects/[^/\s]+/secrets/[^/\s]+/versions/[^/\s]+",
    "AZURE": r"\S+",
}


def is_one(configuration: object) -> TypeGuard[Document]:
    """Whether the field is to hold a reference; a configuration that is switched off is none."""
    return isinstance(configuration, dict) and configuration.get("usesRemoteSecretsManager") in (True, "true")


def checked(configuration: Document) -> Document:
    """What is stored of a CloudManagedSecretConfig. Raises Refused (400)."""
    manager, reference = configuration.get("secretsManagerType"), configuration.get("secretReference")
    form = FORMS.get(manager) if isinstance(manager, str) else None
    if form is None or not isinstance(reference, str) or re.fullmatch(form, reference) is None:
        raise bad_request("Invalid Secret Reference Value")
    return {"secretsManagerType": manager, "secretReference": reference}
