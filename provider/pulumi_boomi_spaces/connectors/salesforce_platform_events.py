"""Salesforce Platform Events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..engine.rules import Rule
from . import oauth_settings as oauth
from .row import Connector, setting

if TYPE_CHECKING:
    from .row import Parameters, Scopes, SecretInput, Text


def _scopes_too_narrow(wire: Mapping[str, Any]) -> str | None:
    scopes = set(wire.get("scopes") or ())
    missing = [] if "full" in scopes else ["full"]
    if not scopes & {"refresh_token", "offline_access"}:
        missing.append("refresh_token (or offline_access)")
    return f"scopes: Salesforce Platform Events also needs {' and '.join(missing)}" if missing else None


class SalesforcePlatformEvents(Connector, key="salesforce_platform_events", label="Salesforce Platform Events"):
    """Boomi's Salesforce Platform Events connector: no grant type to choose; a person signs in at Salesforce once.

    Boomi: OAuth 2.0 tab; the token is made with Generate. The app at Salesforce has to allow offline access, with a
    refresh token that does not expire.
    """

    field_ids = oauth.sdk_field_ids("oauthOptions")
    rules = (
        Rule(
            ("scopes",),
            "Salesforce Platform Events needs the scope full, and refresh_token or offline_access.",
            _scopes_too_narrow,
        ),
    )

    client_id: Text = setting(oauth.CLIENT_ID)
    client_secret: SecretInput = setting(oauth.CLIENT_SECRET)
    scopes: Scopes = setting(oauth.SCOPES)
    authorization_url: Text = setting(oauth.AUTHORIZATION_URL)
    token_url: Text = setting(oauth.TOKEN_URL)
    authorization_parameters: Parameters | None = setting(oauth.AUTHORIZATION_PARAMETERS, default=None)
    token_parameters: Parameters | None = setting(oauth.TOKEN_PARAMETERS, default=None)
