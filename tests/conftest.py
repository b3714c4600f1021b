"""What all tests share: the Pulumi CLI, and scratch projects for it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.cli import Project
from tools.pulumi_cli import find

NewProject = Callable[..., Project]


@pytest.fixture(scope="session")
def pulumi_cli() -> Path:
    """The folder of a complete Pulumi CLI, never made here.

    Where there is none, tests that need it are skipped; with PULUMI_CLI_REQUIRED=1 (`make test`) they fail.
    """
    reasons: list[str] = []
    folder = find(say=reasons.append)
    if folder is not None:
        return folder
    reason = f"THE REAL ENGINE IS NOT TESTED: {'; '.join(reasons)}, and none is cached. `make setup` gets one."
    if os.environ.get("PULUMI_CLI_REQUIRED") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def new_project(pulumi_cli: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewProject]:
    """Makes scratch projects, `new_project(program, name=..., stack=..., environ=...)`; ends what they left running."""
    home = tmp_path_factory.getbasetemp() / "pulumi-home"
    made: list[Project] = []

    def make(
        program: str, *, name: str = "scratch", stack: str = "dev", environ: Mapping[str, str] | None = None
    ) -> Project:
        folder = tmp_path / f"project-{len(made)}"
        made.append(Project(folder, pulumi_cli, program, name=name, stack=stack, home=home, environ=environ))
        return made[-1]

    yield make
    for project in made:
        project.close()
