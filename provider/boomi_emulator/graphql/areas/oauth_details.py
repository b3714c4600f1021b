"""What a Space remembers of an OAuth form, so that the portal shows it again. It is no credential.

Boomi Spaces API, saveIPackInstanceOauthConnectorDetails and IPackInstanceOAuthConnectorDetails.
"""

from __future__ import annotations

import json
from typing import Any

from boomi_emulator.errors import SpacesError
from boomi_emulator.graphql.request import Request
from boomi_emulator.ids import new_space_uuid
from boomi_emulator.store import Document

KEY = ("integrationPackInstanceId", "envId", "processId", "connectionId", "catalogGuid")
PLACEHOLDER = "dummyClientSecret"
"""Boomi stores this whatever the client sends: the real secret lives in the encrypted extension field."""


def save(request: Request, input: dict[str, Any]) -> Document:
    """Creates or replaces the record of one connection. Nothing is generated and nothing reaches the runtime."""
    key = _checked_key(request, input)
    _check_details(input["oauthConnectorDetails"])
    store, account = request.caller.world.store, request.caller.account
    before = store.get("oauth_details", account, key)
    record: Document = {
        "id": before["id"] if before else new_space_uuid(),
        "key": key,
        **{name: input[name] for name in (*KEY, "isTokenGenerated", "oauthConnectorDetails", "clientId")},
        "clientSecret": PLACEHOLDER,
    }
    store.put("oauth_details", account, key, record)
    return record


def read(request: Request, input: dict[str, Any]) -> Document | None:
    """Null where nothing was saved."""
    return request.caller.world.store.get("oauth_details", request.caller.account, _checked_key(request, input))


def _checked_key(request: Request, input: dict[str, Any]) -> str:
    """The Space of the header must be that of the input, and instance, process and environment the account's own."""
    space, store, account = request.space(), request.caller.world.store, request.caller.account
    if input["catalogGuid"] != space["guid"]:
        raise SpacesError("SPACE_NOT_FOUND", "catalogGuid is not the guid of the header SPACE_GUID.")
    instance = store.get("instance", account, input["integrationPackInstanceId"])
    if instance is None:
        raise SpacesError("IPACK_INSTANCE_ID_INVALID", f"No such instance: {input['integrationPackInstanceId']}")
    group = store.get("account_group", space["owner"], space["group"])
    if group is None or instance["integrationPackId"] not in group["packs"]:
        raise SpacesError("IPACK_NOT_FOUND_IN_SPACE", "The pack of the instance does not belong to the Space.")
    processes = instance["processes"]
    if not any(input["processId"] in (process["id"], process["original"]) for process in processes):
        raise SpacesError("PLATFORM_CALL_ERROR", f"No such process in the instance: {input['processId']}")
    if store.get("environment", account, input["envId"]) is None:
        raise SpacesError("PLATFORM_CALL_ERROR", f"No such environment: {input['envId']}")
    return json.dumps([input[name] for name in KEY])


def _check_details(details: str) -> None:
    try:
        is_object = isinstance(json.loads(details), dict)
    except ValueError:
        is_object = False
    if not is_object:
        raise SpacesError("GENERIC_SYSTEM_ERROR", "oauthConnectorDetails is not the text of a JSON object.")


QUERIES = {"IPackInstanceOAuthConnectorDetails": read}
MUTATIONS = {"saveIPackInstanceOauthConnectorDetails": save}
