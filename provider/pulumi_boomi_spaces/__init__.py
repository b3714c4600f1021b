"""Boomi Spaces as code: integration packs, OAuth 2.0 connections and their secrets, as Pulumi resources.

The names below load on first use, so that a program pays for what it uses.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .connectors import (
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
        UnlistedGrant,
    )
    from .oauth import redirect_uri
    from .resources.integration_pack_attachment import IntegrationPackAttachment
    from .resources.integration_pack_instance import IntegrationPackInstance
    from .resources.oauth_connection import OAuthConnection, SecretsManager
    from .secret import Secret

_HOME = {
    "IntegrationPackAttachment": "resources.integration_pack_attachment",
    "IntegrationPackInstance": "resources.integration_pack_instance",
    "OAuthConnection": "resources.oauth_connection",
    "Secret": "secret",
    "SecretsManager": "resources.oauth_connection",
    "redirect_uri": "oauth",
}

__all__ = [
    "AuthorizationCode",
    "AzureServiceBus",
    "ClientCredentials",
    "HttpClient",
    "IntegrationPackAttachment",
    "IntegrationPackInstance",
    "JwtBearer",
    "MailImap",
    "MailOAuth",
    "OAuthConnection",
    "Password",
    "QuickBooksOnline",
    "RestClient",
    "SalesforcePlatformEvents",
    "Secret",
    "SecretsManager",
    "UnlistedGrant",
    "redirect_uri",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOME.get(name, 'connectors')}", __name__), name)
