"""The redactor: every shape in which a secret turns up again, and the one door for remote text."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus, urlencode

import pytest

from pulumi_boomi_spaces import redact
from pulumi_boomi_spaces.redact import MASK, hide, one_line, quoted, scrub

SECRET = "pä55/w&rd+\"with 'odd' <signs>\\=%"
PEM = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLc9a1kFhQh0w5u1W
Qm5kVmVyeVNlY3JldEtleU1hdGVyaWFsVGhhdElzTm90UmVhbEF0QWxsT2theT8h
c2hvcnQgbGFzdCBsaW5l
-----END PRIVATE KEY-----
"""


@pytest.fixture(autouse=True)
def nothing_hidden() -> Iterator[None]:
    """Each test hides its own; what other tests hid comes back."""
    before = dict(redact._shapes), redact._pattern
    redact._shapes.clear()
    redact._pattern = None
    yield
    redact._shapes.clear()
    redact._shapes.update(before[0])
    redact._pattern = before[1]


SHAPES: dict[str, Callable[[str], str]] = {
    "raw": str,
    "url": lambda text: quote(text, safe=""),
    "url, slash kept": quote,
    "url, lower-case": lambda text: re.sub("%..", lambda escape: escape.group().lower(), quote(text, safe="")),
    "form": quote_plus,
    "query": lambda text: urlencode({"client_secret": text}),
    "json": json.dumps,
    "json, not ascii": lambda text: json.dumps(text, ensure_ascii=False),
    "json in json": lambda text: json.dumps(json.dumps({"a": text})),
    "json, slash escaped": lambda text: json.dumps(text).replace("/", "\\/"),
    "html": html.escape,
    "html, quotes kept": lambda text: html.escape(text, quote=False),
    "repr": repr,
    "hex": lambda text: text.encode().hex(),
    "hex, upper-case": lambda text: text.encode().hex().upper(),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
@pytest.mark.parametrize("secret", [SECRET, "simple-canary-1", "abcd"])
def test_a_secret_is_masked_in_every_usual_shape(shape: Callable[[str], str], secret: str) -> None:
    hide(secret)
    shown = scrub(f"before {shape(secret)} after")
    assert MASK in shown
    assert shape(secret) not in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", ["", "x", "id", "abc", "BOOMI_TOKEN.a@b.c:"])
@pytest.mark.parametrize("after", ["", "y", ":1", "xyz"])
@pytest.mark.parametrize("secret", [SECRET, "canary~?>~>?", "canary-of-length-18", "12345678"])
def test_a_secret_inside_base64_is_masked_wherever_it_begins(
    encode: Callable[[bytes], bytes], before: str, after: str, secret: str
) -> None:
    hide(secret)
    shown = scrub(encode(f"{before}{secret}{after}".encode()).decode())
    assert MASK in shown
    left = "".join(shown.split(MASK))
    # At most the characters that the secret shares with its neighbours are left, at either end.
    assert len(left) <= len(base64.b64encode(before.encode())) + len(base64.b64encode(after.encode())) + 4


def test_a_short_secret_as_base64_of_its_own() -> None:
    hide("abcd")
    for text in ("YWJjZA==", "YWJjZA"):
        assert scrub(f"value {text} end") == f"value {MASK} end"
    assert scrub("xYWJjZAx") == "xYWJjZAx"


@pytest.mark.parametrize("secret", ["a", "42", "xyz"])
def test_a_very_short_secret_counts_only_where_it_stands_alone(secret: str) -> None:
    hide(secret)
    assert scrub(f"x={secret}, b{secret}b {secret}") == f"x={MASK}, b{secret}b {MASK}"


def test_every_line_of_a_private_key_is_masked_also_by_itself() -> None:
    hide(PEM)
    for line in PEM.splitlines():
        assert scrub(f"line: {line}!") == f"line: {MASK}!"
    for text in (PEM, json.dumps(PEM), repr(PEM), PEM.replace("\n", "\r\n"), PEM.replace("\n", ""), quote(PEM)):
        shown = scrub(text)
        assert "MIGH" not in shown
        assert "c2hv" not in shown
    assert "TUlHSEFn" not in scrub(base64.b64encode(PEM.encode()).decode())


def test_a_secret_read_with_a_line_break_at_its_end_is_masked_without_it() -> None:
    hide("canary-with-newline\n")
    assert scrub("(canary-with-newline)") == f"({MASK})"


def test_a_secret_that_contains_another_one_is_masked_as_a_whole() -> None:
    hide("canary")
    hide("canary-and-more")
    assert scrub("canary-and-more, canary") == f"{MASK}, {MASK}"


def test_bytes_of_an_environment_variable_that_are_no_text_are_no_obstacle() -> None:
    value = b"canary-\xff-odd".decode("utf-8", "surrogateescape")
    assert hide(value) == value
    assert "canary" not in one_line(f"a {value} b")


@pytest.mark.parametrize("nothing", ["", " ", "\n"])
def test_nothing_hides_nothing(nothing: str) -> None:
    assert hide(nothing) == nothing
    assert scrub("a text with   spaces") == "a text with   spaces"


def test_remote_text_is_one_quoted_printable_line() -> None:
    shown = quoted('line one\r\nline "two"\t\x1b[31mred\x1b[0m \u202egnp\u2028 \x00 é')
    assert shown == '"line one\\r\\nline \\"two\\"\\t\\x1b[31mred\\x1b[0m \\u202egnp\\u2028 \\x00 é"'
    assert shown.isprintable()


COMMANDS = (
    "::set-output name=a::b",
    ":::add-mask::x",
    "a::::b",
    "##[error]failed",
    "###[error]failed",
    "##vso[task.setvariable variable=x]y",
    "##VSO[task.setvariable variable=x]y",
    "##teamcity[message text='x']",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_for_ci_systems_are_broken_up(command: str) -> None:
    for shown in (quoted(command), one_line(command)):
        assert "::" not in shown
        assert "##[" not in shown
        assert "##vso" not in shown.lower()
        assert "##teamcity" not in shown
        assert shown.replace(" ", "").strip('"') == command.replace(" ", "")


def test_remote_text_is_bounded_and_masked_before_it_is_cut() -> None:
    hide("canary-at-the-border")
    shown = quoted("x" * (redact.LIMIT - 10) + "canary-at-the-border" + "y" * 100)
    assert "cana" not in shown
    assert len(shown) <= redact.LIMIT + 2
    assert shown.endswith('…"')


def test_a_secret_that_is_spelled_with_escapes_is_masked_before_the_escapes_are_made() -> None:
    hide("two\nlines-of-canary")
    assert "canary" not in one_line("x two\nlines-of-canary y")
    assert "canary" not in quoted("x two\nlines-of-canary y")
    assert "canary" not in one_line(quoted("x two\nlines-of-canary y"))


def test_the_head_of_an_arn_stays_whole() -> None:
    assert redact.one_line("user arn:aws:iam::123456789012:role/x") == "user arn:aws:iam::123456789012:role/x"
