"""A complete set of settings for each connector and grant type, in class form and as a mapping."""

from __future__ import annotations

from typing import Any

from pulumi_boomi_spaces.connectors import (
    AuthorizationCode,
    AzureServiceBus,
    ClientCredentials,
    HttpClient,
    JwtBearer,
    MailImap,
    MailOAuth,
    Password,
    QuickBooksOnline,
    RestClient,
    SalesforcePlatformEvents,
    flatten,
    problems,
)
from pulumi_boomi_spaces.secret import Secret

CLIENT = {"client_id": "orders-sync", "client_secret": Secret.env("CLIENT_SECRET")}
TOKEN_URL = {"token_url": "https://login.example.com/oauth2/token"}
AUTHORIZATION_URL = {"authorization_url": "https://login.example.com/oauth2/authorize"}
DIRECTION = CLIENT | TOKEN_URL | AUTHORIZATION_URL | {"scopes": ["smtp.send"]}

GRANTS: dict[str, dict[str, Any]] = {
    "authorization_code": CLIENT | TOKEN_URL | AUTHORIZATION_URL,
    "password": CLIENT | TOKEN_URL | {"username": Secret.env("THE_USER"), "password": Secret.env("THE_PASSWORD")},
    "client_credentials": CLIENT | TOKEN_URL,
    "jwt_bearer": TOKEN_URL | {"issuer": "orders-sync", "subject": "batch", "audience": "https://login.example.com"},
}
CONNECTORS: dict[str, dict[str, Any]] = {
    "quickbooks_online": CLIENT | {"company_id": "4620816365"},
    "http_client": {"base_url": "https://erp.example.com"},
    "mail_imap": {"outbound": DIRECTION},
    "rest_client": {"base_url": "https://erp.example.com"},
    "salesforce_platform_events": CLIENT | TOKEN_URL | AUTHORIZATION_URL | {"scopes": ["full", "refresh_token"]},
    "azure_service_bus": {"namespace": "orders", "domain": "servicebus.windows.net"},
}
GRANT_CLASSES: dict[str, Any] = {
    "authorization_code": AuthorizationCode,
    "password": Password,
    "client_credentials": ClientCredentials,
    "jwt_bearer": JwtBearer,
}
CONNECTOR_CLASSES: dict[str, Any] = {
    "quickbooks_online": QuickBooksOnline,
    "http_client": HttpClient,
    "mail_imap": MailImap,
    "rest_client": RestClient,
    "salesforce_platform_events": SalesforcePlatformEvents,
    "azure_service_bus": AzureServiceBus,
}


def mapping(connector: str, kind: str | None, **more: Any) -> dict[str, Any]:
    """The mapping form of a cell; `more` goes into the grant, or into the connector where there is none."""
    if kind is None:
        return {"type": connector, **CONNECTORS[connector], **more}
    return {"type": connector, **CONNECTORS[connector], "grant": {"type": kind, **GRANTS[kind], **more}}


def row(connector: str, grant: str | None) -> Any:
    """The class form of a cell; TypeError where Python itself refuses it."""
    settings = {
        name: MailOAuth(**value) if isinstance(value, dict) else value for name, value in CONNECTORS[connector].items()
    }
    if grant is not None:
        settings["grant"] = GRANT_CLASSES[grant](**GRANTS[grant])
    return CONNECTOR_CLASSES[connector](**settings)


def plain(value: Any) -> Any:
    """What `flatten` does with a literal secret, as it arrives at check: Pulumi unwraps it."""
    return value


def said(connector: str, grant: str | None, **changes: Any) -> list[str]:
    """The problems of a complete cell in which these inputs have other values (None: are left out)."""
    wire = flatten(mapping(connector, grant), plain) | changes
    return problems({name: value for name, value in wire.items() if value is not None})
