"""A sandbox with a fault proxy in front, as new for each test; and a TLS server with a certificate of its own."""

from __future__ import annotations

import datetime
import http.server
import ssl
import threading
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from boomi_emulator.sandbox import Sandbox, start
from boomi_emulator.switches import SWITCHES
from tests.emulator.boomi import CHILD, OWNER, PARTNER_CHILD, Boomi
from tests.support.fault_proxy import FaultProxy
from tests.unit.boomi.made import Client, client_of


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with start(tmp_path_factory.mktemp("sandbox") / "world") as running:
        running.control.rate(None)
        yield running


@pytest.fixture
def there(sandbox: Sandbox) -> Iterator[Boomi]:
    """Somebody else's client in the consumer account with credentials of its own: what it finds is the truth."""
    child, partner = Boomi(sandbox, CHILD), Boomi(sandbox, PARTNER_CHILD, partner_of=OWNER)
    environments = {one["id"] for one in child.results("Environment")}
    yield child
    sandbox.control.switches(**{name: switch.default for name, switch in SWITCHES.items()})
    for account in (child, partner):
        for instance in account.results("IntegrationPackInstance"):
            account.ok("DELETE", f"IntegrationPackInstance/{instance['id']}")
    for environment in child.results("Environment"):
        if environment["id"] not in environments:
            child.ok("DELETE", f"Environment/{environment['id']}")


@pytest.fixture
def proxy(sandbox: Sandbox, there: Boomi) -> Iterator[FaultProxy]:
    """Between the client and the sandbox: it counts, and breaks what a test says."""
    with FaultProxy(sandbox.env["BOOMI_HOST"]) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox, proxy: FaultProxy) -> Client:
    return client_of(sandbox, proxy.url)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a self-signed certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return path


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "13")
        self.end_headers()
        self.wfile.write(b'{"tls": true}')

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def tls(certificate: Path) -> Iterator[str]:
    """The address of a TLS server that uses it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(10)
