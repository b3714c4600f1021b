"""Which fields the connections of each connector let a process declare, and how they are stored.

Ids: "Boomi Platform API" (HTTP Client and the pattern F/OAuth2Config/credentials/@accessToken of SDK connectors,
F being the id of the OAuth field); the others follow that pattern.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    id: str
    label: str
    encrypted: bool = False
    table: bool = False
    """Holds key and value pairs (customProperties) instead of a value."""


CREDENTIALS = (
    Field("credentials/@clientId", "Client ID"),
    Field("credentials/@clientSecret", "Client Secret", encrypted=True),
    Field("credentials/@accessToken", "Access Token", encrypted=True),
)
AUTHORIZATION = (
    Field("authorizationTokenEndpoint/@url", "Authorization Token URL"),
    Field("authorizationParameters", "Authorization Parameters", table=True),
)
ACCESS_TOKEN_URL = Field("accessTokenEndpoint/@url", "Access Token URL")
ACCESS_TOKEN_PARAMETERS = Field("accessTokenParameters", "Access Token Parameters", table=True)
SCOPE = Field("scope", "Scope")
EVERYTHING_BUT_JWT = (*CREDENTIALS, *AUTHORIZATION, ACCESS_TOKEN_URL, ACCESS_TOKEN_PARAMETERS, SCOPE)
JWT = (
    Field("jwtParameters/issuer", "Issuer"),
    Field("jwtParameters/subject", "Subject"),
    Field("jwtParameters/audience", "Audience"),
    Field("jwtParameters/expiration", "Expiration"),
    Field("jwtParameters/extendedClaims", "Extended JWT Claims", table=True),
)


def _oauth(field_id: str, *parts: Field) -> tuple[Field, ...]:
    return tuple(part._replace(id=f"{field_id}/OAuth2Config/{part.id}") for part in parts)


CONNECTORS: dict[str, tuple[Field, ...]] = {
    "http_client": (
        Field("url", "URL"),
        Field("clientId2", "Client ID"),
        Field("clientSecret2", "Client Secret", encrypted=True),
        Field("accessToken2", "Access Token", encrypted=True),
        Field("authTokenURL2", "Authorization Token URL"),
        Field("accessTokenURL2", "Access Token URL"),
        Field("scope2", "Scope"),
        Field("refreshAuthScheme", "Refresh Authorization Schema"),
        Field("authorizationParameters2", "Authorization Parameters", table=True),
        Field("accessTokenParameters2", "Access Token Parameters", table=True),
    ),
    "rest_client": (
        Field("url", "Base URL"),
        Field("preemptive", "Preemptive authentication"),
        *_oauth("oauthContext", *EVERYTHING_BUT_JWT, *JWT),
    ),
    "quickbooks_online": (
        Field("url", "Base URL"),
        Field("companyId", "Company ID"),
        *_oauth("oauthOptions", *CREDENTIALS, AUTHORIZATION[1], ACCESS_TOKEN_PARAMETERS),
    ),
    "mail_imap": (
        *_oauth("outboundOAuth2Options", *EVERYTHING_BUT_JWT),
        *_oauth("inboundOAuth2Options", *EVERYTHING_BUT_JWT),
    ),
    "salesforce_platform_events": _oauth("oauthOptions", *EVERYTHING_BUT_JWT),
    "azure_service_bus": (
        Field("namespaceName", "Azure Namespace Name"),
        Field("domainName", "Domain Name"),
        *_oauth("oauthOptions", *CREDENTIALS, ACCESS_TOKEN_URL, ACCESS_TOKEN_PARAMETERS, SCOPE),
    ),
}
FIXED_AUTHORIZATION_URL = {"quickbooks_online": "https://appcenter.intuit.com/connect/oauth2"}
"""Where a connector shows no field for it. Intuit, OAuth 2.0 documentation."""


def is_access_token(field_id: str) -> bool:
    """The one kind of field that no extension update can set (Boomi Platform API, EnvironmentExtensions)."""
    return field_id == "accessToken2" or field_id.endswith("/OAuth2Config/credentials/@accessToken")


def siblings(field_id: str) -> dict[str, str]:
    """The ids of the fields that make an authorization URL, for one access token field."""
    if field_id == "accessToken2":
        return {
            "url": "authTokenURL2",
            "client_id": "clientId2",
            "scope": "scope2",
            "parameters": "authorizationParameters2",
        }
    block = field_id.removesuffix("credentials/@accessToken")
    return {
        "url": f"{block}authorizationTokenEndpoint/@url",
        "client_id": f"{block}credentials/@clientId",
        "scope": f"{block}scope",
        "parameters": f"{block}authorizationParameters",
    }
