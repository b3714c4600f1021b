"""Which field belongs to which cell, and which extension field of Boomi it is.

Expected: Boomi's connector pages (HTTP Client, REST Client, Mail (IMAP), QuickBooks Online, Salesforce Platform Events,
Azure Service Bus; OAuth 2.0 tab of each), Platform API samples of EnvironmentExtensions.
"""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_boomi_spaces import connectors
from pulumi_boomi_spaces.connectors import TABLE, Cell, cell, flatten, live_names
from tests.unit.connectors.samples import DIRECTION, mapping, plain

TAB = {"client_id", "client_secret", "authorization_url", "token_url", "scopes"}
LISTS = {"authorization_parameters", "token_parameters"}

# {cell: (required, optional)}
FIELDS: dict[tuple[str, str | None], tuple[set[str], set[str]]] = {
    ("quickbooks_online", None): ({"company_id", "client_id", "client_secret"}, {"base_url", *LISTS}),
    ("http_client", "authorization_code"): (
        {"base_url", "client_id", "client_secret", "authorization_url", "token_url"},
        {"scopes", "refresh_authorization", *LISTS},
    ),
    ("http_client", "password"): (
        {"base_url", "client_id", "client_secret", "token_url", "username", "password"},
        {"scopes", "token_parameters"},
    ),
    ("http_client", "client_credentials"): (
        {"base_url", "client_id", "client_secret", "token_url"},
        {"scopes", "token_parameters"},
    ),
    ("mail_imap", None): (
        {f"outbound_{name}" for name in TAB},
        {f"outbound_{name}" for name in LISTS} | {f"inbound_{name}" for name in TAB | LISTS},
    ),
    ("rest_client", "authorization_code"): (
        {"base_url", "client_id", "client_secret", "authorization_url", "token_url"},
        {"scopes", "preemptive", *LISTS},
    ),
    ("rest_client", "password"): (
        {"base_url", "client_id", "client_secret", "token_url", "username", "password"},
        {"scopes", "preemptive", "token_parameters"},
    ),
    ("rest_client", "client_credentials"): (
        {"base_url", "client_id", "client_secret", "token_url"},
        {"scopes", "preemptive", "token_parameters"},
    ),
    ("rest_client", "jwt_bearer"): (
        {"base_url", "token_url", "issuer", "subject", "audience"},
        {"expiration_seconds", "claims", "client_id", "client_secret", "scopes", "token_parameters", "signature_key"}
        | {"preemptive"},
    ),
    ("salesforce_platform_events", None): (TAB, LISTS),
    ("azure_service_bus", "client_credentials"): (
        {"namespace", "client_id", "client_secret", "token_url"},
        {"domain", "scopes", "token_parameters"},
    ),
}
TRANSIENT = {"username", "password", "signature_key"}
SECRET = TRANSIENT | {"client_secret", "outbound_client_secret", "inbound_client_secret"}


def by_place() -> dict[tuple[str, str | None], Cell]:
    return {(one.connector, one.grant_type): one for one in TABLE}


def test_the_table_is_the_eleven_cells() -> None:
    assert set(by_place()) == set(FIELDS)
    assert len(TABLE) == 11
    assert all(one.listed for one in TABLE)


@pytest.mark.parametrize("place", FIELDS)
def test_fields_of_a_cell(place: tuple[str, str | None]) -> None:
    fields = by_place()[place].fields
    assert ({one.name for one in fields if one.required}, {one.name for one in fields if not one.required}) == FIELDS[
        place
    ]
    assert {one.name for one in fields if one.secret} == {one.name for one in fields} & SECRET
    assert {one.name for one in fields if one.transient} == {one.name for one in fields} & TRANSIENT
    assert {one.name for one in fields if one.field_id is None} == {one.name for one in fields} & TRANSIENT
    assert all(one.about.endswith(".") for one in fields)
    assert {one.name for one in fields if not one.label} <= {"username", "password"}


HTTP = {
    "base_url": "url",
    "client_id": "clientId2",
    "client_secret": "clientSecret2",
    "authorization_url": "authTokenURL2",
    "token_url": "accessTokenURL2",
    "scopes": "scope2",
    "refresh_authorization": "refreshAuthScheme",
    "authorization_parameters": "authorizationParameters2",
    "token_parameters": "accessTokenParameters2",
}


def sdk(field: str, prefix: str = "") -> dict[str, str]:
    return {
        f"{prefix}client_id": f"{field}/OAuth2Config/credentials/@clientId",
        f"{prefix}client_secret": f"{field}/OAuth2Config/credentials/@clientSecret",
        f"{prefix}authorization_url": f"{field}/OAuth2Config/authorizationTokenEndpoint/@url",
        f"{prefix}token_url": f"{field}/OAuth2Config/accessTokenEndpoint/@url",
        f"{prefix}scopes": f"{field}/OAuth2Config/scope",
        f"{prefix}authorization_parameters": f"{field}/OAuth2Config/authorizationParameters",
        f"{prefix}token_parameters": f"{field}/OAuth2Config/accessTokenParameters",
        f"{prefix}issuer": f"{field}/OAuth2Config/jwtParameters/issuer",
        f"{prefix}subject": f"{field}/OAuth2Config/jwtParameters/subject",
        f"{prefix}audience": f"{field}/OAuth2Config/jwtParameters/audience",
        f"{prefix}expiration_seconds": f"{field}/OAuth2Config/jwtParameters/expiration",
        f"{prefix}claims": f"{field}/OAuth2Config/jwtParameters/extendedClaims",
    }


IDS: dict[str, dict[str, str]] = {
    "quickbooks_online": sdk("oauthOptions") | {"base_url": "url", "company_id": "companyId"},
    "http_client": HTTP,
    "mail_imap": sdk("outboundOAuth2Options", "outbound_") | sdk("inboundOAuth2Options", "inbound_"),
    "rest_client": sdk("oauthContext") | {"base_url": "url", "preemptive": "preemptive"},
    "salesforce_platform_events": sdk("oauthOptions"),
    "azure_service_bus": sdk("oauthOptions") | {"namespace": "namespaceName", "domain": "domainName"},
}
TOKENS = {
    "quickbooks_online": ("oauthOptions/OAuth2Config/credentials/@accessToken",),
    "http_client": ("accessToken2",),
    "mail_imap": ("outboundOAuth2Options/OAuth2Config/credentials/@accessToken",),
    "rest_client": ("oauthContext/OAuth2Config/credentials/@accessToken",),
    "salesforce_platform_events": ("oauthOptions/OAuth2Config/credentials/@accessToken",),
    "azure_service_bus": ("oauthOptions/OAuth2Config/credentials/@accessToken",),
}


@pytest.mark.parametrize("place", FIELDS)
def test_field_ids(place: tuple[str, str | None]) -> None:
    one = by_place()[place]
    required, optional = FIELDS[place]
    assert live_names(one) == {name: IDS[place[0]][name] for name in (required | optional) - TRANSIENT}
    assert one.token_fields == TOKENS[place[0]]


def test_a_second_direction_of_mail_needs_its_own_fields_and_token() -> None:
    wire = flatten(mapping("mail_imap", None, inbound=DIRECTION | {"client_id": "mail-in"}), plain)
    one = cell(wire)
    assert {f"inbound_{name}" for name in TAB} < {field.name for field in one.fields if field.required}
    assert one.token_fields == (
        "outboundOAuth2Options/OAuth2Config/credentials/@accessToken",
        "inboundOAuth2Options/OAuth2Config/credentials/@accessToken",
    )


def test_ids_of_the_program_go_before_the_table() -> None:
    wire = flatten(mapping("quickbooks_online", None), plain)
    ids = {
        "client_id": "qbo/OAuth2Config/credentials/@clientId",
        "access_token": "qbo/OAuth2Config/credentials/@accessToken",
    }
    one = cell(wire, field_ids=ids)
    assert live_names(one)["client_id"] == ids["client_id"]
    assert live_names(one)["client_secret"] == IDS["quickbooks_online"]["client_secret"]
    assert one.token_fields == (ids["access_token"],)


@pytest.mark.parametrize(
    ("place", "label"),
    [
        (("http_client", "client_credentials", "base_url"), "URL"),
        (("rest_client", "client_credentials", "base_url"), "Base URL"),
        (("quickbooks_online", None, "company_id"), "Company ID"),
        (("azure_service_bus", "client_credentials", "namespace"), "Azure Namespace Name"),
        (("azure_service_bus", "client_credentials", "domain"), "Domain Name"),
        (("http_client", "authorization_code", "authorization_url"), "Authorization Token URL"),
        (("http_client", "authorization_code", "refresh_authorization"), "Refresh Authorization Schema"),
        (("mail_imap", None, "outbound_token_url"), "Access Token URL"),
        (("rest_client", "jwt_bearer", "claims"), "Extended JWT Claims"),
        (("rest_client", "jwt_bearer", "expiration_seconds"), "Expiration"),
        (("salesforce_platform_events", None, "scopes"), "Scope"),
    ],
)
def test_labels_are_those_of_boomis_dialog(place: tuple[str, str | None, str], label: str) -> None:
    connector, grant, name = place
    assert {one.name: one.label for one in by_place()[connector, grant].fields}[name] == label


@pytest.mark.parametrize(
    ("place", "value", "normal", "written"),
    [
        (("rest_client", "client_credentials", "scopes"), "b a  b", ["a", "b"], "a b"),
        (
            ("rest_client", "client_credentials", "scopes"),
            ["orders.write orders.read"],
            ["orders.read", "orders.write"],
            None,
        ),
        (("rest_client", "client_credentials", "preemptive"), "True", True, "true"),
        (("rest_client", "jwt_bearer", "expiration_seconds"), 180.0, 180, "180"),
        (("quickbooks_online", None, "company_id"), 4620816365.0, "4620816365", "4620816365"),
        (
            ("http_client", "authorization_code", "refresh_authorization"),
            "request_body",
            "request_body",
            "req_body_params_auth",
        ),
        (("http_client", "authorization_code", "refresh_authorization"), "basic_auth", "basic", "basic_auth"),
        (("http_client", "authorization_code", "refresh_authorization"), "Basic Authorization", "basic", "basic_auth"),
    ],
)
def test_values_have_one_form_and_boomis_text(
    place: tuple[str, str | None, str], value: Any, normal: Any, written: str | None
) -> None:
    connector, grant, name = place
    field = {one.name: one for one in by_place()[connector, grant].fields}[name]
    assert field.parse(value) == normal
    assert field.parse(field.parse(value)) == normal
    assert field.write is not None
    if written is not None:
        assert field.write(normal) == written
        assert field.parse(written) == normal


def test_parameters_and_secrets_have_no_text_in_boomi() -> None:
    for one in TABLE:
        for field in one.fields:
            assert (field.write is None) == (field.kind in ("parameters", "secret"))


def test_every_class_of_a_program_tells_where_its_settings_are_in_boomi() -> None:
    for name in connectors.__all__:
        row = getattr(connectors, name)
        if isinstance(row, type) and issubclass(row, connectors.row.Row) and row.key:
            assert row.__doc__ is not None
            assert "Boomi" in row.__doc__
            for setting, declared in connectors.row.settings_of(row).items():
                where = f' (Boomi: "{declared.label}")' if declared.label else ""
                assert f"{setting}{where}: {declared.about}" in row.__doc__


@pytest.mark.parametrize(
    ("field_ids", "told"),
    [
        ({"client_id": "url"}, 'client_id has the field "url" of base_url'),
        ({"client_id": "accessToken2"}, 'client_id has the field "accessToken2" of the access token'),
    ],
)
def test_two_settings_never_share_a_field(field_ids: dict[str, str], told: str) -> None:
    wire = {
        "connector": "http_client",
        "grant_type": "client_credentials",
        "base_url": "https://erp.example.com",
        "client_id": "c",
        "client_secret": {"env": "X"},
        "token_url": "https://login.example.com/token",
    }
    assert connectors.problems(wire) == []
    assert [problem for problem in connectors.problems(wire, field_ids=field_ids) if told in problem]
