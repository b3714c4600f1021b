"""A version without a label is not shown, and not kept for ever.

AWS: DescribeSecret and ListSecrets list labelled versions only; of more than 100 versions those without a label go,
unless younger than a day (API reference, PutSecretValue). moto: lists them with an empty list and keeps all.
"""

from __future__ import annotations

import time
from typing import Any

from moto.secretsmanager.models import FakeSecret

from boomi_emulator.secrets_manager.call import Answer, Call

MOST_VERSIONS = 100
DAY = 86_400.0

now = time.time


def after(call: Call, answer: Answer) -> None:
    if call.writes_value and call.secret is not None:
        _prune(call.secret)
    for shown in [answer, *answer.get("SecretList", [])]:
        for key in ("VersionIdsToStages", "SecretVersionsToStages"):
            if key in shown:
                shown[key] = {version_id: labels for version_id, labels in shown[key].items() if labels}


def _prune(secret: FakeSecret) -> None:
    surplus = len(secret.versions) - MOST_VERSIONS
    outdated = [version_id for version_id, version in secret.versions.items() if _is_outdated(version)]
    for version_id in outdated[: max(surplus, 0)]:
        del secret.versions[version_id]


def _is_outdated(version: dict[str, Any]) -> bool:
    return not version["version_stages"] and float(version["createdate"]) < now() - DAY
