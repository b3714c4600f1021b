"""Reads the settings: environment variables, stack configuration, and the references in it."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec

from ..errors import SettingsError
from ..redact import hide, quoted
from ..secret import Secret
from .model import Account, SecretsManagerSettings, Settings
from .urls import SANDBOX, check_url, hide_password

KEYS = (
    "boomi:account",
    "boomi:user",
    "boomi:token",
    "boomi:region",
    "boomi:host",
    "boomi:accounts",
    "boomi:rate",
    "boomi:secretsManager",
    "boomi:secretSources",
    "boomi:assumptions",
)
"""The stack configuration that is read."""

RATE = 8.0
"""Requests a second and account. Boomi Platform API, "API licensing": 10 are allowed; older pages say 5."""


class _Bases(NamedTuple):
    host: str
    graphql: str
    platform: str


# Boomi Platform API, introduction (host); Spaces API, overview (graphql: the US host is that of the user interface);
# REST Client connection (platform, where the OAuth 2.0 callback is). No page names the user interface of GB.
_REGIONS = {
    "us": _Bases("https://api.boomi.com", "https://platform.boomi.com", "https://platform.boomi.com"),
    "gb": _Bases(
        "https://api.platform.gb.boomi.com", "https://api.platform.gb.boomi.com", "https://platform.gb.boomi.com"
    ),
}


class _AccountWire(msgspec.Struct):
    user: str | None = None
    token: str | dict[str, str] | None = None
    partner: bool = False


class _SecretsManagerWire(msgspec.Struct, rename="camel"):
    prefix: str = "boomi-spaces"
    kms_key_id: str | None = None
    tags: dict[str, str] = {}
    region: str | None = None


def load(environ: Mapping[str, str], config: Mapping[str, str]) -> Settings:
    """The settings from the environment and the stack configuration. Raises SettingsError with every problem."""
    given = _Given(environ, config)
    given.refuse_unknown_settings()
    sandbox, region = given.sandbox(), given.region()
    host = given.host(sandbox)
    bases = _Bases(host, host, host) if host else _REGIONS[region]
    settings = Settings(
        sandbox=sandbox,
        region=region,
        host=bases.host,
        graphql=bases.graphql,
        platform=bases.platform,
        owner=given.owner(),
        accounts=given.accounts(),
        rate=given.rate(),
        proxies=given.proxies(),
        ca_bundle=given.ca_bundle(),
        secrets_manager=given.secrets_manager(),
        secret_sources=given.secret_sources(),
        assumptions=given.assumptions(),
    )
    if given.problems:
        raise SettingsError("; ".join(given.problems))
    return settings


Wire = TypeVar("Wire")
WireStruct = TypeVar("WireStruct", bound=msgspec.Struct)


class _Given:
    """The texts that were given; each method reads one setting and notes what is wrong with it."""

    def __init__(self, environ: Mapping[str, str], config: Mapping[str, str]) -> None:
        self.environ = environ
        self.config = config
        self.problems: list[str] = []

    def refuse_unknown_settings(self) -> None:
        self.problems += [
            f"there is no setting {quoted(key)}{_nearest(key, KEYS)}"
            for key in self.config
            if key.startswith("boomi:") and key not in KEYS
        ]

    def sandbox(self) -> bool:
        value = self.environ.get(SANDBOX, "").strip()
        if value not in ("", "0", "1"):
            self.problems.append(f"{SANDBOX} is 1 or not set")
        return value == "1"

    def region(self) -> str:
        source, value = self._text("BOOMI_REGION", "boomi:region") or ("", "us")
        if value not in _REGIONS:
            self.problems.append(f"{source}: {quoted(value)} is no region; there are {' and '.join(_REGIONS)}")
            return "us"
        return value

    def host(self, sandbox: bool) -> str | None:
        found = self._text("BOOMI_HOST", "boomi:host")
        if found is None:
            if sandbox:
                self.problems.append(f"{SANDBOX}=1 needs BOOMI_HOST, the address of the sandbox on this machine")
            return None
        source, value = found
        hide_password(value)
        problem = check_url(value, sandbox, called=True)
        if problem is None and ("?" in value or urlsplit(value).path.strip("/")):
            problem = "scheme, host and port are enough, since every address of Boomi is made from them"
        if problem is not None:
            self.problems.append(f"{source}: {quoted(value)}: {problem}")
        return value.rstrip("/")

    def owner(self) -> Account | None:
        found = self._text("BOOMI_ACCOUNT", "boomi:account")
        user = self._text("BOOMI_USER", "boomi:user")
        token = self._text("BOOMI_TOKEN", "boomi:token")
        if found is None:
            return None
        return Account(found[1], _plain_user(user[1]) if user else None, self._owner_token(*token) if token else None)

    def accounts(self) -> dict[str, Account]:
        found = self._text("BOOMI_ACCOUNTS", "boomi:accounts")
        if found is None:
            return {}
        source, _ = found
        given = self._converted(source, self._decoded(*found), dict[str, Any]) or {}
        return {id: self._account(f"{source}.{id}", id, value) for id, value in given.items()}

    def rate(self) -> float:
        source, value = self._text("BOOMI_RATE", "boomi:rate") or ("", str(RATE))
        try:
            rate = float(value)
        except ValueError:
            rate = math.nan
        if not 0 < rate < math.inf:
            self.problems.append(f"{source}: {quoted(value)} is no number of requests a second")
        return rate

    def proxies(self) -> dict[str, str]:
        found = {}
        for key, name in (("https", "HTTPS_PROXY"), ("http", "HTTP_PROXY"), ("no_proxy", "NO_PROXY")):
            if value := self.environ.get(name.lower()) or self.environ.get(name):
                found[key] = value
                hide_password(value)
        return found

    def ca_bundle(self) -> str | None:
        """The first that is set, from the variable of one HTTP client to that of the whole machine, then AWS's own."""
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "AWS_CA_BUNDLE"):
            if value := self.environ.get(name):
                if not Path(value).exists():
                    self.problems.append(f"{name}: there is no file {quoted(value)}")
                return value
        return None

    def secrets_manager(self) -> SecretsManagerSettings:
        wire = self._struct("boomi:secretsManager", self._config("boomi:secretsManager"), _SecretsManagerWire)
        return SecretsManagerSettings(wire.prefix, wire.kms_key_id, wire.tags, wire.region)

    def secret_sources(self) -> tuple[str, ...]:
        # `pulumi config set --path` writes an AWS account id as a number.
        given = self._converted("boomi:secretSources", self._config("boomi:secretSources"), list[str | int])
        return tuple(str(source) for source in given or ())

    def assumptions(self) -> dict[str, Any]:
        return self._converted("boomi:assumptions", self._config("boomi:assumptions"), dict[str, Any]) or {}

    def _text(self, variable: str, key: str) -> tuple[str, str] | None:
        """The name of the source and its value. Empty counts as not set: CI makes that of a missing secret."""
        for source, texts in ((variable, self.environ), (key, self.config)):
            if value := texts.get(source, "").strip():
                return source, value
        return None

    def _config(self, key: str) -> Any:
        return self._decoded(key, text) if (text := self.config.get(key)) else None

    def _decoded(self, source: str, text: str) -> Any:
        try:
            return msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            self.problems.append(f"{source} is not valid JSON")
            return None

    def _converted(self, source: str, value: Any, wanted: type[Wire]) -> Wire | None:
        if value is None:
            return None
        try:
            return msgspec.convert(value, wanted)
        except msgspec.ValidationError as error:
            self.problems.append(f"{source}: {error}")  # names types and places, never values
            return None

    def _struct(self, source: str, value: Any, wanted: type[WireStruct]) -> WireStruct:
        known = wanted.__struct_encode_fields__
        if isinstance(value, Mapping):
            unknown = [key for key in value if key not in known]
            self.problems += [f"{source} has no {quoted(key)}{_nearest(key, known)}" for key in unknown]
        return self._converted(source, value, wanted) or wanted()

    def _account(self, source: str, id: str, value: Any) -> Account:
        wire = self._struct(source, value, _AccountWire)
        if wire.partner and (wire.user is not None or wire.token is not None):
            self.problems.append(f"{source} has credentials of its own and partner: true; keep one of the two")
        return Account(id, _plain_user(wire.user), self._token(f"{source}.token", wire.token), wire.partner)

    def _owner_token(self, source: str, text: str) -> Secret | str | None:
        # Stack configuration hands an object on as its JSON; the environment variable is always the token itself.
        is_object = source == "boomi:token" and text.startswith("{")
        return self._token(source, self._decoded(source, text) if is_object else text)

    def _token(self, source: str, given: str | Mapping[str, str] | None) -> Secret | str | None:
        if given is None or isinstance(given, str):
            return hide(given.strip()) or None if given else None
        reference = Secret.parse(given)
        if reference is None:
            self.problems.append(
                f'{source} is the token itself, or {{"env": NAME}}, {{"file": PATH}} or {{"aws": ARN, "key": KEY}}'
            )
        return reference


def _nearest(key: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(key, known, 1)
    return f"; did you mean {close[0]}?" if close else f"; there are {', '.join(known)}"


def _plain_user(user: str | None) -> str | None:
    """Boomi shows the user of Basic authentication as `BOOMI_TOKEN.<user>`; that prefix is added to each call."""
    return user.strip().removeprefix("BOOMI_TOKEN.") or None if user else None
