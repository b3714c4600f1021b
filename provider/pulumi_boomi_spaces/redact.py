"""The only redactor, and the only door through which remote text reaches a message.

Values that went through `hide` are replaced in every text that leaves the process, in the shapes in which a secret
usually turns up again: raw, quoted for URLs and forms, JSON-escaped, hex, Base64 (all three alignments), single lines
of a PEM file.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Callable
from urllib.parse import quote, quote_plus

MASK = "[secret]"
LIMIT = 300
"""Remote text is cut to this many characters."""

_lock = threading.Lock()
_shapes: set[str] = set()
_pattern: re.Pattern[str] | None = None

# CI systems act on these at the start of a line or anywhere in it: GitHub and Azure commands, TeamCity messages.
_COMMANDS = re.compile(r"(::|##(?=\[|vso)|##(?=teamcity))")


def hide(value: str) -> str:
    """Remember a secret value, so that no text that leaves this process shows it; returns the value itself."""
    global _pattern
    if value:
        with _lock:
            known = len(_shapes)
            _shapes.update(_shapes_of(value))
            if len(_shapes) != known:
                longest_first = sorted(_shapes, key=len, reverse=True)
                _pattern = re.compile("|".join(_as_pattern(shape) for shape in longest_first))
    return value


def scrub(text: str) -> str:
    """`text` with every hidden value replaced by `[secret]`; line breaks stay."""
    with _lock:
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
    return _COMMANDS.sub(lambda m: m.group(0)[0] + " " + m.group(0)[1:], shown)


def _escaped(char: str) -> str:
    return '\\"' if char == '"' else char.encode("unicode_escape").decode("ascii")


def _as_pattern(shape: str) -> str:
    # A value of one to three characters would turn every word into a mask: it counts only where it stands alone.
    return re.escape(shape) if len(shape) > 3 else rf"(?<![A-Za-z0-9]){re.escape(shape)}(?![A-Za-z0-9])"


def _shapes_of(value: str) -> set[str]:
    lines = {line.strip() for line in value.splitlines() if len(line.strip()) > 7}
    shapes: set[str] = set()
    for text in {value, value.strip(), *lines} - {""}:
        raw = text.encode()
        shapes |= {text, quote(text, safe=""), quote(text), quote_plus(text)}
        shapes |= {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
        shapes |= {text.encode("unicode_escape").decode("ascii")}
        if len(raw) > 3:
            shapes |= {raw.hex(), raw.hex().upper()}
            for encode in (base64.b64encode, base64.urlsafe_b64encode):
                shapes |= _inside_base64(raw, encode)
    return shapes


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
