"""HTTP Client."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from . import value_kinds as kind
from .grants import AuthorizationCode, ClientCredentials, Password, UnlistedGrant
from .oauth_settings import GRANT
from .row import Connector, Setting, setting

if TYPE_CHECKING:
    from .row import Text

HttpGrant: TypeAlias = AuthorizationCode | Password | ClientCredentials

REFRESH_AUTHORIZATION = kind.choice(
    {
        "request_body": ("req_body_params_auth", "Request Body Parameters"),
        "basic": ("basic_auth", "Basic Authorization"),
    }
)


class HttpClient(Connector, key="http_client", label="HTTP Client", grants=HttpGrant):
    """Boomi's HTTP Client connector with OAuth 2.0: three grant types, no JWT bearer.

    Boomi: Settings tab, Authentication Type "OAuth 2.0". Overrides take effect when the cached token expires; with
    client credentials only if the process declares the field OAuth2 Access Token too.
    """

    field_ids = {
        "base_url": "url",
        "client_id": "clientId2",
        "client_secret": "clientSecret2",
        "access_token": "accessToken2",
        "authorization_url": "authTokenURL2",
        "authorization_parameters": "authorizationParameters2",
        "token_url": "accessTokenURL2",
        "token_parameters": "accessTokenParameters2",
        "scopes": "scope2",
        "refresh_authorization": "refreshAuthScheme",
    }

    base_url: Text = setting(Setting(kind.URL, "URL", "The address of the service."))
    grant: HttpGrant | UnlistedGrant = setting(GRANT)
    refresh_authorization: Text | None = setting(
        Setting(
            REFRESH_AUTHORIZATION,
            "Refresh Authorization Schema",
            'How the client signs in when a token is renewed: "request_body" or "basic".',
            only_with=("authorization_code",),
        ),
        default=None,
    )
