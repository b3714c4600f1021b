"""The parsers of values, and the mark for what is not known yet."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from pulumi_boomi_spaces.engine import values
from pulumi_boomi_spaces.engine.values import UNKNOWN, known


@pytest.mark.parametrize("value", [UNKNOWN, [1, UNKNOWN], {"a": {"b": [UNKNOWN]}}, ("x", UNKNOWN)])
def test_unknown_is_found_at_any_depth(value: Any) -> None:
    assert not known(value)


@pytest.mark.parametrize("value", [None, "", "unknown", [], {"a": {"b": ["c"]}}])
def test_everything_else_is_known(value: Any) -> None:
    assert known(value)


def test_unknown_stays_itself() -> None:
    assert pickle.loads(pickle.dumps(UNKNOWN)) is UNKNOWN
    assert copy.deepcopy({"a": UNKNOWN})["a"] is UNKNOWN


@pytest.mark.parametrize(
    ("value", "written"),
    [("a b", "a b"), (10, "10"), (10.0, "10"), (-3.0, "-3"), (2.5, "2.5"), (True, "true"), (False, "false"), (0, "0")],
)
def test_text(value: Any, written: str) -> None:
    assert values.text(value) == written


REFUSED: list[tuple[Callable[[Any], Any], Any, str]] = [
    (values.text, "", "is empty; leave it out instead"),
    (values.text, " a", "begins or ends with a blank or a line break; remove it"),
    (values.text, "a\n", "begins or ends with a blank or a line break; remove it"),
    (values.text, " ", "begins or ends with a blank or a line break; remove it"),
    (values.text, float("nan"), "is not a number that can be written down"),
    (values.text, 1e300, "is a number too large to arrive exactly; write it in quotes, as a text"),
    (values.text, ["a"], "is a list, and a text is wanted"),
    (values.text, {"a": 1}, "is an object, and a text is wanted"),
    (values.text, {"file": "/x"}, "is a reference to a secret, and this is no secret input; write the text itself"),
    (values.text, b"a", "is not a text"),
    (
        values.url,
        "https://",
        "host or port is missing, or has characters that it cannot have (write the host in its ASCII form)",
    ),
    (values.url, "https://a.example/#x", "a URL must not contain a fragment (#)"),
    (values.scopes, [], "is empty; leave it out instead"),
    (values.scopes, "  ", "is empty; leave it out instead"),
    (values.scopes, 'a "b"', '"\\"b\\"" has a character that a scope cannot have (RFC 6749, section 3.3)'),
    (values.scopes, [["a"]], "is a list, and a text is wanted"),
    (values.parameters, {}, "is empty; leave it out instead"),
    (values.parameters, "a=b", "has to be a mapping of names to values"),
    (values.parameters, {"  ": "x"}, "has an empty name"),
    (
        values.parameters,
        {"Client_ID ": "x"},
        '"Client_ID" is reserved: the flow sends it already, or an input of its own does',
    ),
    (
        values.parameters,
        {"a": "1", " A": "2"},
        '"A" stands in it twice (blanks around a name and its case do not count)',
    ),
    (values.parameters, {"a": ""}, '"a" is empty; leave it out instead'),
    (
        values.parameters,
        {"a": {"b": {"c": 1}}},
        '"a" has to be a reference: Secret.env(name), Secret.file(path) or Secret.aws(arn)',
    ),
    (values.flag, "yes", "has to be true or false"),
    (values.flag, 1.0, "has to be true or false"),
    (values.secret, "", "is empty; leave it out instead"),
    (
        values.secret,
        {"env": "A", "file": "B"},
        "has to be a reference: Secret.env(name), Secret.file(path) or Secret.aws(arn)",
    ),
    (values.secret, {"vault": "x"}, "has to be a reference: Secret.env(name), Secret.file(path) or Secret.aws(arn)"),
    (values.secret, {"env": " "}, "is a reference (env) that names nothing"),
    (values.secret, {"aws": "arn:x", "key": ""}, "is a reference (aws) that names nothing"),
]


@pytest.mark.parametrize(("parse", "value", "sentence"), REFUSED)
def test_refused(parse: Callable[[Any], Any], value: Any, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the whole text is compared
        parse(value)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "name",
    [
        *("grant_type", "client_id", "client_secret", "code", "redirect_uri", "state", "scope", "username", "password"),
        *("assertion", "refresh_token"),
    ],
)
def test_names_that_the_flow_sends_itself_are_reserved(name: str) -> None:
    with pytest.raises(ValueError, match="is reserved"):
        values.parameters({name: "x"})


def test_parameters_keep_references_and_write_numbers() -> None:
    given = {" resource ": "urn:a", "n": 1.0, "flag": True, "pin": {"env": "PIN"}, "blank": " x "}
    assert values.parameters(given) == {
        "resource": "urn:a",
        "n": "1",
        "flag": "true",
        "pin": {"env": "PIN"},
        "blank": " x ",
    }


def test_a_literal_secret_is_kept_to_the_letter() -> None:
    assert values.secret(" p&ss +%:ö ") == " p&ss +%:ö "
    assert values.secret("env:X") == "env:X"
    assert values.secret({"aws": "arn:x", "key": "k"}) == {"aws": "arn:x", "key": "k"}


@pytest.mark.parametrize(("value", "number"), [(1, 1), (3600.0, 3600), ("180", 180)])
def test_number(value: Any, number: int) -> None:
    found = values.number(value, 1, 3600)
    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize("value", [0, 3601, 1.5, "1.5", "", "x", True, None, float("nan"), float("inf"), [1]])
def test_number_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^has to be a whole number from 1 to 3600$"):
        values.number(value, 1, 3600)
