"""What stands in front of every port: only this machine's own programs are answered, and each request is logged.

A web page in the developer's browser can reach loopback. It cannot choose the Host header, and its requests carry an
Origin; both are checked, and no answer permits another origin to read it.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boomi_emulator.request_log import ENTRY, REQUEST_ID_HEADER, Entry, RequestLog

HOST = "127.0.0.1"


class Guard:
    """One ASGI application over all ports: checks, logs and hands the request to the service of its port."""

    def __init__(self, services: dict[int, tuple[str, ASGIApp]], log: RequestLog, delay: Callable[[], float]) -> None:
        """Port to name and application. `delay` answers seconds by which every logged answer is late."""
        self._services, self._log, self._delay = services, log, delay

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        port = scope["server"][1]
        name, service = self._services[port]
        headers = {key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]}
        entry = self._entry(name, scope["method"], headers)
        scope[ENTRY] = entry

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                mark = (REQUEST_ID_HEADER.lower().encode(), entry.request_id.encode())
                message = {**message, "headers": [*message.get("headers", []), mark]}
            await send(message)

        own = f"{HOST}:{port}"
        if headers.get("host") != own:
            await _refuse(send_marked, f"This answers to the host {own} alone.")
        elif headers.get("origin", f"http://{own}") != f"http://{own}":
            await _refuse(send_marked, "Another origin is not answered.")
        else:
            delay = 0.0 if name == "control" else self._delay()
            await service(scope, receive, _late(send_marked, delay) if delay else send_marked)

    def _entry(self, service: str, method: str, headers: dict[str, str]) -> Entry:
        request_id = secrets.token_hex(8)
        if service == "control":
            return Entry(0, service, method, request_id)
        entry = self._log.open(service, method, request_id)
        if service == "aws":
            entry.path, entry.operation = "/", headers.get("x-amz-target", "").removeprefix("secretsmanager.")
        return entry


async def _refuse(send: Send, sentence: str) -> None:
    content = json.dumps({"message": sentence}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _late(send: Send, seconds: float) -> Send:
    """An answer that is under way for so long: what was asked for has happened by then."""

    async def send_late(message: Message) -> None:
        if message["type"] == "http.response.start":
            await asyncio.sleep(seconds)
        await send(message)

    return send_late
