"""How our secrets are called and marked in AWS Secrets Manager: name, ARN, tags."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Mapping

from ..errors import InputError
from ..redact import quoted

OWNER = "boomi-spaces:owner"
NATURAL_KEY = "boomi-spaces:natural-key"

LONGEST_NAME = 256
"""AWS Secrets Manager, API reference: the answers that carry a name allow no more (the request would allow 512)."""
LONGEST_TAG = 256
"""AWS General Reference, "Tag naming limits and requirements"; also the characters that every service accepts."""

_IN_NAMES = re.compile(r"[^A-Za-z0-9/_+=.@-]+")
_IN_TAGS = re.compile(r"[^A-Za-z0-9_.:/+@-]")
_ESCAPED = re.compile(r"(?:=[0-9A-F]{2})+")
_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")
_ARN = re.compile(
    r"arn:(?P<partition>aws[a-z-]*):secretsmanager:(?P<region>[a-z]{2,}(?:-[a-z]+)+-[0-9]+):(?P<account>[0-9]{12})"
    r":secret:(?P<name>[A-Za-z0-9/_+=.@!-]{1,512})-[A-Za-z0-9]{6}"
)


@dataclasses.dataclass(frozen=True)
class NaturalKey:
    """What a secret is for: one secret input of one connection. `name` is the connection's name, for readers alone."""

    account: str
    environment: str
    group: str
    connection: str
    input: str
    name: str

    @property
    def text(self) -> str:
        """The key as a tag: two keys have two texts; `name` is no part of it."""
        parts = (self.account, self.environment, self.group, self.connection, self.input)
        text = "/".join(_escape(part).replace("/", "=2F") for part in parts)
        return text if len(text) <= LONGEST_TAG else f"{text[: LONGEST_TAG - 65]}={_hash(text)}"

    def secret_name(self, prefix: str) -> str:
        """`<prefix>/<account>/<environment>/<connection>.<input>.<8 hex>`, the hex from the whole key.

        Two connections of one name never meet, and the end is never taken for the suffix of an ARN.
        """
        tail = f".{_hash(self.text)[:8]}"
        folders = (prefix.strip("/"), self.account, self.environment)
        folder = "/".join(_IN_NAMES.sub("-", part) for part in folders if part)
        shown = f"{self.name}.{self.input}".replace("/", "-")
        return f"{folder}/{_IN_NAMES.sub('-', shown)}"[: LONGEST_NAME - len(tail)] + tail


@dataclasses.dataclass(frozen=True)
class Arn:
    """The parts of a secret's ARN."""

    region: str
    account: str
    name: str


def parse_arn(text: str) -> Arn | None:
    """The parts of a whole ARN, with the six characters that AWS puts at its end; None for anything else."""
    match = _ARN.fullmatch(text)
    return Arn(match["region"], match["account"], match["name"]) if match else None


def name_of(arn_or_name: str) -> str:
    """The name for messages and for making a secret anew."""
    arn = parse_arn(arn_or_name)
    return arn.name if arn else arn_or_name


def region_of(arn_or_name: str) -> str | None:
    """The Region that an ARN names; a name names none."""
    arn = parse_arn(arn_or_name)
    return arn.region if arn else None


def name_problem(name: str) -> str | None:
    """Why a name of the user's choice cannot be given to a secret, or None."""
    if not name or len(name) > LONGEST_NAME:
        return f"a secret's name has 1 to {LONGEST_NAME} characters"
    if _IN_NAMES.search(name):
        return "a secret's name has letters, digits and / _ + = . @ - only"
    if _SUFFIX.search(name):
        return "a secret's name must not end in a hyphen and six characters: AWS takes that for the end of an ARN"
    return None


def tags(owner: str, natural_key: str, more: Mapping[str, str]) -> list[dict[str, str]]:
    """The tags of a secret of ours. Raises InputError for an owner that does not fit into a tag."""
    escaped = _escape(owner)
    if len(escaped) > LONGEST_TAG:
        raise InputError(
            f"{quoted(owner)}: project, stack and resource name are too long for a tag in AWS Secrets Manager "
            f"({LONGEST_TAG} characters); give the resource a shorter name"
        )
    return [{"Key": key, "Value": value} for key, value in {**more, OWNER: escaped, NATURAL_KEY: natural_key}.items()]


def read_tags(tags: Iterable[Mapping[str, str]]) -> tuple[str | None, str | None]:
    """(owner, natural key) of a secret; None where it has no such tag."""
    found = {tag.get("Key"): tag.get("Value", "") for tag in tags}
    owner = found.get(OWNER)
    return (_unescape(owner) if owner is not None else None), found.get(NATURAL_KEY)


def _escape(text: str) -> str:
    """Text in the characters that tags have, as in quoted-printable: `=C3=A9` for é."""
    return _IN_TAGS.sub(lambda m: "".join(f"={byte:02X}" for byte in m[0].encode()), text)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda m: bytes.fromhex(m[0].replace("=", "")).decode("utf-8", "replace"), text)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
