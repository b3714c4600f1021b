"""The settings of Boomi's standard OAuth 2.0 tab, which most connectors and grant types share, and their field ids."""

from __future__ import annotations

from . import value_kinds as kind
from .row import Setting

GRANT = Setting(kind.OBJECT, "Grant Type", "How a token is asked for.")
CLIENT_ID = Setting(kind.TEXT, "Client ID", "The id under which the identity provider knows the integration.")
CLIENT_SECRET = Setting(
    kind.SECRET,
    "Client Secret",
    "The secret that belongs to the client id; encrypted in Boomi, which never shows it again.",
)
AUTHORIZATION_URL = Setting(
    kind.URL, "Authorization Token URL", "The identity provider's authorization endpoint, where a person signs in."
)
TOKEN_URL = Setting(kind.URL, "Access Token URL", "The identity provider's token endpoint.")
SCOPES = Setting(kind.SCOPES, "Scope", "What the token shall allow. A person's consent counts for these scopes only.")
AUTHORIZATION_PARAMETERS = Setting(
    kind.PARAMETERS,
    "Authorization Parameters",
    "Names and values added to the authorization request (rows of Add Authorization Parameter).",
)
TOKEN_PARAMETERS = Setting(
    kind.PARAMETERS,
    "Access Token Parameters",
    "Names and values added to the token request (rows of Add Access Token Parameter).",
)


def sdk_field_ids(field: str, prefix: str = "") -> dict[str, str]:
    """Input names and field ids of a connector made with Boomi's Connector SDK; `field` is the id of its OAuth field.

    Boomi documents `…/credentials/@accessToken` (Platform API, EnvironmentConnectionFieldExtensionSummary); the others
    follow the component's XML in the same way. `prefix` goes before the input names.
    """
    parts = {
        "client_id": "credentials/@clientId",
        "client_secret": "credentials/@clientSecret",
        "access_token": "credentials/@accessToken",
        "authorization_url": "authorizationTokenEndpoint/@url",
        "authorization_parameters": "authorizationParameters",
        "token_url": "accessTokenEndpoint/@url",
        "token_parameters": "accessTokenParameters",
        "scopes": "scope",
        "issuer": "jwtParameters/issuer",
        "subject": "jwtParameters/subject",
        "audience": "jwtParameters/audience",
        "expiration_seconds": "jwtParameters/expiration",
        "claims": "jwtParameters/extendedClaims",
    }
    return {prefix + name: f"{field}/OAuth2Config/{part}" for name, part in parts.items()}
