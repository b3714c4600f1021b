"""AWS Secrets Manager behind the guard: a WSGI application that is slow to import, so it loads in a thread."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

STORE = "secrets.sqlite"


class Service:
    """Loads from the start on, in the background; a request that comes before that waits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._service: ASGIApp | None = None
        self._loading = threading.Thread(target=self._load, daemon=True)
        self._loading.start()

    def _load(self) -> None:
        from boomi_emulator.secrets_manager import wsgi_app

        self._service = cast(ASGIApp, WSGIMiddleware(cast(Any, wsgi_app(self._folder / STORE))))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._service is None:
            await run_in_threadpool(self._loading.join)
        if self._service is None:
            raise RuntimeError("AWS Secrets Manager did not load; the sandbox printed why.")
        await self._service(scope, receive, send)
