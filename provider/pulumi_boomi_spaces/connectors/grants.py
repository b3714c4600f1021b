"""The grant types that some connectors let a program choose from."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..engine.rules import Rule
from . import oauth_settings as oauth
from . import value_kinds as kind
from .row import Grant, Setting, setting

if TYPE_CHECKING:
    from pulumi import Input

    from ..secret import Secret
    from .row import Claims, Parameters, Scopes, SecretInput, Text

_SALESFORCE_LIFE = 180


class AuthorizationCode(Grant, key="authorization_code", label="Authorization Code", also=("code",), consent="person"):
    """Authorization code (RFC 6749, section 4.1): a person signs in once, Boomi keeps and renews the token.

    Boomi: OAuth 2.0 tab, Grant Type "Authorization Code"; the token is made with Generate.
    """

    client_id: Text = setting(oauth.CLIENT_ID)
    client_secret: SecretInput = setting(oauth.CLIENT_SECRET)
    authorization_url: Text = setting(oauth.AUTHORIZATION_URL)
    token_url: Text = setting(oauth.TOKEN_URL)
    scopes: Scopes | None = setting(oauth.SCOPES, default=None)
    authorization_parameters: Parameters | None = setting(oauth.AUTHORIZATION_PARAMETERS, default=None)
    token_parameters: Parameters | None = setting(oauth.TOKEN_PARAMETERS, default=None)


class Password(Grant, key="password", label="Resource Owner Credentials", also=("Resource Owner",), consent="person"):
    """Resource owner password credentials (RFC 6749, section 4.3); RFC 9700 says that this grant must not be used.

    Boomi: OAuth 2.0 tab, Grant Type "Resource Owner Credentials"; the token is made with Generate.
    """

    cautions = (
        Rule(
            (),
            "The password grant is warned about at every use.",
            lambda wire: (
                "grant_type: the password grant hands a person's password to the client, and RFC 9700 says that it "
                "must not be used; take authorization_code or client_credentials where the identity provider offers one"
            ),
        ),
    )

    client_id: Text = setting(oauth.CLIENT_ID)
    client_secret: SecretInput = setting(oauth.CLIENT_SECRET)
    token_url: Text = setting(oauth.TOKEN_URL)
    username: SecretInput = setting(
        Setting(kind.SECRET, "", "The resource owner's user name; only for making a token.", transient=True)
    )
    password: SecretInput = setting(
        Setting(kind.SECRET, "", "The resource owner's password; only for making a token.", transient=True)
    )
    scopes: Scopes | None = setting(oauth.SCOPES, default=None)
    token_parameters: Parameters | None = setting(oauth.TOKEN_PARAMETERS, default=None)


class ClientCredentials(Grant, key="client_credentials", label="Client Credentials"):
    """Client credentials (RFC 6749, section 4.4): the Boomi runtime asks for tokens itself, nobody generates one.

    Boomi: OAuth 2.0 tab, Grant Type "Client Credentials".
    """

    client_id: Text = setting(oauth.CLIENT_ID)
    client_secret: SecretInput = setting(oauth.CLIENT_SECRET)
    token_url: Text = setting(oauth.TOKEN_URL)
    scopes: Scopes | None = setting(oauth.SCOPES, default=None)
    token_parameters: Parameters | None = setting(oauth.TOKEN_PARAMETERS, default=None)


def _long_lived_at_salesforce(wire: Mapping[str, Any]) -> str | None:
    seconds = wire.get("expiration_seconds")
    hosts = [urlsplit(str(wire.get(name, ""))).hostname or "" for name in ("audience", "token_url")]
    if seconds is None or seconds <= _SALESFORCE_LIFE or not any(_at_salesforce(host) for host in hosts):
        return None
    return (
        f"expiration_seconds: Salesforce takes assertions of at most {_SALESFORCE_LIFE} seconds, this one lives "
        f"{seconds}; write {_SALESFORCE_LIFE} or less"
    )


def _at_salesforce(host: str) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in ("salesforce.com", "force.com"))


class JwtBearer(Grant, key="jwt_bearer", label="JWT Bearer", also=("JWT Bearer Token", "jwt-bearer")):
    """JWT bearer assertion (RFC 7523), signed with RS256: the Boomi runtime signs a new one for each token.

    Boomi: OAuth 2.0 tab, Grant Type "JWT Bearer Token". The Signature Key is a certificate component that the publisher
    chooses in the connection; an extension value cannot carry it.
    """

    cautions = (
        Rule(
            ("expiration_seconds", "audience", "token_url"),
            f"Salesforce takes assertions of at most {_SALESFORCE_LIFE} seconds.",
            _long_lived_at_salesforce,
        ),
    )

    token_url: Text = setting(oauth.TOKEN_URL)
    issuer: Text = setting(Setting(kind.TEXT, "Issuer", "Claim iss: who signs the assertion, mostly the client id."))
    subject: Text = setting(Setting(kind.TEXT, "Subject", "Claim sub: the user or service for whom the token is made."))
    audience: Text = setting(
        Setting(kind.TEXT, "Audience", "Claim aud: the identity provider, not always its token URL.")
    )
    expiration_seconds: Input[int] | None = setting(
        Setting(kind.number(1, 3600), "Expiration", "How many seconds an assertion is valid, 1 to 3600."), default=None
    )
    claims: Claims | None = setting(
        Setting(
            kind.CLAIMS,
            "Extended JWT Claims",
            "Further claims of the assertion. They can be read by anybody who sees it, so no secrets.",
        ),
        default=None,
    )
    client_id: Text | None = setting(oauth.CLIENT_ID, default=None)
    client_secret: SecretInput | None = setting(oauth.CLIENT_SECRET, default=None)
    scopes: Scopes | None = setting(oauth.SCOPES, default=None)
    token_parameters: Parameters | None = setting(oauth.TOKEN_PARAMETERS, default=None)
    signature_key: Secret | None = setting(
        Setting(
            kind.REFERENCE,
            "Signature Key",
            "The private key, by reference; only for proving the settings against the identity provider.",
            transient=True,
        ),
        default=None,
    )


@dataclasses.dataclass(frozen=True, repr=False)
class UnlistedGrant:
    """A grant type that Boomi offers for a connector before the grant table of this package knows it.

    `fields` holds the settings under their input names. One that the table does not know needs its Boomi field id in
    the resource's `field_ids`. Each preview says that nothing about this grant was checked.
    """

    grant_type: str
    fields: Mapping[str, SecretInput | Scopes | Parameters]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.grant_type}, {', '.join(self.fields)})"
