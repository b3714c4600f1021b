"""Every test of the real engine has a sandbox and a project of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from boomi_emulator import sandbox
from tests.conftest import NewProject
from tests.support.deployment import CANARY, Deployment


@pytest.fixture
def deployment(pulumi_cli: Path, new_project: NewProject, tmp_path: Path) -> Iterator[Deployment]:
    """A fresh sandbox without a rate limit, and an empty program."""
    with sandbox.start(tmp_path / "sandbox") as box:
        box.control.rate(None)
        project = new_project("", environ={**box.env, "BOOMI_RATE": "1000", "ERP_CLIENT_SECRET": CANARY})
        yield Deployment(box, project)
