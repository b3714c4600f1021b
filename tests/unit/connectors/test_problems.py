"""What is refused in a cell that exists, what is only warned about, and that a resource hears everything at once."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_boomi_spaces.connectors import (
    ClientCredentials,
    RestClient,
    flatten,
    problems,
)
from pulumi_boomi_spaces.engine.values import UNKNOWN
from pulumi_boomi_spaces.secret import Secret
from tests.unit.connectors.samples import CLIENT, CONNECTORS, DIRECTION, TOKEN_URL, mapping, plain, said

ENTRA = "https://login.microsoftonline.com/contoso"
SERVICE_BUS_SCOPE = "https://servicebus.azure.net/.default"
RESOURCE = {"resource": "https://orders.servicebus.windows.net"}


@pytest.mark.parametrize(
    ("connector", "grant", "changes", "problem"),
    [
        (
            "rest_client",
            "client_credentials",
            {"authorization_url": "https://login.example.com/authorize"},
            "authorization_url: not used with client_credentials by REST Client; remove it",
        ),
        (
            "http_client",
            "password",
            {"authorization_parameters": {"prompt": "consent"}},
            "authorization_parameters: not used with password by HTTP Client; remove it",
        ),
        (
            "http_client",
            "client_credentials",
            {"refresh_authorization": "basic"},
            "refresh_authorization: not used with client_credentials by HTTP Client; remove it",
        ),
        (
            "rest_client",
            "authorization_code",
            {"refresh_authorization": "basic"},
            "refresh_authorization: not used with authorization_code by REST Client; remove it",
        ),
        (
            "http_client",
            "client_credentials",
            {"preemptive": True},
            "preemptive: not used with client_credentials by HTTP Client; remove it",
        ),
        ("quickbooks_online", None, {"scopes": ["openid"]}, "scopes: not used by QuickBooks Online; remove it"),
        (
            "quickbooks_online",
            None,
            {"token_url": "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"},
            "token_url: not used by QuickBooks Online; remove it",
        ),
        (
            "salesforce_platform_events",
            None,
            {"base_url": "https://example.my.salesforce.com"},
            "base_url: not used by Salesforce Platform Events; remove it",
        ),
        (
            "rest_client",
            "client_credentials",
            {"client_ids": "x"},
            "client_ids: is not a setting of REST Client with client_credentials; did you mean client_id?",
        ),
        (
            "rest_client",
            "client_credentials",
            {"client\nid": "x"},
            '"client\\nid": is not a setting of REST Client with client_credentials; did you mean client_id?',
        ),
        (
            "quickbooks_online",
            None,
            {"colour": "red"},
            "colour: is not a setting of QuickBooks Online; remove it",
        ),
        (
            "rest_client",
            "client_credentials",
            {"client_id": None},
            "client_id: is required. The id under which the identity provider knows the integration.",
        ),
        (
            "mail_imap",
            None,
            {"inbound_client_id": "mail-in", "inbound_client_secret": {"env": "MAIL_IN"}}
            | {f"inbound_{name}": DIRECTION[name] for name in ("authorization_url", "scopes")},
            "inbound_token_url: is required. Inbound OAuth 2.0: The identity provider's token endpoint.",
        ),
        ("rest_client", "client_credentials", {"client_id": ""}, "client_id: is empty; leave it out instead"),
        (
            "rest_client",
            "client_credentials",
            {"token_url": "http://login.example.com/token"},
            "token_url: only https is allowed",
        ),
        (
            "rest_client",
            "client_credentials",
            {"token_url": "https://me:pw@login.example.com/token"},
            "token_url: a URL must not contain a user name or a password",
        ),
        (
            "rest_client",
            "client_credentials",
            {"client_id": {"env": "CLIENT_ID"}},
            "client_id: is a reference to a secret, and this is no secret input; write the text itself",
        ),
        (
            "rest_client",
            "client_credentials",
            {"token_parameters": {"scope": "x"}},
            'token_parameters: "scope" is reserved: the flow sends it already, or an input of its own does',
        ),
        (
            "rest_client",
            "jwt_bearer",
            {"expiration_seconds": 3601},
            "expiration_seconds: has to be a whole number from 1 to 3600",
        ),
        (
            "rest_client",
            "jwt_bearer",
            {"expiration_seconds": 0},
            "expiration_seconds: has to be a whole number from 1 to 3600",
        ),
        (
            "rest_client",
            "jwt_bearer",
            {"claims": {"tenant": {"env": "TENANT"}}},
            'claims: "tenant" is a reference to a secret, and this is no secret input; write the text itself',
        ),
        (
            "rest_client",
            "jwt_bearer",
            {"claims": {"exp": 5}},
            'claims: "exp" is reserved: the flow sends it already, or an input of its own does',
        ),
        (
            "rest_client",
            "jwt_bearer",
            {"signature_key": "-----BEGIN PRIVATE KEY-----"},
            "signature_key: has to be a reference: Secret.env(name), Secret.file(path) or Secret.aws(arn)",
        ),
        (
            "rest_client",
            "jwt_bearer",
            {"algorithm": "ES256"},
            "algorithm: is not a setting of REST Client with jwt_bearer; remove it",
        ),
        (
            "http_client",
            "authorization_code",
            {"refresh_authorization": "header"},
            "refresh_authorization: has to be request_body or basic",
        ),
        (
            "salesforce_platform_events",
            None,
            {"scopes": ["refresh_token", "api"]},
            "scopes: Salesforce Platform Events also needs full",
        ),
        (
            "salesforce_platform_events",
            None,
            {"scopes": "full"},
            "scopes: Salesforce Platform Events also needs refresh_token (or offline_access)",
        ),
        (
            "mail_imap",
            None,
            {
                f"inbound_{name}": value.wire if isinstance(value, Secret) else value
                for name, value in DIRECTION.items()
            },
            'inbound: is the same as outbound; leave it out (in Boomi: "Same as Outbound OAuth 2.0")',
        ),
        (
            "mail_imap",
            None,
            flatten({"outbound": {"type": "code"}}, plain),
            "outbound_type: is not a setting of Mail (IMAP); remove it",
        ),
        (
            "mail_imap",
            None,
            {"inbound": "same"},
            "inbound: has to be an object with settings of its own; values in it may be outputs",
        ),
    ],
)
def test_refused(connector: str, grant: str | None, changes: dict[str, Any], problem: str) -> None:
    assert said(connector, grant, **changes) == [problem]


@pytest.mark.parametrize(
    ("version", "scopes", "parameters", "right"),
    [
        ("/oauth2/v2.0/token", [SERVICE_BUS_SCOPE], None, True),
        ("/oauth2/token", None, RESOURCE, True),
        ("/oauth2/token", None, {"Resource": "https://orders.servicebus.windows.net"}, True),
        ("/oauth2/v2.0/token", None, None, False),
        ("/oauth2/v2.0/token", ["https://servicebus.azure.net"], None, False),
        ("/oauth2/v2.0/token", None, RESOURCE, False),
        ("/oauth2/v2.0/token", [SERVICE_BUS_SCOPE], RESOURCE, False),
        ("/oauth2/token", [SERVICE_BUS_SCOPE], None, False),
        ("/oauth2/token", [SERVICE_BUS_SCOPE], RESOURCE, False),
        ("/oauth2/token", None, None, False),
        ("/oauth2/token", None, UNKNOWN, True),
    ],
)
def test_azure_versions_of_the_token_url_do_not_mix(version: str, scopes: Any, parameters: Any, right: bool) -> None:
    found = said(
        "azure_service_bus",
        "client_credentials",
        token_url=ENTRA + version,
        scopes=scopes,
        token_parameters=parameters,
    )
    assert len(found) == (0 if right else 1)
    for problem in found:
        assert problem.startswith(f"token_url: this {'v2' if 'v2.0' in version else 'v1'} token URL stands beside ")
        assert 'scopes=["https://servicebus.azure.net/.default"]' in problem
        assert "the token parameter resource" in problem


def test_paths_mean_nothing_on_hosts_that_are_not_microsofts() -> None:
    assert said("azure_service_bus", "client_credentials", scopes=["orders"]) == []


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = said(
        "rest_client",
        "jwt_bearer",
        base_url="ftp://erp.example.com",
        issuer=None,
        expiration_seconds="soon",
        username="joe",
        audiense="https://login.example.com",
        client_secret="",
        token_parameters={"assertion": "x", " ": "y", "tenant": "a", "Tenant ": "b"},
    )
    assert [problem.partition(":")[0] for problem in found] == [
        "base_url",
        "expiration_seconds",
        "client_secret",
        "token_parameters",
        "issuer",
        "audiense",
        "username",
    ]
    assert found[3].count(";") == 2


def test_a_grant_that_is_not_offered_does_not_hide_the_other_problems() -> None:
    found = said("http_client", "jwt_bearer", base_url=None, token_url="http://login.example.com", sujet="x")
    assert [problem.partition(":")[0] for problem in found] == ["grant_type", "token_url", "base_url", "sujet"]


def test_an_unknown_connector_is_one_problem_with_the_nearest_name() -> None:
    (problem,) = problems(flatten({"type": "REST Cleint", "base_url": "ftp://x"}, plain))
    assert problem.startswith(
        'connector: "REST Cleint" is not a connector of the grant table; did you mean rest_client?'
    )
    assert problems({}) == [
        "connector: its type is missing. The grant table has azure_service_bus, http_client, mail_imap, "
        "quickbooks_online, rest_client and salesforce_platform_events"
    ]


def test_what_is_not_known_yet_is_not_judged() -> None:
    unknown = dict.fromkeys(("base_url", "client_id", "client_secret", "token_url", "scopes"), UNKNOWN)
    assert said("rest_client", "client_credentials", **unknown, token_parameters={"resource": UNKNOWN}) == []
    assert said("salesforce_platform_events", None, scopes=["api", UNKNOWN]) == []
    assert said("mail_imap", None, **{f"inbound_{name}": UNKNOWN for name in DIRECTION}) == []


def test_an_unknown_value_hides_neither_a_missing_grant_nor_a_stale_field() -> None:
    found = said("rest_client", None, base_url=UNKNOWN)
    assert [problem.partition(":")[0] for problem in found] == ["grant_type"]
    found = said("rest_client", "client_credentials", authorization_url=UNKNOWN)
    assert found == ["authorization_url: not used with client_credentials by REST Client; remove it"]


def test_http_is_for_loopback_behind_the_switch() -> None:
    wire = flatten(mapping("rest_client", "client_credentials"), plain) | {"token_url": "http://127.0.0.1:8080/token"}
    assert problems(wire, sandbox=True) == []
    (problem,) = problems(wire)
    assert problem.startswith("token_url: ")


@pytest.mark.parametrize(
    ("twice", "problem"),
    [
        (
            {"client_id": "other", "grant": {"type": "client_credentials", **CLIENT, **TOKEN_URL}},
            "client_id: is given twice, the second time in grant; keep one of them",
        ),
        (
            {"grant_type": "password", "grant": {"type": "client_credentials", **CLIENT, **TOKEN_URL}},
            'grant_type: is not a setting; a connector has a type and a grant, a grant has a type: {"type": …}',
        ),
        (
            {"unlisted_grant": True, "grant": {"type": "client_credentials", **CLIENT, **TOKEN_URL}},
            'unlisted_grant: is not a setting; a connector has a type and a grant, a grant has a type: {"type": …}',
        ),
    ],
)
def test_no_value_of_a_mapping_is_lost_silently(twice: dict[str, Any], problem: str) -> None:
    assert problems(flatten({"type": "rest_client", **CONNECTORS["rest_client"], **twice}, plain)) == [problem]


def test_a_literal_secret_is_in_no_problem() -> None:
    for name in (
        "client_secret",
        "base_url",
        "client_id",
        "token_url",
        "scopes",
        "token_parameters",
        "expiration_seconds",
    ):
        for value in ("c4nary-Value", "c4nary Value\n", ["c4nary-Value"], {"c4nary": 1}):
            for grant in ("client_credentials", "jwt_bearer"):
                found = " ".join(said("rest_client", grant, **{name: value}))
                assert "c4nary-Value" not in found, name


def test_a_grant_of_another_shape_is_refused_by_check_and_not_by_flatten() -> None:
    wire = flatten(RestClient(base_url="https://x.example", grant=RestClient(base_url="y", grant=None)), plain)  # type: ignore[arg-type]
    assert problems(wire)[0].startswith('grant_type: "rest_client" is not offered by REST Client.')
    wire = flatten(RestClient(base_url=ClientCredentials, grant="code"), plain)  # type: ignore[arg-type]
    assert problems(wire)[0].startswith("base_url: is not a text")
