from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from boomi_emulator.secrets_manager import wsgi_app
from tests.emulator.secrets_manager.service import Client, connect, create, labels, move, observe, put, serve

WRITERS = 8
ROUNDS = 12


@pytest.fixture(autouse=True)
def _eager_threads() -> Iterator[None]:
    """Let threads change places after almost every step, so that a missing lock shows."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


def test_a_swap_has_exactly_one_winner(tmp_path: Path) -> None:
    """Eight writers put a version each and swap AWSCURRENT from the version all of them saw."""
    with serve(wsgi_app(tmp_path / "state")) as url, ThreadPoolExecutor(WRITERS) as pool:
        client = connect(url)
        create(client)
        for number in range(ROUNDS):
            seen = current(client)
            tokens = [f"{number:016}{writer:016}" for writer in range(WRITERS)]
            barrier = Barrier(WRITERS, timeout=5)

            def swap(token: str, seen: str = seen, barrier: Barrier = barrier) -> object:
                put(client, token, token, "AWSPENDING")
                barrier.wait()
                return observe(client, lambda c: move(c, "AWSCURRENT", token, seen))

            results = list(pool.map(swap, tokens))
            winners = [token for token, result in zip(tokens, results, strict=True) if result is None]
            assert len(winners) == 1
            assert results.count("InvalidParameterException") == WRITERS - 1
            assert current(client) == winners[0]
            assert client.get_secret_value(SecretId="s")["SecretString"] == winners[0]


def test_a_name_is_created_once(url: str) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        client = connect(url)
        for number in range(ROUNDS):
            barrier = Barrier(WRITERS, timeout=5)

            def make(writer: int, name: str = f"s{number}", barrier: Barrier = barrier) -> object:
                barrier.wait()
                new: dict[str, Any] = {"Name": name, "SecretString": "v", "ClientRequestToken": f"{writer:032}"}
                return observe(client, lambda c: c.create_secret(**new)["VersionId"])

            results = list(pool.map(make, range(WRITERS)))
            assert results.count("ResourceExistsException") == WRITERS - 1
            assert client.describe_secret(SecretId=f"s{number}")["VersionIdsToStages"].keys() <= set(results)


def current(client: Client) -> str:
    (holder,) = [version_id for version_id, names in labels(client).items() if "AWSCURRENT" in names]
    return holder
