"""Tokens that a person obtains: the authorization URL of an access token field, and what comes of it.

Boomi Platform API, EnvironmentConnectionFieldExtensionSummary: the URL is valid for 15 minutes.
"""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

from boomi_emulator.connectors import FIXED_AUTHORIZATION_URL, siblings
from boomi_emulator.errors import bad_request
from boomi_emulator.model import overrides
from boomi_emulator.model.declarations import Extensions
from boomi_emulator.store import Document
from boomi_emulator.world import Caller, World

URL_SECONDS = 15 * 60


def authorization_url(caller: Caller, extensions: Extensions, connection: Document, field_id: str) -> str | None:
    """A new URL for a person's browser; None where the connection's grant type needs no person."""
    held = overrides.load(caller.world, caller.account, extensions.environment_id, extensions.group_id)
    ids = siblings(field_id)
    endpoint = effective(connection, held, ids["url"]) or FIXED_AUTHORIZATION_URL.get(connection["connector"])
    if connection["grant"] != "code" or not endpoint:
        return None
    state = secrets.token_urlsafe(24)
    place = {"environment": extensions.environment_id, "group": extensions.group_id, "connection": connection["id"]}
    expires = caller.world.now() + URL_SECONDS
    document: Document = {"account": caller.account, **place, "field": field_id, "expires": expires}
    caller.world.store.put("consent", "", state, document)
    parameters = {
        "response_type": "code",
        "client_id": effective(connection, held, ids["client_id"]) or "",
        "redirect_uri": f"{caller.world.base_url}/account/{caller.account}/oauth2/callback",
        "state": state,
    }
    if scope := effective(connection, held, ids["scope"]):
        parameters["scope"] = scope
    table = held["connections"].get(connection["id"], {}).get(ids["parameters"], {}).get("table", [])
    parameters |= {pair["key"]: pair["value"] for pair in table}
    return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters)}"


def effective(connection: Document, held: Document, field_id: str) -> str | None:
    """What the runtime would use for a field with a value."""
    override = held["connections"].get(connection["id"], {}).get(field_id)
    if override is not None and "value" in override:
        return str(override["value"])
    declared = connection["fields"].get(field_id)
    default = declared["default"] if declared else connection["fixed"].get(field_id)
    return None if default is None else str(default)


def finish(world: World, url: str) -> Document:
    """A person consented at this URL. Answers where its token belongs. Raises Refused (400) when it is too late."""
    state = parse_qs(urlsplit(url).query).get("state", [""])[0]
    document = world.store.get("consent", "", state)
    if document is None or document["expires"] <= world.now():
        raise bad_request("The authorization URL is not valid any more.")
    world.store.delete("consent", "", state)
    return document


def set_token(
    world: World, account: str, extensions: Extensions, connection_id: str, field_id: str, present: bool
) -> None:
    """Boomi got a token for the field, or somebody pressed Reset. Raises Refused (400) for what is not declared."""
    connection = extensions.connections.get(connection_id)
    if connection is None or field_id not in connection["fields"]:
        raise bad_request(f"The field {field_id} of the connection {connection_id} is not declared.")
    held = overrides.load(world, account, extensions.environment_id, extensions.group_id)
    fields = held["connections"].setdefault(connection_id, {})
    if present:
        fields[field_id] = {"value": secrets.token_urlsafe(16)}
    else:
        fields.pop(field_id, None)
    overrides.save(world, account, held)
