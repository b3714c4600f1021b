from __future__ import annotations

import pytest

from boomi_emulator.secrets_manager.app import SecretsManager
from tests.emulator.secrets_manager.service import FIRST, SECOND, Act, Client, create, move, observe, put

CHANGES: dict[str, Act] = {
    "PutSecretValue": lambda client: put(client, "9" * 32, "v"),
    "UpdateSecret": lambda client: client.update_secret(SecretId="s", Description="ours"),
    "UpdateSecretVersionStage": lambda client: move(client, "AWSCURRENT", SECOND, FIRST),
    "DeleteSecret": lambda client: client.delete_secret(SecretId="s"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_others_cannot_change_it(app: SecretsManager, client: Client, name: str) -> None:
    create(client)
    put(client, SECOND, "v2", "AWSPENDING")
    app.set_owning_service("eu-west-1", "s", "rds")
    assert observe(client, CHANGES[name]) == "InvalidRequestException"


def test_it_is_shown(app: SecretsManager, client: Client) -> None:
    create(client)
    assert "OwningService" not in client.describe_secret(SecretId="s")
    app.set_owning_service("eu-west-1", "s", "rds")
    app.set_owning_service("eu-west-1", "s", "appflow")
    assert client.describe_secret(SecretId="s")["OwningService"] == "appflow"
    assert client.get_secret_value(SecretId="s")["SecretString"] == "v1"


def test_an_unknown_secret_is_a_key_error(app: SecretsManager) -> None:
    with pytest.raises(KeyError):
        app.set_owning_service("eu-west-1", "s", "rds")
