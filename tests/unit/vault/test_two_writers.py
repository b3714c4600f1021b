"""Two pipelines write one secret at the same time: whatever the order of their steps, AWS and Boomi end together."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import pytest

from pulumi_boomi_spaces.errors import ConflictError
from pulumi_boomi_spaces.vault import Stored
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault.conftest import World
from tests.unit.vault.steps import kept, store, target, value

STEPS = ("look", "AWSPENDING", "AWSCURRENT", "Boomi", "closing look")
PATIENCE = 30.0
"""Seconds; a bound, never a wait."""


class Boomi:
    """An encrypted field: the last value that was written."""

    def __init__(self) -> None:
        self.value = "one"


class Turns:
    """Lets one writer make one step at a time."""

    def __init__(self) -> None:
        self._mine = threading.Semaphore(0)
        self._done = threading.Semaphore(0)
        self.over = False

    def give(self) -> None:
        """Let the writer make its next step, and wait until it is done."""
        if not self.over:
            self._mine.release()
            self.await_step()

    def await_step(self) -> None:
        assert self._done.acquire(timeout=PATIENCE)

    def await_mine(self) -> None:
        self._done.release()
        assert self._mine.acquire(timeout=PATIENCE)

    def end(self) -> None:
        self.over = True
        self._done.release()


class Stepwise(SecretsManager):
    """Waits for its turn before each write."""

    def __init__(self, real: SecretsManager, turns: Turns) -> None:
        super().__init__(real._aws)
        self._turns = turns

    def change(
        self, operation: str, arn: str, parameters: Mapping[str, Any], *rest: Any, **more: Any
    ) -> dict[str, Any]:
        if operation == "PutSecretValue" or parameters.get("VersionStage") == "AWSCURRENT":
            self._turns.await_mine()
        return super().change(operation, arn, parameters, *rest, **more)


class Writer(threading.Thread):
    """The order of a change: AWSPENDING, AWSCURRENT, Boomi, read back, closing look."""

    def __init__(self, secrets: SecretsManager, boomi: Boomi, name: str, before: Stored, wanted: str) -> None:
        super().__init__(daemon=True)
        self.turns = Turns()
        self.failed: BaseException | None = None
        self._secrets = Stepwise(secrets, self.turns)
        self._boomi, self._name, self._before, self._wanted = boomi, name, before, wanted

    def run(self) -> None:
        try:
            self._write()
        except ConflictError:
            pass  # the loser of a swap stops before it tells Boomi anything
        except BaseException as error:  # noqa: BLE001 - shown by the test, in whose thread it is raised again
            self.failed = error
        finally:
            self.turns.end()

    def _write(self) -> None:
        self.turns.await_mine()
        stored = store(self._secrets).write(target(self._name), self._wanted, kept(self._before), adopt=False)
        self.turns.await_mine()
        self._boomi.value = self._wanted
        self.turns.await_mine()
        newer = store(self._secrets).overtaken(stored.arn, stored.version)
        if newer is not None:
            self._boomi.value = self._secrets.value(stored.arn, newer, None)


def orders() -> Iterator[list[int]]:
    """All interleavings of the steps of writer 0 and writer 1."""
    for first in combinations(range(2 * len(STEPS)), len(STEPS)):
        yield [0 if turn in first else 1 for turn in range(2 * len(STEPS))]


@pytest.mark.parametrize("half", [0, 1])
def test_aws_and_boomi_end_together(world: World, secrets: SecretsManager, name: str, half: int) -> None:
    tried = 0
    for order in list(orders())[half::2]:
        tried += 1
        secret, boomi = f"{name}/{tried}", Boomi()
        before = store(secrets).write(target(secret), "one", None, adopt=False)
        writers = [Writer(secrets, boomi, secret, before, wanted) for wanted in ("value of A", "value of B")]
        for writer in writers:
            writer.start()
            writer.turns.await_step()
        for turn in order:
            writers[turn].turns.give()
        for writer in writers:
            writer.join(PATIENCE)
            assert writer.failed is None, (order, writer.failed)
            assert writer.turns.over, order

        current = value(world.client, secret)
        assert boomi.value == current, order
        assert current in ("value of A", "value of B"), order
    assert tried == 126
