"""The escape hatch: grant types and field ids that the table does not know."""

from __future__ import annotations

from typing import Any

from pulumi_boomi_spaces.connectors import RestClient, UnlistedGrant, cell, flatten, problems, warnings
from tests.unit.connectors.samples import CONNECTORS, mapping, plain


def unlisted(grant_type: str, **fields: Any) -> dict[str, Any]:
    connector = RestClient(base_url="https://erp.example.com", grant=UnlistedGrant(grant_type, fields=fields))
    return flatten(connector, plain)


def test_an_unlisted_grant_passes_with_a_warning() -> None:
    wire = unlisted("device_code", client_id="a", device_url="https://login.example.com/device")
    ids = {"device_url": "oauthContext/OAuth2Config/deviceEndpoint/@url"}
    assert problems(wire, field_ids=ids) == []
    found = cell(wire, field_ids=ids)
    assert (found.grant_type, found.listed, found.consent) == ("device_code", False, "person")
    assert {field.name: field.field_id for field in found.fields}["device_url"] == ids["device_url"]
    (warning,) = warnings(wire)
    assert (
        warning
        == 'grant_type: "device_code" is not in the grant table for REST Client; nothing about this grant was checked'
    )


def test_an_unlisted_grant_still_needs_fields_and_good_values() -> None:
    wire = unlisted("device_code", token_url="http://login.example.com", device_url="https://login.example.com/device")
    assert problems(wire) == [
        "token_url: only https is allowed",
        "device_url: the grant table has no Boomi field for it; add its id to field_ids",
    ]


def test_the_hatch_is_no_way_around_the_table() -> None:
    assert problems(unlisted("Client Credentials", client_id="a")) == [
        'grant_type: "client_credentials" is offered by REST Client; take its class instead of UnlistedGrant'
    ]
    wire = flatten(
        {"type": "quickbooks_online", **CONNECTORS["quickbooks_online"], "grant": UnlistedGrant("x", {})}, plain
    )
    assert problems(wire) == [
        "grant_type: QuickBooks Online has no grant type to choose, its flow is fixed; leave grant out"
    ]


def test_a_grant_of_the_table_keeps_its_consent_where_it_is_not_listed_yet() -> None:
    wire = flatten(
        {"type": "http_client", "base_url": "https://x.example", "grant": UnlistedGrant("jwt_bearer", {})}, plain
    )
    assert problems(wire) == []
    assert cell(wire).consent == "none"


def test_field_ids_are_checked_for_names() -> None:
    wire = flatten(mapping("rest_client", "client_credentials"), plain)
    assert problems(wire, field_ids={"client_id": "x/@clientId", "access_token": "x/@accessToken"}) == []
    assert problems(wire, field_ids={"clientid": "x/@clientId"}) == [
        'field_ids: "clientid" is not a setting of REST Client with client_credentials; did you mean client_id?'
    ]
