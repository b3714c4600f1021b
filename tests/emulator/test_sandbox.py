"""The sandbox as a process: ports and their guard, the env file, the control address, restarts."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
import requests
from mypy_boto3_secretsmanager import SecretsManagerClient

from boomi_emulator.sandbox import Sandbox, start
from tests.emulator.boomi import CHILD, DEV, ERP, OWNER, PARTNER_CHILD, Boomi, connection, field, field_of

PORTS = ("BOOMI_HOST", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "BOOMI_SANDBOX_CONTROL")


def raw(url: str, **headers: str) -> tuple[int, dict[str, str], str]:
    """One GET with exactly these headers."""
    link = http.client.HTTPConnection(str(urlsplit(url).netloc), timeout=30)
    link.putrequest("GET", "/log", skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        link.putheader(name, value)
    link.endheaders()
    answer = link.getresponse()
    found = (answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode())
    link.close()
    return found


def secrets_manager(sandbox: Sandbox) -> SecretsManagerClient:
    return boto3.client(
        "secretsmanager",
        region_name=sandbox.env["AWS_DEFAULT_REGION"],
        endpoint_url=sandbox.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"],
        aws_access_key_id=sandbox.env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=sandbox.env["AWS_SECRET_ACCESS_KEY"],
    )


@pytest.mark.parametrize("port", PORTS)
def test_only_the_literal_host_is_answered(sandbox: Sandbox, port: str) -> None:
    url = sandbox.env[port]
    number = urlsplit(url).port
    assert raw(url, Host=f"127.0.0.1:{number}")[0] != 403
    for host in (f"localhost:{number}", "127.0.0.1", f"evil.example:{number}", f"127.0.0.1:{number}.evil.example", ""):
        status, headers, body = raw(url, Host=host)
        assert status in (400, 403), host
        assert not [name for name in headers if name.startswith("access-control")]
        assert "token" not in body


@pytest.mark.parametrize("port", PORTS)
def test_another_origin_is_not_answered(sandbox: Sandbox, port: str) -> None:
    url = sandbox.env[port]
    own = urlsplit(url).netloc
    for origin in (
        "https://evil.example",
        "null",
        "http://localhost:1",
        f"https://{own}",
        f"http://{own}.evil.example",
    ):
        status, headers, _ = raw(url, Host=own, Origin=origin)
        assert status == 403, origin
        assert not [name for name in headers if name.startswith("access-control")]
    assert raw(url, Host=own, Origin=url)[0] != 403


def test_the_ports_are_on_loopback_alone(sandbox: Sandbox) -> None:
    for port in PORTS:
        with socket.socket() as probe, pytest.raises(OSError, match="refused"):
            probe.connect(("127.0.0.2", urlsplit(sandbox.env[port]).port))


def test_the_control_address_needs_its_token(sandbox: Sandbox) -> None:
    url = sandbox.env["BOOMI_SANDBOX_CONTROL"]
    for path in ("/log", "/switches", "/delivered", "/inventory", "/restarts"):
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer "}):
            assert requests.get(url + path, headers=headers, timeout=30).status_code == 401
    assert requests.post(f"{url}/clock", json={"advance": 1}, timeout=30).status_code == 401


def test_mistakes_at_the_control_address_are_named(sandbox: Sandbox) -> None:
    for name, value in (("no_such_switch", True), ("second_attach", "sometimes"), ("second_attach", True)):
        with pytest.raises(ValueError, match=name):
            sandbox.control.switches(**{name: value})
    with pytest.raises(ValueError, match="hidden_echo"):
        sandbox.control.switches(second_attach="idempotent", hidden_echo="sometimes")
    assert sandbox.control.switches()["second_attach"] == "refused"
    with pytest.raises(ValueError, match="400"):
        sandbox.control.delivered(CHILD, DEV, "nothing", ERP, "url")


def test_the_env_file_says_where_everything_is(sandbox: Sandbox) -> None:
    assert stat.S_IMODE(sandbox.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in sandbox.folder.iterdir()} == {0o600}
    env = sandbox.env
    assert env["BOOMI_SPACES_SANDBOX"] == "1"
    assert (env["BOOMI_ACCOUNT"], env["BOOMI_USER"]) == (OWNER, "platform@acme.example")
    accounts = json.loads(env["BOOMI_ACCOUNTS"])
    assert accounts[PARTNER_CHILD] == {"partner": True}
    assert set(accounts[CHILD]) == {"user", "token"}
    for port in PORTS:
        assert env[port].startswith("http://127.0.0.1:")
    shell = ["sh", "-c", '. "$1" && printf %s "$BOOMI_ACCOUNTS"', "sh", str(sandbox.folder / "env")]
    assert json.loads(subprocess.check_output(shell)) == accounts


def test_the_log_counts_requests_without_ids_and_secrets(sandbox: Sandbox, boomi: Boomi, partner: Boomi) -> None:
    _, group = boomi.installed()
    id = boomi.extensions(group)["id"]
    since = sandbox.control.log()["last"]
    secret = connection(ERP, field("url", value="https://canary.example.com", useDefault=False))
    answer = boomi.rest("POST", f"EnvironmentExtensions/{id}/update", {"partial": True, **secret})
    partner.rest("GET", "Environment/x")
    boomi.graphql("query Mine { spaces { id } }")
    boomi.rest("GET", "Role/1")
    boomi.http.post(f"{boomi.host}/api/rest/v1/{OWNER}/Process/query", json={}, timeout=30)
    log = sandbox.control.log(since)
    assert [(one["operation"], one["method"], one["account"], one["status"]) for one in log["entries"]] == [
        ("EnvironmentExtensions UPDATE", "POST", CHILD, 200),
        ("Environment GET", "GET", PARTNER_CHILD, 400),
        ("JWT", "GET", CHILD, 200),
        ("query spaces", "POST", CHILD, 200),
        ("Role", "GET", CHILD, 501),
        ("Process", "POST", None, 403),
    ]
    assert [one["path"] for one in log["entries"][:2]] == [
        "/api/rest/v1/{accountId}/EnvironmentExtensions/{id}",
        "/partner/api/rest/v1/{accountId}/Environment/{id}",
    ]
    first = log["entries"][0]
    assert first["request_id"] == answer.headers["X-Request-Id"]
    assert [one["seq"] for one in log["entries"]] == list(range(since + 1, log["last"] + 1))
    assert set(first) == {"seq", "service", "method", "request_id", "path", "operation", "account", "status"}
    assert "canary" not in json.dumps(log)
    assert id not in json.dumps(log)


def test_aws_is_behind_the_same_guard_and_log(sandbox: Sandbox) -> None:
    client = secrets_manager(sandbox)
    since = sandbox.control.log()["last"]
    arn = client.create_secret(Name="sandbox/one", SecretString="canary")["ARN"]
    assert client.get_secret_value(SecretId=arn)["SecretString"] == "canary"
    log = sandbox.control.log(since)
    assert [(one["service"], one["operation"], one["status"]) for one in log["entries"]] == [
        ("aws", "CreateSecret", 200),
        ("aws", "GetSecretValue", 200),
    ]
    assert "canary" not in json.dumps(log)


def test_answers_can_be_late(sandbox: Sandbox, boomi: Boomi) -> None:
    sandbox.control.delay(200)
    try:
        started = time.monotonic()
        boomi.rest("GET", f"Environment/{DEV}")
        assert time.monotonic() - started >= 0.2
    finally:
        sandbox.control.delay(0)


def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    folder = tmp_path / "world"
    folder.mkdir(mode=0o755)
    with start(folder) as sandbox:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        boomi = Boomi(sandbox, CHILD)
        sandbox.control.rate(None)
        sandbox.control.switches(second_attach="idempotent")
        sandbox.control.clock(3600)
        instance, group = boomi.installed()
        boomi.update(group, connection(ERP, field("url", value="https://kept.example.com", useDefault=False)))
        secrets_manager(sandbox).create_secret(Name="kept", SecretString="value")
        token = sandbox.env["BOOMI_TOKEN"]
        jwt = boomi.jwt().text
    assert not (folder / "env").exists()
    with start(folder) as sandbox:
        boomi = Boomi(sandbox, CHILD)
        assert sandbox.env["BOOMI_TOKEN"] == token
        assert sandbox.control.switches()["second_attach"] == "idempotent"
        assert boomi.ok("GET", f"IntegrationPackInstance/{instance['id']}") == instance
        assert field_of(boomi.extensions(group), ERP, "url")["value"] == "https://kept.example.com"
        assert boomi.graphql("{ spaces { id } }", Authorization=f"Bearer {jwt}").status_code == 200
        assert secrets_manager(sandbox).get_secret_value(SecretId="kept")["SecretString"] == "value"
        again = boomi.install("another")
        assert again["id"] != instance["id"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "boomi_emulator.sandbox", *arguments]
    path = os.pathsep.join(sys.path)
    return subprocess.run(
        command, capture_output=True, text=True, timeout=30, check=False, env={**os.environ, "PYTHONPATH": path}
    )


def test_one_folder_has_one_sandbox(sandbox: Sandbox) -> None:
    second = run("--dir", str(sandbox.folder))
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "another sandbox" in second.stderr
    assert (sandbox.folder / "env").exists()


def test_another_scenario_needs_another_folder(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("owner: {id: tiny-AAAAAA, name: Tiny, user: tiny@example.com}\n")
    with start(tmp_path / "world", scenario=scenario) as sandbox:
        assert sandbox.env["BOOMI_ACCOUNTS"] == "{}"
    with pytest.raises(RuntimeError, match="another scenario"):
        start(tmp_path / "world")


def three_free_ports() -> int:
    """The first of three neighbours, outside the range from which the system gives ports to others."""
    for first in range(20_000 + os.getpid() % 10_000, 32_000):
        try:
            with socket.socket() as one, socket.socket() as two, socket.socket() as three:
                for number, probe in enumerate((one, two, three)):
                    probe.bind(("127.0.0.1", first + number))
        except OSError:
            continue
        return first
    pytest.fail("There are no three free ports side by side.")


def test_fixed_ports_and_a_clean_end(tmp_path: Path) -> None:
    first, env = three_free_ports(), tmp_path / "world" / "env"
    command = [sys.executable, "-m", "boomi_emulator.sandbox", "--dir", str(env.parent), "--port", str(first)]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"Sandbox on http://127.0.0.1:{first}: source {env}\n"
        taken = run("--dir", str(tmp_path / "second"), "--port", str(first))
        assert (taken.returncode, taken.stderr.count("\n")) == (1, 1)
        assert str(first) in taken.stderr
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert not env.exists()


def test_what_is_on_this_machine_is_asked_past_a_proxy(sandbox: Sandbox) -> None:
    assert sandbox.env["NO_PROXY"] == "127.0.0.1"
