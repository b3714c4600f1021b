from __future__ import annotations

import time

import pytest

from boomi_emulator.secrets_manager.corrections import recovery_window_over
from tests.emulator.secrets_manager.service import Client, create, observe


def test_a_scheduled_secret_is_gone_after_its_date(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    create(client)
    client.delete_secret(SecretId="s", RecoveryWindowInDays=7)
    monkeypatch.setattr(recovery_window_over, "now", lambda: time.time() + 7 * 86_400 - 60)
    assert client.describe_secret(SecretId="s")["Name"] == "s"
    monkeypatch.setattr(recovery_window_over, "now", lambda: time.time() + 7 * 86_400 + 60)
    assert observe(client, lambda c: c.describe_secret(SecretId="s")) == "ResourceNotFoundException"
    assert create(client)
