"""Values of inputs: what a preview cannot know yet, and the parsers that give each kind of value one form.

A parser returns the normalised value or raises ValueError with a sentence that neither names the input nor shows its
value. Pulumi hands every number over as a float, and configuration hands everything over as text: both are accepted.
"""

from __future__ import annotations

import enum
import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from ..redact import quoted
from ..secret import Secret
from ..settings import check_url


class Unknown(enum.Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN
"""Stands for a value that another resource yields only when it is made."""

RESERVED_PARAMETERS = frozenset(
    {
        "assertion",
        "client_id",
        "client_secret",
        "code",
        "grant_type",
        "password",
        "redirect_uri",
        "refresh_token",
        "scope",
        "state",
        "username",
    }
)
"""What the OAuth 2.0 request carries already (RFC 6749, RFC 7521): a parameter of that name would be sent twice."""
RESERVED_CLAIMS = frozenset({"iss", "sub", "aud", "exp"})
"""What the assertion carries already (RFC 7523, section 3)."""

EXACT = 2**53
"""Numbers travel as floats: from here on two whole numbers may arrive as one."""
_SCOPE = re.compile(r"[\x21\x23-\x5B\x5D-\x7E]+")
_REFERENCE_KEYS = frozenset({"env", "file", "aws"})


def known(value: Any) -> bool:
    """Whether a value holds no `UNKNOWN`, at any depth."""
    if isinstance(value, Mapping):
        return all(known(one) for one in value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return all(known(one) for one in value)
    return value is not UNKNOWN


def text(value: Any) -> str:
    """A text; numbers and booleans are written as a person writes them: "10" and not "10.0", "true"."""
    written = _written(value)
    if not written:
        raise ValueError("is empty; leave it out instead")
    if written != written.strip():
        raise ValueError("begins or ends with a blank or a line break; remove it")
    return written


def url(value: Any, sandbox: bool = False) -> str:
    """An https address; with the sandbox switch also http to loopback."""
    address = text(value)
    if problem := check_url(address, sandbox):
        raise ValueError(problem)
    return address


def scopes(value: Any) -> list[str]:
    """Scopes of RFC 6749, section 3.3, from a list or a text with blanks; sorted, since their order means nothing."""
    listed = list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
    found = sorted({scope for one in listed for scope in _written(one).split()})
    if not found:
        raise ValueError("is empty; leave it out instead")
    if wrong := [scope for scope in found if not _SCOPE.fullmatch(scope)]:
        raise ValueError(f"{quoted(wrong[0], 60)} has a character that a scope cannot have (RFC 6749, section 3.3)")
    return found


def parameters(value: Any) -> dict[str, str | dict[str, str]]:
    """Names and values that go into a request of the OAuth 2.0 flow; a value may be a reference to a secret."""
    return _pairs(value, RESERVED_PARAMETERS, secret)


def claims(value: Any) -> dict[str, str]:
    """Claims of an assertion. Anybody who sees the assertion reads them, so a reference to a secret is refused."""
    return _pairs(value, RESERVED_CLAIMS, text)


def number(value: Any, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    found = int(value) if isinstance(value, str) and value.isdecimal() else value
    if isinstance(found, bool) or not isinstance(found, (int, float)) or not low <= found <= high or found % 1:
        raise ValueError(f"has to be a whole number from {low} to {high}")
    return int(found)


def flag(value: Any) -> bool:
    """True or False, also as text."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and (folded := value.casefold()) in ("true", "false"):
        return folded == "true"
    raise ValueError("has to be true or false")


def secret(value: Any) -> str | dict[str, str]:
    """A literal, kept to the letter, or a reference as the plain object of `Secret.wire`."""
    if not isinstance(value, Mapping):
        written = _written(value)
        if not written:
            raise ValueError("is empty; leave it out instead")
        return written
    return reference(value)


def reference(value: Any) -> dict[str, str]:
    """A reference to a secret; a literal is refused."""
    found = Secret.parse(value)
    if found is None:
        raise ValueError("has to be a reference: Secret.env(name), Secret.file(path) or Secret.aws(arn)")
    if not found.at.strip() or found.key == "":
        raise ValueError(f"is a reference ({found.place}) that names nothing")
    return found.wire


def _written(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("is not a number that can be written down")
        if abs(value) >= EXACT:
            raise ValueError("is a number too large to arrive exactly; write it in quotes, as a text")
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Mapping):
        if _REFERENCE_KEYS & set(value):
            raise ValueError("is a reference to a secret, and this is no secret input; write the text itself")
        raise ValueError("is an object, and a text is wanted")
    raise ValueError("is a list, and a text is wanted" if isinstance(value, (list, tuple)) else "is not a text")


def _pairs(value: Any, reserved: Collection[str], parse: Callable[[Any], Any]) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("has to be a mapping of names to values")
    if not value:
        raise ValueError("is empty; leave it out instead")
    found: dict[str, Any] = {}
    folded: set[str] = set()
    problems = []
    for given, one in value.items():
        name = str(given).strip()
        if not name:
            problems.append("has an empty name")
        elif name.casefold() in reserved:
            problems.append(f"{quoted(name, 60)} is reserved: the flow sends it already, or an input of its own does")
        elif name.casefold() in folded:
            problems.append(f"{quoted(name, 60)} stands in it twice (blanks around a name and its case do not count)")
        folded.add(name.casefold())
        try:
            found[name] = parse(one)
        except ValueError as error:
            problems.append(f"{quoted(name, 60)} {error}")
    if problems:
        raise ValueError("; ".join(problems))
    return found
