"""The client as tests build it: a clock that only sleeping moves, no jitter, credentials of the sandbox's form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from boomi_emulator.sandbox import Sandbox
from pulumi_boomi_spaces.boomi.consent import FormState
from pulumi_boomi_spaces.boomi.credentials import Credentials
from pulumi_boomi_spaces.boomi.extensions import Extensions
from pulumi_boomi_spaces.boomi.graphql import GraphQL
from pulumi_boomi_spaces.boomi.names import Names
from pulumi_boomi_spaces.boomi.packs import Packs
from pulumi_boomi_spaces.boomi.rest import Rest
from pulumi_boomi_spaces.boomi.shelf import Shelf
from pulumi_boomi_spaces.boomi.sign_in import SignIn
from pulumi_boomi_spaces.boomi.throttle import Throttle
from pulumi_boomi_spaces.boomi.transport import Transport
from pulumi_boomi_spaces.secret import Secret
from pulumi_boomi_spaces.settings import Settings, load
from tests.support.fault_proxy import Seen

OWNER, CHILD, PARTNER = "acmecorp-7Q2K9X", "acmechild-4M1T8Z", "globex-9K2P4D"
TOKEN = "token-canary-5d1f"


class Clock:
    """Time in seconds; `sleep` moves it at once and is kept in `slept`."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def sandbox_settings(host: str, environ: Mapping[str, str] | None = None, **config: Any) -> Settings:
    """Settings of a run against loopback; `assumptions={...}` is the stack configuration boomi:assumptions."""
    accounts = {CHILD: {"user": "child@example.com", "token": TOKEN}, PARTNER: {"partner": True}}
    given = {
        "BOOMI_SPACES_SANDBOX": "1",
        "BOOMI_HOST": host,
        "BOOMI_ACCOUNT": OWNER,
        "BOOMI_USER": "owner@example.com",
        "BOOMI_TOKEN": "owner-" + TOKEN,
        "BOOMI_ACCOUNTS": json.dumps(accounts),
        **(environ or {}),
    }
    return load(given, {f"boomi:{key}": json.dumps(value) for key, value in config.items()})


def plain(secret: Secret | str) -> str:
    """Resolves texts alone."""
    assert isinstance(secret, str)
    return secret


def client_of(sandbox: Sandbox, host: str, **assumptions: bool) -> Client:
    """A new process against a sandbox that is reached at `host`."""
    config = {"boomi:assumptions": json.dumps(assumptions)} if assumptions else {}
    return Client(load({**sandbox.env, "BOOMI_HOST": host}, config))


def calls(seen: Sequence[Seen]) -> list[str]:
    """Requests as `POST Environment/query`, ids left out."""
    shown = []
    for one in seen:
        parts = urlsplit(one.path).path.removeprefix("/partner").removeprefix("/api/rest/v1/").split("/")
        verb = parts[2] if len(parts) > 2 and parts[2] in ("query", "queryMore", "bulk") else ""
        shown.append(f"{one.method} {'/'.join(filter(None, (parts[1], verb)))}")
    return shown


class Client:
    """All clients of one process."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.settings = settings
        # The longest wait instead of a random one: what is waited for can be told exactly.
        self.transport = Transport(
            settings, self.clock, self.clock.sleep, lambda: 1_800_000_000.0, lambda longest: longest
        )
        self.throttle = Throttle(settings.rate, self.clock, self.clock.sleep)
        credentials = Credentials(settings, plain)
        self.rest = Rest(self.transport, self.throttle, settings, credentials)
        self.sign_in = SignIn(self.transport, self.throttle, settings, credentials, self.clock)
        self.graphql = GraphQL(self.transport, self.throttle, settings, self.sign_in)
        self.shelf = Shelf(self.rest, self.clock)
        self.names = Names(self.shelf)
        self.packs = Packs(self.rest, self.shelf)
        self.extensions = Extensions(self.rest, self.shelf)
        self.form = FormState(self.graphql)
