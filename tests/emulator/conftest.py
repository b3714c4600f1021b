"""One sandbox for all tests of the emulator; each test finds it as new."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boomi_emulator.sandbox import Sandbox, start
from boomi_emulator.switches import SWITCHES
from tests.emulator.boomi import CHILD, OWNER, PARTNER_CHILD, Boomi


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with start(tmp_path_factory.mktemp("sandbox") / "world") as running:
        running.control.rate(None)
        yield running


@pytest.fixture
def boomi(sandbox: Sandbox) -> Iterator[Boomi]:
    """The consumer account with credentials of its own."""
    child = Boomi(sandbox, CHILD)
    environments = {one["id"] for one in child.results("Environment")}
    yield child
    sandbox.control.rate(None)
    sandbox.control.switches(**{name: switch.default for name, switch in SWITCHES.items()})
    for instance in child.results("IntegrationPackInstance"):
        child.ok("DELETE", f"IntegrationPackInstance/{instance['id']}")
    for environment in child.results("Environment"):
        if environment["id"] not in environments:
            child.ok("DELETE", f"Environment/{environment['id']}")


@pytest.fixture
def owner(sandbox: Sandbox, boomi: Boomi) -> Boomi:
    return Boomi(sandbox, OWNER)


@pytest.fixture
def partner(sandbox: Sandbox, boomi: Boomi) -> Iterator[Boomi]:
    """The consumer account that the owner reaches through the partner address."""
    child = Boomi(sandbox, PARTNER_CHILD, partner_of=OWNER)
    yield child
    for instance in child.results("IntegrationPackInstance"):
        child.ok("DELETE", f"IntegrationPackInstance/{instance['id']}")
