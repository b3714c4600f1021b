"""Microsoft Azure Service Bus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from ..engine.rules import Rule
from . import value_kinds as kind
from .grants import ClientCredentials, UnlistedGrant
from .oauth_settings import GRANT, sdk_field_ids
from .row import Connector, Setting, setting

if TYPE_CHECKING:
    from .row import Text

AzureGrant: TypeAlias = ClientCredentials

# Microsoft identity platform, national clouds; the path of a URL says nothing about versions on any other host.
_ENTRA_HOSTS = frozenset(
    {
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.partner.microsoftonline.cn",
        "login.chinacloudapi.cn",
        "login.windows.net",
        "sts.windows.net",
    }
)
_PAIRS = (
    'a v2 token URL (…/oauth2/v2.0/token) goes with scopes=["https://servicebus.azure.net/.default"] and without the '
    "token parameter resource; a v1 token URL (…/oauth2/token) goes with the token parameter resource (the namespace's "
    "URL) and without scopes"
)


def _mixed_versions(wire: Mapping[str, Any]) -> str | None:
    address = urlsplit(str(wire.get("token_url", "")))
    scopes = wire.get("scopes") or ()
    resource = any(name.casefold() == "resource" for name in wire.get("token_parameters") or ())
    if address.hostname not in _ENTRA_HOSTS:
        return None
    if address.path.endswith("/oauth2/v2.0/token"):
        version, right = "v2", bool(scopes) and all(one.endswith("/.default") for one in scopes) and not resource
    elif address.path.endswith("/oauth2/token"):
        version, right = "v1", resource and not scopes
    else:
        return None
    beside = f"{'these scopes' if scopes else 'no scopes'} and {'a' if resource else 'no'} token parameter resource"
    return None if right else f"token_url: this {version} token URL stands beside {beside}, but {_PAIRS}"


class AzureServiceBus(Connector, key="azure_service_bus", label="Microsoft Azure Service Bus", grants=AzureGrant):
    """Boomi's Microsoft Azure Service Bus connector with a service principal: client credentials only.

    Boomi: Connection tab, Authentication Type "OAuth 2.0 (Using service principal)".
    """

    field_ids = {"namespace": "namespaceName", "domain": "domainName", **sdk_field_ids("oauthOptions")}
    rules = (Rule(("token_url", "scopes", "token_parameters"), f"At Microsoft, {_PAIRS}.", _mixed_versions),)

    namespace: Text = setting(Setting(kind.TEXT, "Azure Namespace Name", "The namespace, without its domain."))
    domain: Text | None = setting(
        Setting(kind.TEXT, "Domain Name", 'The domain of the namespace, mostly "servicebus.windows.net".'), default=None
    )
    grant: AzureGrant | UnlistedGrant = setting(GRANT)
