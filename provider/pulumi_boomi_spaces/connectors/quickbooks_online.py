"""QuickBooks Online."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import oauth_settings as oauth
from . import value_kinds as kind
from .row import Connector, Setting, setting

if TYPE_CHECKING:
    from .row import Parameters, SecretInput, Text


class QuickBooksOnline(Connector, key="quickbooks_online", label="QuickBooks Online"):
    """Boomi's QuickBooks Online connector: no grant type to choose; a person signs in at Intuit once.

    Boomi: Connection tab and OAuth 2.0 tab; the token is made with Generate. The connector knows Intuit's URLs and
    scopes. Client id and secret are on the Keys tab of the app at Intuit.
    """

    field_ids = {"base_url": "url", "company_id": "companyId", **oauth.sdk_field_ids("oauthOptions")}

    company_id: Text = setting(Setting(kind.TEXT, "Company ID", "The QuickBooks company, which Intuit calls realm id."))
    client_id: Text = setting(oauth.CLIENT_ID)
    client_secret: SecretInput = setting(oauth.CLIENT_SECRET)
    base_url: Text | None = setting(
        Setting(
            kind.URL,
            "Base URL",
            "https://quickbooks.api.intuit.com, or https://sandbox-quickbooks.api.intuit.com for a sandbox company.",
        ),
        default=None,
    )
    authorization_parameters: Parameters | None = setting(oauth.AUTHORIZATION_PARAMETERS, default=None)
    token_parameters: Parameters | None = setting(oauth.TOKEN_PARAMETERS, default=None)
