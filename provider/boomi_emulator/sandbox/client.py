"""Starting a sandbox from Python, and its control address as methods."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from boomi_emulator.sandbox import env_file

LISTENING = "Sandbox on "
"""How the line begins that a sandbox prints when all its ports answer and its env file is there."""
SECONDS_TO_START = 30.0
SECONDS_TO_STOP = 10.0
JSON = dict[str, Any]


class Control:
    """The control address: the clock, the switches, the log and what the runtime would see."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def log(self, since: int = 0) -> JSON:
        """{"entries": [...], "last": number}; give `last` back as `since` to see only what came after."""
        return self._call("GET", f"/log?since={since}")

    def clock(self, advance: float) -> JSON:
        return self._call("POST", "/clock", {"advance": advance})

    def rate(self, per_second: int | None, retry_after: float | None = None) -> JSON:
        """None: no limit. `retry_after` in seconds puts the header on refusals."""
        return self._call("POST", "/rate", {"per_second": per_second, "retry_after": retry_after})

    def delay(self, ms: int) -> JSON:
        """Every answer of Boomi and AWS takes so much longer."""
        return self._call("POST", "/delay", {"ms": ms})

    def switches(self, **values: bool | str) -> JSON:
        """Sets those that are given; answers all."""
        return self._call("POST", "/switches", values) if values else self._call("GET", "/switches")

    def token(self, account: str, environment: str, group: str, connection: str, field: str, set: bool = True) -> JSON:
        """A person finished the consent of an access token field, or reset it."""
        place = {"account": account, "environment": environment, "group": group}
        return self._call("POST", "/token", {**place, "connection": connection, "field": field, "set": set})

    def consent(self, url: str) -> JSON:
        """A person opened the authorization URL and consented. An expired URL is an error."""
        return self._call("POST", "/token", {"url": url})

    def delivered(self, account: str, environment: str, group: str, connection: str, field: str) -> JSON:
        """What the runtime would use: value, customProperties, secretReference, useDefault."""
        place = {"account": account, "environment": environment, "group": group}
        query = urllib.parse.urlencode({**place, "connection": connection, "field": field})
        return self._call("GET", f"/delivered?{query}")

    def restarts(self) -> JSON:
        """How often the listeners of each environment were restarted."""
        return self._call("GET", "/restarts")

    def inventory(self) -> JSON:
        """Per account: instances, attachments and overridden values that are there now."""
        return self._call("GET", "/inventory")

    def _call(self, method: str, path: str, body: JSON | None = None) -> JSON:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        # The address is the sandbox's own, from its env file.
        request = urllib.request.Request(self._url + path, content, headers, method=method)  # noqa: S310
        try:
            with self._opener.open(request, timeout=30) as response:
                return dict(json.load(response))
        except urllib.error.HTTPError as error:
            raise ValueError(f"{method} {path.partition('?')[0]}: {error.code} {error.read().decode()}") from None


class Sandbox:
    """A running sandbox. Stops at the end of its `with` block."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes], env: dict[str, str]) -> None:
        self.folder, self.env, self._process = folder, env, process
        self.control = Control(env["BOOMI_SANDBOX_CONTROL"], env["BOOMI_SANDBOX_CONTROL_TOKEN"])

    def stop(self) -> None:
        """Ends the process; what it stored stays in the folder."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(SECONDS_TO_STOP)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()


def start(folder: Path, *, scenario: Path | None = None) -> Sandbox:
    """Starts a sandbox on free ports and waits until it listens.

    Raises RuntimeError with what it printed when it ends or does not listen in time. A folder that was used before
    continues with its data.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [sys.executable, "-m", "boomi_emulator.sandbox", "--dir", str(folder)]
    if scenario is not None:
        command += ["--scenario", str(scenario)]
    package_root = str(Path(__file__).resolve().parents[2])
    search_path = os.pathsep.join(filter(None, [package_root, os.environ.get("PYTHONPATH")]))
    output = folder / "output"
    with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
        printed_before = file.tell()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env={**os.environ, "PYTHONPATH": search_path}
        )
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        printed = output.read_bytes()[printed_before:].decode("utf-8", "replace")
        if LISTENING in printed:
            return Sandbox(folder, process, env_file.read(folder))
        time.sleep(0.02)
    process.kill()
    process.wait(SECONDS_TO_STOP)
    printed = output.read_bytes()[printed_before:].decode("utf-8", "replace")
    raise RuntimeError(f"The sandbox did not start: {printed.strip()}")
