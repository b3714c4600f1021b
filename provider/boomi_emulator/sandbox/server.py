"""One process, one event loop, three loopback ports: Boomi, AWS Secrets Manager and control."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from boomi_emulator import app, scenario
from boomi_emulator.request_log import RequestLog
from boomi_emulator.sandbox import aws, control, env_file
from boomi_emulator.sandbox.guard import HOST, Guard
from boomi_emulator.store import Store
from boomi_emulator.world import World

STORE = "boomi.sqlite"
SECONDS_TO_FINISH = 3


class CannotStart(Exception):
    """One sentence for the person who started the sandbox."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening()


def run(folder: Path, port: int, scenario_file: Path | None, listening: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT. `listening` is called once, with the Boomi address, when all ports answer.

    Raises CannotStart and ScenarioError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    sockets = [_listen(port + number if port else 0) for number in range(3)]
    ports = [one.getsockname()[1] for one in sockets]
    boomi, aws_url, control_url = (f"http://{HOST}:{number}" for number in ports)
    store = _open(folder)
    env_file.remove(folder)
    try:
        world = World(store, boomi)
        _fill(world, scenario_file or scenario.DEFAULT, folder)
        token, log = secrets.token_urlsafe(24), RequestLog()
        services: list[tuple[str, ASGIApp]] = [
            ("boomi", app.build(world)),
            ("aws", aws.Service(folder)),
            ("control", control.build(world, log, token)),
        ]
        guard = Guard(dict(zip(ports, services, strict=True)), log, lambda: float(world.setting("delay", 0.0)))

        def ready() -> None:
            env_file.write(folder, {**_variables(world, aws_url), **_control(control_url, token)})
            listening(boomi)

        config = uvicorn.Config(
            guard, lifespan="off", log_level="warning", access_log=False, server_header=False,
            proxy_headers=False,
            timeout_keep_alive=60, timeout_graceful_shutdown=SECONDS_TO_FINISH,
        )  # fmt: skip
        asyncio.run(_Server(config, ready).serve(sockets))
    finally:
        env_file.remove(folder)
        store.close()


def _listen(port: int) -> socket.socket:
    # Named, because asyncio turns Nagle's algorithm off only for it; otherwise each answer waits 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        raise CannotStart(f"Port {port} of {HOST} cannot be used: {error.strerror}.") from None
    return listener


def _open(folder: Path) -> Store:
    try:
        return Store(folder / STORE)
    except sqlite3.OperationalError as error:
        raise CannotStart(f"{folder / STORE}: {error}. Does another sandbox use this folder?") from None


def _fill(world: World, path: Path, folder: Path) -> None:
    """A new folder gets the scenario; a used one goes on with its data, and only with the scenario it began with."""
    rows = scenario.load(path)
    content = path.read_text("utf-8")
    with world.store.transaction():
        began_with = world.setting("scenario", None)
        if began_with is None:
            for row in rows:
                world.store.put(*row)
            world.set("scenario", content)
        elif began_with != content:
            raise CannotStart(f"{folder} holds the data of another scenario; remove it or use another folder.")


def _variables(world: World, aws_url: str) -> dict[str, str]:
    accounts = world.store.all("account", "")
    owner = next(account for account in accounts if account["primary"] is None)
    consumers = {account["id"]: _credentials(world, account) for account in accounts if account is not owner}
    own = _credentials(world, owner)
    return {
        "BOOMI_SPACES_SANDBOX": "1",
        "BOOMI_HOST": world.base_url,
        "BOOMI_ACCOUNT": owner["id"],
        "BOOMI_USER": str(own["user"]),
        "BOOMI_TOKEN": str(own["token"]),
        "BOOMI_ACCOUNTS": json.dumps(consumers),
        "AWS_ENDPOINT_URL_SECRETS_MANAGER": aws_url,
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "NO_PROXY": HOST,  # behind a company's proxy too, what is on this machine is asked directly
    }


def _credentials(world: World, account: dict[str, object]) -> dict[str, object]:
    user = world.store.get("user", "", str(account["user"]))
    return {"partner": True} if user is None else {"user": user["email"], "token": user["token"]}


def _control(url: str, token: str) -> dict[str, str]:
    return {"BOOMI_SANDBOX_CONTROL": url, "BOOMI_SANDBOX_CONTROL_TOKEN": token}
