"""The settings of one run, and what to do about those that are missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from urllib.parse import urlsplit

from ..errors import InputError, SettingsError
from ..redact import quoted
from ..secret import Secret


@dataclasses.dataclass(frozen=True)
class Account:
    """A Boomi account that this run may use: with its own user and API token, or through the owner's (`partner`)."""

    id: str
    user: str | None = None
    token: Secret | str | None = dataclasses.field(default=None, repr=False)
    partner: bool = False


@dataclasses.dataclass(frozen=True)
class SecretsManagerSettings:
    """How the organisation wants its secrets in AWS Secrets Manager."""

    prefix: str = "boomi-spaces"
    kms_key_id: str | None = None
    tags: Mapping[str, str] = dataclasses.field(default_factory=dict)
    region: str | None = None


@dataclasses.dataclass(frozen=True)
class Settings:
    """The settings of one run.

    `host` (REST and JWT), `graphql` and `platform` (user interface, OAuth 2.0 callback) are bases without a slash at
    the end; `rate` is in requests a second for each account; `proxies` may have the keys https, http and no_proxy.
    """

    sandbox: bool
    region: str
    host: str
    graphql: str
    platform: str
    owner: Account | None
    accounts: Mapping[str, Account]
    rate: float
    proxies: Mapping[str, str] = dataclasses.field(repr=False)
    ca_bundle: str | None
    secrets_manager: SecretsManagerSettings
    secret_sources: tuple[str, ...]
    assumptions: Mapping[str, object]

    def account(self, id: str) -> Account:
        """The account, when this run may use it. Raises InputError naming those that are listed."""
        if self.owner is not None and id == self.owner.id:
            return self.owner
        if id not in self.accounts:
            listed = ", ".join(sorted(self.accounts)) or "none"
            raise InputError(
                f"account {quoted(id)} is not listed in boomi:accounts (listed: {listed}). Add it with "
                f"`pulumi config set --path 'boomi:accounts[{quoted(id)}].partner' true` to use the owner's "
                "credentials through the partner address, or with a user and a token of its own"
            )
        return self.accounts[id]

    def default_account(self) -> str | None:
        """The consumer account, when exactly one is listed."""
        return next(iter(self.accounts)) if len(self.accounts) == 1 else None

    def world(self, account_id: str) -> str:
        """Where an account's objects live: a state of one world is never used in another."""
        place = "sandbox" if self.sandbox else f"{self.region}:{urlsplit(self.host).hostname}"
        return f"{place}/{account_id}"

    def charged(self, account_id: str) -> str:
        """The account whose rate limit a call counts against: the owner for calls through the partner address."""
        return self.require_owner().id if self.account(account_id).partner else account_id

    def require_owner(self) -> Account:
        """The owner account. Raises SettingsError when none is set."""
        if self.owner is None:
            raise SettingsError(
                "the owner account is not set. Set the environment variable BOOMI_ACCOUNT, or the stack configuration "
                "(`pulumi config set boomi:account ID`)"
            )
        return self.owner

    def credentials(self, account_id: str) -> tuple[str, Secret | str]:
        """User and API token for calls in an account. Raises SettingsError that says how to set what is missing."""
        account = self.account(account_id)
        holder = self.require_owner() if account.partner else account
        if holder.user is None or holder.token is None:
            needed = {"user": holder.user, "API token": holder.token}
            missing = " and no ".join(word for word, value in needed.items() if value is None)
            raise SettingsError(f"account {quoted(holder.id)} has no {missing}. {self._ways(holder)}")
        return holder.user, holder.token

    def _ways(self, holder: Account) -> str:
        if holder is self.owner:
            variables, user, token, path = "variables BOOMI_USER and BOOMI_TOKEN", "boomi:user", "boomi:token", ""
        else:
            account = f"boomi:accounts[{quoted(holder.id)}]"
            variables, user, token, path = "variable BOOMI_ACCOUNTS", f"{account}.user", f"{account}.token", "--path "
        return (
            f"Set the environment {variables}; or a reference (`pulumi config set --path '{token}.env' VARIABLE`); "
            f"or the stack configuration (`pulumi config set {path}'{user}' E-MAIL` and "
            f"`pulumi config set --secret {path}'{token}'`)"
        )

    def proxies_for(self, url: str) -> dict[str, str]:
        """The proxies for a URL, in the form that requests and botocore take; empty where NO_PROXY says so."""
        from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

        if proxy_bypass_environment(urlsplit(url).netloc, {"no": self.proxies.get("no_proxy", "")}):
            return {}
        return {scheme: proxy for scheme, proxy in self.proxies.items() if scheme != "no_proxy"}
