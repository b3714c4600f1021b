"""Every connector with every grant type and with none: 30 cells, 11 accepted, 19 refused with their sentence.

Expected: Boomi Spaces help, "OAuth 2.0 Authorization", table of grant types per connector.
"""

from __future__ import annotations

import itertools

import pytest

from pulumi_boomi_spaces.connectors import cell, flatten, problems
from pulumi_boomi_spaces.errors import InputError
from tests.unit.connectors.samples import CONNECTORS, GRANTS, mapping, plain, row

# {cell: who makes the first token}; Generate exists for authorization code, resource owner and the fixed flows alone.
ACCEPTED = {
    ("quickbooks_online", None): "person",
    ("http_client", "authorization_code"): "person",
    ("http_client", "password"): "person",
    ("http_client", "client_credentials"): "none",
    ("mail_imap", None): "person",
    ("rest_client", "authorization_code"): "person",
    ("rest_client", "password"): "person",
    ("rest_client", "client_credentials"): "none",
    ("rest_client", "jwt_bearer"): "none",
    ("salesforce_platform_events", None): "person",
    ("azure_service_bus", "client_credentials"): "none",
}
HTTP_OFFERS = "authorization_code, password and client_credentials"
REST_OFFERS = "authorization_code, password, client_credentials and jwt_bearer"
AZURE = "is not offered by Microsoft Azure Service Bus. It offers client_credentials. Use this one, or"
FIXED = "has no grant type to choose, its flow is fixed; leave grant out"
REFUSED = {
    ("http_client", None): f"grant_type: is missing. HTTP Client offers {HTTP_OFFERS}; give one as grant",
    ("http_client", "jwt_bearer"): f'grant_type: "jwt_bearer" is not offered by HTTP Client. It offers {HTTP_OFFERS}. '
    "Use one of these, or RestClient.",
    ("rest_client", None): f"grant_type: is missing. REST Client offers {REST_OFFERS}; give one as grant",
    ("azure_service_bus", None): "grant_type: is missing. Microsoft Azure Service Bus offers client_credentials; "
    "give one as grant",
    ("azure_service_bus", "authorization_code"): f'grant_type: "authorization_code" {AZURE} HttpClient or RestClient.',
    ("azure_service_bus", "password"): f'grant_type: "password" {AZURE} HttpClient or RestClient.',
    ("azure_service_bus", "jwt_bearer"): f'grant_type: "jwt_bearer" {AZURE} RestClient.',
    **{
        (connector, grant): f"grant_type: {label} {FIXED}"
        for connector, label in {
            "quickbooks_online": "QuickBooks Online",
            "mail_imap": "Mail (IMAP)",
            "salesforce_platform_events": "Salesforce Platform Events",
        }.items()
        for grant in GRANTS
    },
}
FIXED_FLOW = ("quickbooks_online", "mail_imap", "salesforce_platform_events")


def test_the_two_tables_are_the_thirty_cells() -> None:
    cells = set(itertools.product(CONNECTORS, (None, *GRANTS)))
    assert len(cells) == 30
    assert set(ACCEPTED) | set(REFUSED) == cells
    assert (len(ACCEPTED), len(REFUSED)) == (11, 19)


@pytest.mark.parametrize("where", ACCEPTED)
def test_accepted(where: tuple[str, str | None]) -> None:
    wire = flatten(mapping(*where), plain)
    assert problems(wire) == []
    found = cell(wire)
    assert (found.connector, found.grant_type, found.consent) == (*where, ACCEPTED[where])
    assert flatten(row(*where), plain) == wire


@pytest.mark.parametrize("where", REFUSED)
def test_refused(where: tuple[str, str | None]) -> None:
    wire = flatten(mapping(*where), plain)
    assert problems(wire) == [REFUSED[where]]
    with pytest.raises(InputError) as refused:
        cell(wire)
    assert str(refused.value) == REFUSED[where]


@pytest.mark.parametrize("where", REFUSED)
def test_refused_in_class_form(where: tuple[str, str | None]) -> None:
    connector, grant = where
    if grant is None or connector in FIXED_FLOW:
        with pytest.raises(TypeError, match="grant"):
            row(connector, grant)
    else:
        assert problems(flatten(row(connector, grant), plain)) == [REFUSED[where]]


@pytest.mark.parametrize("connector", FIXED_FLOW)
@pytest.mark.parametrize("none", [None, "None", "none", {"type": "None"}])
def test_no_grant_type_may_be_said_aloud_where_there_is_none_to_choose(connector: str, none: object) -> None:
    wire = flatten(mapping(connector, None, grant=none), plain)
    assert wire == flatten(mapping(connector, None), plain)
    assert "grant_type" not in wire


@pytest.mark.parametrize("connector", ["http_client", "rest_client", "azure_service_bus"])
def test_the_word_none_is_no_grant_type_of_the_others(connector: str) -> None:
    (problem,) = problems(flatten(mapping(connector, None, grant="None"), plain))
    assert problem.startswith('grant_type: "None" is not offered by ')
    assert "UnlistedGrant" not in problem


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("Authorization Code", "authorization_code"),
        ("Authorization code", "authorization_code"),
        ("code", "authorization_code"),
        ("Resource Owner Credentials", "password"),
        ("resource owner", "password"),
        ("PASSWORD", "password"),
        ("client credentials", "client_credentials"),
        ("JWT Bearer", "jwt_bearer"),
        ("JWT Bearer Token", "jwt_bearer"),
        ("jwt-bearer", "jwt_bearer"),
    ],
)
def test_grant_types_are_known_by_key_label_and_wire_value(spelling: str, key: str) -> None:
    wire = flatten(mapping("rest_client", key) | {"grant": {"type": spelling, **GRANTS[key]}}, plain)
    assert wire["grant_type"] == key
    assert problems(wire) == []


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("QuickBooks Online", "quickbooks_online"),
        ("HTTP Client", "http_client"),
        ("mail (imap)", "mail_imap"),
        ("REST CLIENT", "rest_client"),
        ("Salesforce Platform Events", "salesforce_platform_events"),
        ("Microsoft Azure Service Bus", "azure_service_bus"),
    ],
)
def test_connectors_are_known_by_their_label(label: str, key: str) -> None:
    assert flatten({"type": label}, plain)["connector"] == key
