"""An HTTP server on loopback that stands in front of another one, or answers by itself, and breaks chosen requests.

Transport faults: the answer lost after the request went through, a connection that is reset, refusals, truncated, huge,
dripping and unreadable answers, redirects. It also serves as a forward proxy for `http://` addresses on loopback.
"""

from __future__ import annotations

import http.client
import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

HOP_BY_HOP = {"host", "connection", "content-length", "transfer-encoding", "proxy-connection", "keep-alive"}


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    proxied: bool
    connection: int
    """Numbers the connections: two requests with one number came over the same one."""

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What is answered; a body that is no bytes is sent as JSON."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Upstream = str | Callable[[Seen], Answer]
"""The address of the server behind, or a function that answers."""


class Exchange:
    """One request in the hands of a fault."""

    def __init__(self, seen: Seen, handler: BaseHTTPRequestHandler, upstream: Upstream) -> None:
        self.seen = seen
        self._handler = handler
        self._upstream = upstream

    def pass_on(self) -> Answer:
        """Let the request go through."""
        if callable(self._upstream) and not self.seen.proxied:
            return self._upstream(self.seen)
        base = urlsplit(self.seen.path if self.seen.proxied else str(self._upstream))
        path = urlsplit(self.seen.path)
        target = path.path + (f"?{path.query}" if path.query else "")
        connection = http.client.HTTPConnection(base.hostname or "", base.port, timeout=30)
        try:
            headers = {key: value for key, value in self.seen.headers.items() if key not in HOP_BY_HOP}
            connection.request(self.seen.method, target, self.seen.body or None, headers)
            response = connection.getresponse()
            kept = {key: value for key, value in response.getheaders() if key.lower() not in HOP_BY_HOP}
            return Answer(response.read(), response.status, kept)
        finally:
            connection.close()

    def send(self, answer: Answer, *, length: int | None = None, part: bytes | None = None) -> None:
        """Send an answer; `length` and `part` make it lie about its size and end early."""
        content = answer.content
        headers = {"Content-Type": "application/json", **answer.headers}
        headers["Content-Length"] = str(len(content) if length is None else length)
        lines = [f"HTTP/1.1 {answer.status} X", *(f"{key}: {value}" for key, value in headers.items())]
        self.send_bytes("\r\n".join([*lines, "", ""]).encode("latin-1") + (content if part is None else part))

    def send_bytes(self, content: bytes) -> bool:
        """Whether somebody still listens."""
        try:
            self._handler.connection.sendall(content)
        except OSError:
            return False
        return True

    def wait_until_closed(self) -> None:
        """Say nothing more until the client gives up."""
        self._handler.close_connection = True
        self._handler.connection.settimeout(30)
        try:
            while self._handler.connection.recv(4096):
                pass
        except OSError:
            return

    def close(self, *, reset: bool = False) -> None:
        """End the connection; `reset`: as if the other side had died."""
        self._handler.close_connection = True
        if reset:
            linger = struct.pack("ii", 1, 0)
            self._handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self._handler.connection.close()
        else:
            self._handler.connection.shutdown(socket.SHUT_RDWR)


Fault = Callable[[Exchange], None]


def lost_answer(exchange: Exchange) -> None:
    """The request goes through, the answer does not arrive."""
    exchange.pass_on()
    exchange.close(reset=True)


def lost_request(exchange: Exchange) -> None:
    """The connection breaks before the request goes through."""
    exchange.close(reset=True)


def truncated(exchange: Exchange) -> None:
    """The request goes through, half of the answer arrives."""
    answer = exchange.pass_on()
    exchange.send(answer, length=len(answer.content), part=answer.content[: len(answer.content) // 2])
    exchange.close()


def truncated_chunks(exchange: Exchange) -> None:
    """The same with an answer in chunks, whose whole length is not told."""
    content = exchange.pass_on().content
    half = content[: len(content) // 2]
    head = b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    exchange.send_bytes(head + f"{len(half):x}\r\n".encode() + half + b"\r\n")
    exchange.close()


def silent(exchange: Exchange) -> None:
    """The request goes through; the answer begins and then stops, while the connection stays open."""
    answer = exchange.pass_on()
    exchange.send(answer, length=len(answer.content) + 1000, part=answer.content)
    exchange.wait_until_closed()


def huge(exchange: Exchange) -> None:
    """An answer without an end."""
    head = b"HTTP/1.1 200 X\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    if exchange.send_bytes(head):
        while exchange.send_bytes(piece):
            pass
    exchange.wait_until_closed()


def answering(answer: Answer, *, through: bool = False) -> Fault:
    """Another answer than the right one; `through`: although the request went through."""

    def fault(exchange: Exchange) -> None:
        if through:
            exchange.pass_on()
        exchange.send(answer)

    return fault


def refusal(status: int, message: str = "", **headers: str) -> Fault:
    """A refusal in Boomi's shape; `retry_after="3"` becomes a header."""
    named = {key.replace("_", "-").title(): value for key, value in headers.items()}
    return answering(Answer({"message": message} if message else b"", status, named))


def html(*, through: bool = False) -> Fault:
    """A page with status 200, as company proxies and maintenance pages send it."""
    page = Answer(b"<html><body>Please sign in: secret-looking text</body></html>", 200, {"Content-Type": "text/html"})
    return answering(page, through=through)


def redirect(to: str, status: int = 307) -> Fault:
    """Somewhere else."""
    return answering(Answer(b"", status, {"Location": to}))


@dataclass
class _Armed:
    fault: Fault
    when: Callable[[Seen], bool]


class FaultProxy:
    """Serves until the end of its `with` block. `seen` has every request in the order of arrival."""

    def __init__(self, upstream: Upstream) -> None:
        self.seen: list[Seen] = []
        self._upstream = upstream
        self._armed: list[_Armed] = []
        self._lock = threading.Lock()
        self._connections = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def arm(self, *faults: Fault, when: Callable[[Seen], bool] = lambda seen: True, times: int = 1) -> None:
        """Break the next requests that `when` accepts, one fault each, `times` over."""
        with self._lock:
            self._armed += [_Armed(fault, when) for _ in range(times) for fault in faults]

    @property
    def left(self) -> int:
        """Faults that did not happen yet."""
        with self._lock:
            return len(self._armed)

    def __enter__(self) -> FaultProxy:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    def _take(self, seen: Seen) -> Fault | None:
        with self._lock:
            self.seen.append(seen)
            for armed in self._armed:
                if armed.when(seen):
                    self._armed.remove(armed)
                    return armed.fault
        return None

    def _number(self) -> int:
        with self._lock:
            self._connections += 1
            return self._connections

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                self.number = proxy._number()

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except (OSError, ValueError):  # what a fault did to the connection
                    self.close_connection = True

            def any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {key.lower(): value for key, value in self.headers.items()}
                proxied = self.path.startswith("http://127.0.0.1:")
                seen = Seen(self.command, self.path, headers, body, proxied, self.number)
                exchange = Exchange(seen, self, proxy._upstream)
                if fault := proxy._take(seen):
                    fault(exchange)
                else:
                    exchange.send(exchange.pass_on())

            do_GET = do_POST = do_DELETE = do_PUT = do_HEAD = any

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: tests look at `seen`."""

        return Handler
