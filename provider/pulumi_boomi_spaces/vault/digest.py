"""Salted digests of secret values: whether a value changed, seen offline and without the value being kept.

A digest is a text `1.<scheme>.<salt>.<hash>`, salt and hash in hex. It is kept encrypted in state all the same: a short
password can be guessed from its digest, which scrypt makes slow and a salt makes a job of its own for each secret.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import NamedTuple

VERSION = "1"
HMAC = "hmac-sha256"
SCRYPT = "scrypt-15-8-1"
"""scrypt with n = 2^15, r = 8, p = 1 (RFC 7914): 32 MiB and about a tenth of a second."""

_SALT_BYTES = 16
_MEMORY = 64 * 1024 * 1024
"""Bytes that scrypt may use; OpenSSL's default is exactly what n = 2^15 needs and refuses it."""


class _Parsed(NamedTuple):
    scheme: str
    salt: bytes
    hash: bytes


def digest(value: str, owner: str, previous: str | None = None, *, slow: bool = False) -> str:
    """The digest of a value. `slow` is for passwords, which people choose; client secrets are random.

    The salt is made of the owner of the first digest. Later ones take salt and scheme from `previous`, so that preview,
    update and a renamed resource come to the same text for the same value.
    """
    before = _parse(previous)
    if before is not None:
        scheme, salt = before.scheme, before.salt
    else:
        scheme = SCRYPT if slow else HMAC
        salt = hashlib.sha256(f"boomi-spaces digest {VERSION}\0{owner}".encode()).digest()[:_SALT_BYTES]
    return f"{VERSION}.{scheme}.{salt.hex()}.{_hash(value, scheme, salt).hex()}"


def same(value: str, digest: str) -> bool:
    """Whether this is the value that was digested; False for a text that is no digest."""
    parsed = _parse(digest)
    return parsed is not None and hmac.compare_digest(_hash(value, parsed.scheme, parsed.salt), parsed.hash)


def _hash(value: str, scheme: str, salt: bytes) -> bytes:
    if scheme == SCRYPT:
        return hashlib.scrypt(value.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=_MEMORY, dklen=32)
    return hmac.digest(salt, value.encode(), "sha256")


def _parse(text: str | None) -> _Parsed | None:
    version, *rest = (text or "").split(".")
    if version != VERSION or len(rest) != 3 or rest[0] not in (HMAC, SCRYPT):
        return None
    try:
        return _Parsed(rest[0], bytes.fromhex(rest[1]), bytes.fromhex(rest[2]))
    except ValueError:
        return None
