"""The seam over real HTTP: what is repeated, what is reported, and what never gets into a message."""

from __future__ import annotations

import base64
import socket
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest

from pulumi_boomi_spaces.boomi.answers import document
from pulumi_boomi_spaces.boomi.throttle import Bucket
from pulumi_boomi_spaces.boomi.transport import Request
from pulumi_boomi_spaces.errors import ServiceError
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import Answer, Fault, FaultProxy
from tests.unit.boomi.made import Client, sandbox_settings

CANARY = "s3cret-canary-1f77"


def call(client: Client, path: str = "/thing", *, write: bool, host: str | None = None) -> object:
    request = Request(
        "POST" if write else "GET",
        (host or client.settings.host) + path,
        {"Authorization": f"Bearer {CANARY}", "Accept": "application/json"},
        what="writing the thing" if write else "reading the thing",
        account="acme",
        write=write,
        body=b'{"value": "%s"}' % CANARY.encode() if write else None,
    )
    return client.transport.send(request, bucket(client), document)


def bucket(client: Client) -> Bucket:
    return client.throttle.bucket(client.settings.host, "acme")


def failed(client: Client, *, write: bool, host: str | None = None) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        call(client, write=write, host=host)
    error = caught.value
    assert CANARY not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None, "what is chained would be printed with the error"
    return error


@pytest.fixture
def boomi() -> Iterator[FaultProxy]:
    with FaultProxy(lambda seen: Answer({"ok": True}, headers={"X-Request-Id": "7f3a"})) as proxy:
        yield proxy


@pytest.fixture
def client(boomi: FaultProxy) -> Client:
    return Client(sandbox_settings(boomi.url))


PASSING: dict[str, Fault] = {
    "answer lost": faults.lost_answer,
    "connection lost": faults.lost_request,
    "truncated": faults.truncated,
    "truncated chunks": faults.truncated_chunks,
    "a page with status 200": faults.html(through=True),
    "500": faults.refusal(500, "boom"),
    "502": faults.answering(Answer(b"<html>bad gateway</html>", 502)),
    "504": faults.refusal(504),
}
"""After these a write may have been done."""


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
def test_a_read_is_repeated_after_what_may_pass(boomi: FaultProxy, client: Client, fault: Fault) -> None:
    boomi.arm(fault)
    assert call(client, write=False) == {"ok": True}
    assert len(boomi.seen) == 2


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
def test_a_write_whose_answer_is_lost_is_never_repeated(boomi: FaultProxy, client: Client, fault: Fault) -> None:
    boomi.arm(fault)
    error = failed(client, write=True)
    assert error.answer_lost
    assert len(boomi.seen) == 1
    assert client.clock.slept == []
    assert str(error).startswith("writing the thing: Boomi ")
    assert str(error).endswith(
        "Whether it was done is not known: run pulumi up --refresh, which looks before it writes"
    )


@pytest.mark.parametrize("status", [429, 503])
def test_a_write_that_was_refused_is_repeated(boomi: FaultProxy, client: Client, status: int) -> None:
    boomi.arm(faults.refusal(status, "too many"))
    assert call(client, write=True) == {"ok": True}
    assert [seen.json for seen in boomi.seen] == [{"value": CANARY}] * 2


def test_five_attempts_with_growing_waits_and_then_an_error_that_says_what_happened(
    boomi: FaultProxy, client: Client
) -> None:
    boomi.arm(faults.refusal(500, "the message of the service", x_request_id="ab12"), times=9)
    error = failed(client, write=False)
    assert len(boomi.seen) == 5
    assert [wait for wait in client.clock.slept if wait >= 0.5] == [0.5, 1.0, 2.0, 4.0]
    assert (error.status, error.request_id, error.answer_lost) == (500, "ab12", False)
    assert str(error) == (
        'reading the thing: Boomi answered 500 ("the message of the service", request id ab12). '
        "Nothing was read; run it again"
    )


def test_a_write_that_stays_refused_says_that_nothing_was_changed(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.refusal(503, "overloaded"), times=9)
    error = failed(client, write=True)
    assert not error.answer_lost
    assert len(boomi.seen) == 5
    assert str(error) == (
        'writing the thing: Boomi answered 503 ("overloaded"). Nothing was changed in Boomi; run it again'
    )


@pytest.mark.parametrize("write", [False, True])
def test_retry_after_pauses_everybody(boomi: FaultProxy, client: Client, write: bool) -> None:
    boomi.arm(faults.refusal(503, retry_after="7"))
    began = client.clock.now
    assert call(client, write=write) == {"ok": True}
    assert client.clock.now - began == 7.0
    boomi.arm(faults.refusal(429, retry_after="60"))
    bucket(client).take(until=1e9)
    call(client, write=write)
    assert not bucket(client).take(until=client.clock.now)


def test_retry_after_as_a_date(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.refusal(503, retry_after=formatdate(1_800_000_011.0, usegmt=True)))
    began = client.clock.now
    assert call(client, write=False) == {"ok": True}
    assert client.clock.now - began == 11.0


def test_a_retry_after_of_more_than_a_minute_is_reported_instead_of_waited_for(
    boomi: FaultProxy, client: Client
) -> None:
    boomi.arm(faults.refusal(503, retry_after="3600"))
    error = failed(client, write=True)
    assert len(boomi.seen) == 1
    assert client.clock.slept == []
    assert str(error).endswith("Nothing was changed in Boomi; it asks to come back in 3600 s")


def test_a_retry_after_that_is_nonsense_is_passed_over(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.refusal(503, retry_after="soon"))
    assert call(client, write=True) == {"ok": True}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refusal_that_no_repetition_can_help_is_reported_at_once(
    boomi: FaultProxy, client: Client, status: int
) -> None:
    boomi.arm(faults.refusal(status, "no"))
    error = failed(client, write=True)
    assert (len(boomi.seen), error.status, error.answer_lost) == (1, status, False)
    assert "Nothing was changed in Boomi" in str(error)


def test_nobody_there_is_repeated_for_a_write_too(client: Client) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{free.getsockname()[1]}"
        error = failed(client, write=True, host=host)
    assert not error.answer_lost
    assert error.status is None
    assert len([wait for wait in client.clock.slept if wait >= 0.5]) == 4
    assert "could not be reached: name not found or connection refused" in str(error)


def test_a_name_that_is_not_found_is_a_definite_refusal(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_found(*arguments: object, **named: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", not_found)
    error = failed(client, write=True, host="https://no-such-host.invalid")
    assert not error.answer_lost
    assert "could not be reached" in str(error)


def test_an_untrusted_certificate_is_reported_at_once(client: Client, tls: str) -> None:
    error = failed(client, write=True, host=tls)
    assert not error.answer_lost
    assert client.clock.slept == []
    assert "REQUESTS_CA_BUNDLE" in str(error)


def test_the_ca_bundle_of_the_settings_is_used(boomi: FaultProxy, tls: str, certificate: Path) -> None:
    client = Client(replace(sandbox_settings(boomi.url), ca_bundle=str(certificate)))
    assert call(client, write=False, host=tls) == {"tls": True}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error_and_the_body_goes_nowhere_else(boomi: FaultProxy, client: Client, status: int) -> None:
    with FaultProxy(lambda seen: Answer({})) as stranger:
        boomi.arm(faults.redirect(stranger.url + "/thing", status))
        error = failed(client, write=True)
        assert stranger.seen == []
    assert (len(boomi.seen), error.status, error.answer_lost) == (1, status, False)
    assert "a redirect, which is not followed" in str(error)


def test_an_answer_without_an_end_is_cut_off(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.huge, times=9)
    assert "sent more than 8 MiB" in str(failed(client, write=False))
    assert len(boomi.seen) == 1, "a second attempt would be as large"
    assert failed(client, write=True).answer_lost


def test_an_answer_that_stops_in_the_middle_ends_at_the_deadline(boomi: FaultProxy, client: Client) -> None:
    def late(exchange: faults.Exchange) -> None:
        client.clock.now += 121.0
        faults.silent(exchange)

    boomi.arm(late)
    error = failed(client, write=True)
    assert error.answer_lost
    assert "took longer than 120 s to answer" in str(error)


def test_no_attempt_begins_after_the_deadline(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.refusal(503, retry_after="50"), times=9)
    began = client.clock.now
    failed(client, write=False)
    assert len(boomi.seen) == 3
    assert client.clock.now - began == 100.0


def test_slow_failures_end_with_the_deadline_and_with_what_was_answered(boomi: FaultProxy, client: Client) -> None:
    def slow(exchange: faults.Exchange) -> None:
        client.clock.now += 50.0
        faults.refusal(500, "boom")(exchange)

    boomi.arm(slow, times=9)
    error = failed(client, write=False)
    assert len(boomi.seen) == 3
    assert "answered 500" in str(error)


def test_who_would_wait_past_the_deadline_for_a_turn_is_told_at_once(boomi: FaultProxy, client: Client) -> None:
    bucket(client).pause(121.0)
    error = failed(client, write=True)
    assert (boomi.seen, client.clock.slept, error.answer_lost) == ([], [], False)
    assert "was not called" in str(error)


def test_connections_are_kept_and_cookies_are_not(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.answering(Answer({"ok": True}, headers={"Set-Cookie": "JSESSIONID=1; Path=/"})))
    call(client, write=False)
    call(client, write=True)
    assert {seen.connection for seen in boomi.seen} == {1}
    assert "cookie" not in boomi.seen[1].headers


def test_netrc_and_proxy_variables_of_the_environment_are_not_read_behind_the_settings(
    boomi: FaultProxy, client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    call(client, write=False)
    assert boomi.seen[0].headers["authorization"] == f"Bearer {CANARY}"


def test_calls_go_through_the_proxy_of_the_settings(boomi: FaultProxy) -> None:
    with FaultProxy(lambda seen: Answer({"direct": True})) as proxy:
        client = Client(sandbox_settings(boomi.url, {"HTTP_PROXY": proxy.url}))
        assert call(client, write=True) == {"ok": True}
        assert [(seen.proxied, seen.path) for seen in proxy.seen] == [(True, boomi.url + "/thing")]
        around = Client(sandbox_settings(boomi.url, {"HTTP_PROXY": proxy.url, "NO_PROXY": "127.0.0.1"}))
        assert call(around, write=True) == {"ok": True}
        assert len(proxy.seen) == 1


def test_a_proxy_that_is_not_there_is_a_definite_refusal(boomi: FaultProxy) -> None:
    password = "pr0xy-canary"
    client = Client(sandbox_settings(boomi.url, {"HTTP_PROXY": f"http://user:{password}@127.0.0.1:9"}))
    error = failed(client, write=True)
    assert not error.answer_lost
    assert "the proxy did not let the call through" in str(error)
    assert password not in str(error)


SHAPES = {
    "@type": (b'{"@type": "Error", "message": "the text"}', '"the text"'),
    "plain": (b'{"message": "the text"}', '"the text"'),
    "nested": (b'{"error": {"message": "the text"}}', '"the text"'),
    "xml": (b'<?xml version="1.0"?><error><message>a &lt;b&gt; text</message></error>', '"a <b> text"'),
    "text": (b"internal details of the service", None),
    "html": (b"<html><body>internal details</body></html>", None),
    "empty": (b"", None),
    "other json": (b'["internal details"]', None),
    "no utf-8": (b'{"message": "\xff"}', None),
}
"""Boomi Platform API: three JSON shapes and XML; what stands in front of Boomi answers what it likes."""


@pytest.mark.parametrize(("body", "shown"), SHAPES.values(), ids=SHAPES.keys())
def test_only_the_documented_message_of_an_error_is_shown(
    boomi: FaultProxy, client: Client, body: bytes, shown: str | None
) -> None:
    boomi.arm(faults.answering(Answer(body, 400)))
    expected = "answered 400" + (f" ({shown})" if shown else "")
    assert str(failed(client, write=True)) == f"writing the thing: Boomi {expected}. Nothing was changed in Boomi"


def test_a_message_of_the_service_is_one_printable_line_without_secrets_and_ci_commands(
    boomi: FaultProxy, client: Client
) -> None:
    from pulumi_boomi_spaces.redact import hide

    hide(CANARY)
    basic = base64.b64encode(f"user:{CANARY}".encode()).decode()
    boomi.arm(faults.refusal(400, f"no\n::set-output name=x::1 \x1b[31m ##[error] {CANARY} {basic} “{'x' * 1000}"))
    text = str(failed(client, write=True))
    assert text.isprintable()
    assert "::" not in text
    assert "##[" not in text
    assert basic not in text
    assert len(text) < 450


def test_a_request_id_that_is_no_id_is_not_shown(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.answering(Answer({}, 400, {"X-Request-Id": 'a "quoted" thing'})))
    error = failed(client, write=True)
    assert error.request_id == ""
    assert "request id" not in str(error)


def test_what_was_sent_is_not_in_the_request_as_it_is_shown(boomi: FaultProxy) -> None:
    shown = repr(Request("GET", "https://a", {"Authorization": CANARY}, "x", "acme", False, CANARY.encode()))
    assert CANARY not in shown
