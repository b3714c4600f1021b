"""Which URLs may be used at all, decided by their text alone."""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from ..redact import hide

SANDBOX = "BOOMI_SPACES_SANDBOX"
"""The environment variable that, set to 1, makes this a run against a sandbox on this machine."""


def check_url(url: str, sandbox: bool, *, called: bool = False) -> str | None:
    """Why a URL may not be used, or None.

    https alone, never loopback; with the sandbox switch also http to loopback. `called`: an address that the provider
    itself calls, which is loopback with the switch, so that a sandbox run reaches nothing else.
    """
    # Python's parser and the one of requests disagree about the host of `https://a\@b/`: no such text gets that far.
    if re.search(r"[\x00-\x20\x7f-\xa0\\]", url):
        return "a URL has no spaces, control characters or backslashes"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "this is no URL"
    if parts.scheme not in ("https", "http"):
        return "write the whole URL, beginning with https://"
    if "@" in parts.netloc:
        return "a URL must not contain a user name or a password"
    if "#" in url:
        return "a URL must not contain a fragment (#)"
    host = parts.hostname or ""
    if port == 0 or not re.fullmatch(r"[A-Za-z0-9._-]+|[0-9a-f:.]+", host):
        return "host or port is missing, or has characters that it cannot have (write the host in its ASCII form)"
    loopback = _is_loopback(host)
    if loopback and not sandbox:
        return f"loopback addresses are for the sandbox alone ({SANDBOX}=1)"
    if parts.scheme == "http" and not loopback:
        return "only https is allowed"
    if called and sandbox and not loopback:
        return f"with {SANDBOX}=1 only loopback addresses are called"
    return None


def hide_password(url: str) -> None:
    """Keep the password that a URL carries, whether it may or not, out of every message."""
    if "@" in url:
        hide(url.rpartition("@")[0].rpartition("://")[2].partition(":")[2])


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine, also in the spellings that a resolver accepts (`127.1`, `0x7f000001`, `0`)."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        try:
            address = ipaddress.ip_address(socket.inet_aton(name))
        except OSError:
            return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified
