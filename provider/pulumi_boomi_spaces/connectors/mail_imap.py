"""Mail (IMAP)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..engine.rules import Rule
from . import oauth_settings as oauth
from . import value_kinds as kind
from .row import Connector, Row, Setting, setting, settings_of

if TYPE_CHECKING:
    from .row import Parameters, Scopes, SecretInput, Text


class MailOAuth(Row, key="mail_oauth", label="Mail (IMAP), OAuth 2.0 tab"):
    """One direction of a Mail (IMAP) connection.

    Boomi: tab "Outbound OAuth 2.0" or "Inbound OAuth 2.0"; the token is made with Generate.
    """

    client_id: Text = setting(oauth.CLIENT_ID)
    client_secret: SecretInput = setting(oauth.CLIENT_SECRET)
    authorization_url: Text = setting(oauth.AUTHORIZATION_URL)
    token_url: Text = setting(oauth.TOKEN_URL)
    scopes: Scopes = setting(oauth.SCOPES)
    authorization_parameters: Parameters | None = setting(oauth.AUTHORIZATION_PARAMETERS, default=None)
    token_parameters: Parameters | None = setting(oauth.TOKEN_PARAMETERS, default=None)


_DIRECTION = tuple(settings_of(MailOAuth))


def _same_directions(wire: Mapping[str, Any]) -> str | None:
    outbound, inbound = ([wire.get(f"{side}_{name}") for name in _DIRECTION] for side in ("outbound", "inbound"))
    if outbound != inbound or not any(inbound):
        return None
    return 'inbound: is the same as outbound; leave it out (in Boomi: "Same as Outbound OAuth 2.0")'


class MailImap(Connector, key="mail_imap", label="Mail (IMAP)"):
    """Boomi's Mail (IMAP) connector with OAuth 2.0: no grant type to choose; a person signs in once for each direction.

    Boomi: Outbound and Inbound Authentication Type "OAuth 2.0". Hosts, ports and user names are plain extension values.
    """

    field_ids = {
        **oauth.sdk_field_ids("outboundOAuth2Options", "outbound_"),
        **oauth.sdk_field_ids("inboundOAuth2Options", "inbound_"),
    }
    rules = (
        Rule(
            tuple(f"{side}_{name}" for side in ("outbound", "inbound") for name in _DIRECTION),
            "Inbound is given only when it differs from outbound.",
            _same_directions,
        ),
    )

    outbound: MailOAuth = setting(Setting(kind.OBJECT, "Outbound OAuth 2.0", "How mail is sent.", nested=MailOAuth))
    inbound: MailOAuth | None = setting(
        Setting(
            kind.OBJECT, "Inbound OAuth 2.0", "How mail is read; left out, the same as outbound.", nested=MailOAuth
        ),
        default=None,
    )
