from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto import mock_aws

from boomi_emulator.secrets_manager import wsgi_app
from boomi_emulator.secrets_manager.app import SecretsManager
from tests.emulator.secrets_manager.service import Act, Client, Conforms, connect, observe, serve

SAME = object()


@pytest.fixture(scope="session")
def _moto_alone() -> Client:
    """A client that `mock_aws` serves; each block of it starts empty."""
    with pytest.MonkeyPatch.context() as patch:
        no_configured_endpoint(patch)
        return connect(None)


@pytest.fixture(autouse=True)
def _no_configured_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    no_configured_endpoint(monkeypatch)


@pytest.fixture
def app() -> SecretsManager:
    return wsgi_app()


@pytest.fixture
def url(app: SecretsManager) -> Iterator[str]:
    with serve(app) as address:
        yield address


@pytest.fixture
def client(url: str) -> Client:
    return connect(url)


@pytest.fixture
def conforms(client: Client, _moto_alone: Client) -> Conforms:
    """Check one behaviour: the sandbox does as AWS does, and moto alone differs in the way that is corrected.

    Without `moto` it must agree with AWS by itself. When the second half fails after an upgrade of moto, look whether
    the correction may go, or whether one is needed.
    """

    def check(act: Act, *, aws: object, moto: object = SAME) -> None:
        assert observe(client, act) == aws
        with mock_aws():
            assert observe(_moto_alone, act) == (aws if moto is SAME else moto), "moto alone behaves differently now"

    return check


def no_configured_endpoint(patch: pytest.MonkeyPatch) -> None:
    """A developer's own sandbox must not be the one that is tested."""
    patch.delenv("AWS_ENDPOINT_URL", raising=False)
    patch.delenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", raising=False)
