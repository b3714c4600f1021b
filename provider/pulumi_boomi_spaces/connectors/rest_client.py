"""REST Client."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from . import value_kinds as kind
from .grants import AuthorizationCode, ClientCredentials, JwtBearer, Password, UnlistedGrant
from .oauth_settings import GRANT, sdk_field_ids
from .row import Connector, Setting, setting

if TYPE_CHECKING:
    from pulumi import Input

    from .row import Text

RestGrant: TypeAlias = AuthorizationCode | Password | ClientCredentials | JwtBearer


class RestClient(Connector, key="rest_client", label="REST Client", grants=RestGrant):
    """Boomi's REST Client connector with OAuth 2.0: four grant types.

    Boomi: Connection tab, Authentication Type "OAuth 2.0". Overrides take effect when the cached token expires; with
    client credentials only if the process declares the field OAuth2 Access Token too.
    """

    field_ids = {"base_url": "url", "preemptive": "preemptive", **sdk_field_ids("oauthContext")}

    base_url: Text = setting(
        Setting(kind.URL, "Base URL", "The address of the service, without the paths of operations.")
    )
    grant: RestGrant | UnlistedGrant = setting(GRANT)
    preemptive: Input[bool] | None = setting(
        Setting(kind.FLAG, "Preemptive authentication", "Send the token at once, without waiting to be asked for it."),
        default=None,
    )
