"""A loopback proxy in front of AWS Secrets Manager that spoils answers, and lets others act at a chosen moment."""

from __future__ import annotations

import socket
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit


class Reply(NamedTuple):
    status: int
    content_type: str
    body: bytes


Forward = Callable[[], Reply]
Fault = Callable[[Forward], "Reply | None"]
"""What to answer; None closes the connection without an answer. Not calling `Forward` keeps the request from AWS."""

HTML = Reply(200, "text/html", b"<html><body>Sign in to the network</body></html>")


def answered(forward: Forward) -> Reply:
    return forward()


def lost(forward: Forward) -> None:
    """Carried out, but nobody hears of it."""
    forward()


def dropped(forward: Forward) -> None:
    """Never carried out, and nobody hears of that."""


def garbled(forward: Forward) -> Reply:
    """Carried out, and answered with a page of HTML and status 200."""
    forward()
    return HTML


def swallowed(forward: Forward) -> Reply:
    """Never carried out, and answered with a page of HTML and status 200."""
    return HTML


def broken(forward: Forward) -> Reply:
    """Carried out, and answered with status 500 and a page of HTML."""
    forward()
    return HTML._replace(status=500)


def preceded_by(act: Callable[[], object]) -> Fault:
    """Somebody acts just before the request reaches AWS."""

    def fault(forward: Forward) -> Reply:
        act()
        return forward()

    return fault


class FaultProxy:
    """`operations` are the operations that came by, in their order."""

    def __init__(self, backend: str) -> None:
        self._backend = urlsplit(backend)
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.operations: list[str] = []

    def reset(self) -> None:
        self._faults.clear()
        self.operations.clear()

    def spoil(self, operation: str, *faults: Fault) -> None:
        """The next requests of this operation meet these faults, one each."""
        self._faults[operation].extend(faults)

    def unmet(self) -> list[str]:
        """Operations whose faults nobody ran into."""
        return [operation for operation, faults in self._faults.items() if faults]

    def handle(self, operation: str, forward: Forward) -> Reply | None:
        self.operations.append(operation)
        faults = self._faults[operation]
        return (faults.popleft() if faults else answered)(forward)

    @contextmanager
    def serve(self, tls: ssl.SSLContext | None = None) -> Iterator[str]:
        """The proxy's address."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one packet: two would wait 40 ms for each other

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                operation = self.headers["X-Amz-Target"].partition(".")[2]
                reply = proxy.handle(operation, lambda: proxy._forward(dict(self.headers), body))
                if reply is None:
                    self.close_connection = True
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(reply.status)
                self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body)))
                self.send_header("x-amzn-RequestId", "7f3a")
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def _forward(self, headers: dict[str, str], body: bytes) -> Reply:
        connection = HTTPConnection(str(self._backend.hostname), self._backend.port, timeout=10)
        try:
            connection.request("POST", "/", body, headers)
            response = connection.getresponse()
            return Reply(response.status, response.headers["Content-Type"], response.read())
        finally:
            connection.close()
