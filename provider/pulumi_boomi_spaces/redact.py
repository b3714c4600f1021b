"""The only redactor, and the only door through which remote text reaches a message.

Values that went through `hide` are replaced in every text that leaves the process, in the shapes in which a secret
usually turns up again: raw, quoted for URLs and forms, escaped for JSON, HTML and Python, hex, Base64 (all three
alignments), single lines of a PEM file.
"""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Callable
from urllib.parse import quote, quote_plus

MASK = "[secret]"
LIMIT = 300
"""Remote text is cut to this many characters."""

_lock = threading.Lock()
_shapes: dict[str, bool] = {}
"""What is masked, and whether only where it stands alone."""
_pattern: re.Pattern[str] | None = None

# CI systems act on these at the start of a line or anywhere in it: GitHub and Azure commands, TeamCity messages. The
# head of an ARN has two colons as well (arn:aws:iam::…) and is left alone.
_COMMANDS = re.compile(r"arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:[0-9]*:|:(?=:)|#(?=#(?:\[|vso|teamcity))", re.IGNORECASE)


def hide(value: str) -> str:
    """Remember a secret value, so that no text that leaves this process shows it; returns the value itself."""
    global _pattern
    if value.strip():
        with _lock:
            found = {shape: alone and _shapes.get(shape, True) for shape, alone in _shapes_of(value).items()}
            if not found.items() <= _shapes.items():
                _shapes.update(found)
                _pattern = None
    return value


def scrub(text: str) -> str:
    """`text` with every hidden value replaced by `[secret]`; line breaks stay."""
    global _pattern
    with _lock:
        if _pattern is None and _shapes:  # made when a text needs it, not for each of many values
            longest_first = sorted(_shapes, key=len, reverse=True)
            _pattern = re.compile("|".join(_as_pattern(shape) for shape in longest_first))
        pattern = _pattern
    return pattern.sub(MASK, text) if pattern else text


def quoted(text: object, limit: int = LIMIT) -> str:
    """Text from a service or from a user, as one quoted, printable, bounded line without hidden values and CI
    commands.
    """
    shown = scrub(str(text))
    if len(shown) > limit:
        shown = shown[: limit - 1] + "…"
    plain = "".join(c if c.isprintable() and c != '"' else _escaped(c) for c in shown)
    return '"' + one_line(plain) + '"'


def one_line(text: str) -> str:
    """A whole message on its way out: hidden values masked, control characters escaped, CI commands broken up."""
    shown = "".join(c if c.isprintable() else _escaped(c) for c in scrub(text))
    return _COMMANDS.sub(lambda match: match.group() + ("" if len(match.group()) > 1 else " "), shown)


def _escaped(char: str) -> str:
    return '\\"' if char == '"' else char.encode("unicode_escape").decode("ascii")


def _as_pattern(shape: str) -> str:
    return rf"(?<![A-Za-z0-9]){re.escape(shape)}(?![A-Za-z0-9])" if _shapes[shape] else re.escape(shape)


def _shapes_of(value: str) -> dict[str, bool]:
    lines = {line.strip() for line in value.splitlines() if len(line.strip()) > 7}
    found: dict[str, bool] = {}
    for text in {value, value.strip(), *lines}:
        # Bytes of an environment variable that are no text arrive as surrogates.
        raw = text.encode("utf-8", "surrogateescape")
        shapes = {text, text.encode("unicode_escape").decode("ascii"), repr(text)[1:-1]}
        shapes |= {html.escape(text), html.escape(text, quote=False)}
        for as_url in (quote(raw, safe=""), quote(raw), quote_plus(raw)):
            shapes |= {as_url, re.sub("%[0-9A-F]{2}", lambda escape: escape.group().lower(), as_url)}
        for escaped in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]):
            shapes |= {escaped, escaped.replace("/", "\\/"), json.dumps(escaped, ensure_ascii=False)[1:-1]}
        if len(raw) > 3:
            shapes |= {raw.hex(), raw.hex().upper()}
        # What is this short would turn every word into a mask.
        found |= {shape: len(shape) <= 3 for shape in shapes}
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            found |= {encode(raw).decode("ascii").rstrip("="): True, encode(raw).decode("ascii"): True}
            found |= dict.fromkeys(_inside_base64(raw, encode), False)
    return found


def _inside_base64(raw: bytes, encode: Callable[[bytes], bytes]) -> set[str]:
    """The characters that are the same wherever `raw` stands inside a longer Base64 text (`id:secret`, for example)."""
    found = set()
    for shift in range(3):
        text = encode(b"\0" * shift + raw).decode("ascii").rstrip("=")
        start = (0, 2, 3)[shift]
        cut = (shift + len(raw)) % 3
        inner = text[start : len(text) - (1 if cut else 0)]
        if len(inner) > 7:
            found.add(inner)
    return found
