"""Every test of the real engine has a sandbox and a project of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boomi_emulator import sandbox
from tests.conftest import NewProject
from tests.support.deployment import CANARY, Deployment
from tests.support.fault_proxy import FaultProxy


@pytest.fixture
def deployment(pulumi_cli: Path, new_project: NewProject, tmp_path: Path) -> Iterator[Deployment]:
    """A fresh sandbox without a rate limit, and an empty program."""
    with sandbox.start(tmp_path / "sandbox") as box:
        box.control.rate(None)
        project = new_project("", environ={**box.env, "BOOMI_RATE": "1000", "ERP_CLIENT_SECRET": CANARY})
        yield Deployment(box, project)


@pytest.fixture
def boomi(deployment: Deployment) -> Iterator[FaultProxy]:
    """Stands between the provider and Boomi; what the test itself asks does not go through it."""
    with FaultProxy(deployment.box.env["BOOMI_HOST"]) as proxy:
        deployment.project.environ["BOOMI_HOST"] = proxy.url
        yield proxy


@pytest.fixture
def aws(deployment: Deployment) -> Iterator[FaultProxy]:
    """Stands between the provider and AWS Secrets Manager."""
    with FaultProxy(deployment.box.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"]) as proxy:
        deployment.project.environ["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = proxy.url
        yield proxy
