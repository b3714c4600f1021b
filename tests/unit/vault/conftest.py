from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

from boomi_emulator.secrets_manager import wsgi_app
from boomi_emulator.secrets_manager.app import SecretsManager as Service
from pulumi_boomi_spaces import settings
from pulumi_boomi_spaces.vault.aws import Aws
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.emulator.secrets_manager.service import connect, serve
from tests.unit.vault.faults import FaultProxy

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

REGION = "eu-west-1"
AWS_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "sandbox",
    "AWS_SECRET_ACCESS_KEY": "sandbox",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


class World(NamedTuple):
    """The strict service, the proxy in front of it, and the settings of a run against both."""

    service: Service
    proxy: FaultProxy
    settings: settings.Settings
    client: SecretsManagerClient
    """Somebody else's client, which goes past the proxy."""


@pytest.fixture(scope="module")
def module_world() -> Iterator[World]:
    app = wsgi_app()
    with pytest.MonkeyPatch.context() as patch, serve(app) as backend:
        proxy = FaultProxy(backend)
        with proxy.serve() as address:
            for name in [name for name in os.environ if name.startswith("AWS_")]:
                patch.delenv(name)
            for name, value in {**AWS_VARIABLES, "AWS_ENDPOINT_URL_SECRETS_MANAGER": address}.items():
                patch.setenv(name, value)
            sandbox = settings.load({"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": "http://127.0.0.1:9"}, {})
            yield World(app, proxy, sandbox, connect(backend, REGION))


@pytest.fixture(scope="module")
def module_secrets(module_world: World) -> SecretsManager:
    return SecretsManager(Aws(module_world.settings, {}))


@pytest.fixture
def world(module_world: World) -> Iterator[World]:
    module_world.proxy.reset()
    yield module_world
    assert module_world.proxy.unmet() == []


@pytest.fixture
def secrets(world: World, module_secrets: SecretsManager) -> SecretsManager:
    return module_secrets


@pytest.fixture
def name() -> str:
    """The name of a secret that no other test uses."""
    return f"boomi-spaces/acme-1/{uuid.uuid4()}"
