"""From the program's form to the wire: what is masked, what stays readable, what is refused at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pulumi
import pytest

from pulumi_boomi_spaces.connectors import (
    AuthorizationCode,
    ClientCredentials,
    HttpClient,
    JwtBearer,
    MailImap,
    MailOAuth,
    Password,
    QuickBooksOnline,
    RestClient,
    UnlistedGrant,
    flatten,
)
from pulumi_boomi_spaces.secret import Secret
from tests.unit.connectors.samples import DIRECTION


class Masked:
    """What the fake marking makes of a literal."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Masked) and other.value == self.value

    __hash__ = None  # type: ignore[assignment]


@pytest.fixture
def output() -> pulumi.Output[str]:
    """An output that has no value yet, without an engine behind it."""
    loop = asyncio.new_event_loop()
    value: asyncio.Future[Any] = loop.create_future()
    found = pulumi.Output(set(), value, value, value)
    loop.close()
    return found


def test_the_wire_is_flat_and_snake_case() -> None:
    wire = flatten(
        RestClient(
            base_url="https://erp.example.com/v2",
            grant=ClientCredentials(
                client_id="orders-sync",
                client_secret=Secret.env("ERP_CLIENT_SECRET"),
                token_url="https://login.example.com/oauth2/token",
                scopes=["orders.read"],
            ),
        ),
        Masked,
    )
    assert wire == {
        "connector": "rest_client",
        "grant_type": "client_credentials",
        "base_url": "https://erp.example.com/v2",
        "client_id": "orders-sync",
        "client_secret": {"env": "ERP_CLIENT_SECRET"},
        "token_url": "https://login.example.com/oauth2/token",
        "scopes": ["orders.read"],
    }


def test_mail_has_a_prefix_for_each_direction() -> None:
    typed = MailImap(outbound=MailOAuth(**DIRECTION), inbound=MailOAuth(**DIRECTION | {"client_id": "mail-in"}))
    wire = flatten(typed, Masked)
    assert wire["outbound_client_id"] == "orders-sync"
    assert wire["inbound_client_id"] == "mail-in"
    assert wire["inbound_client_secret"] == {"env": "CLIENT_SECRET"}
    assert "outbound" not in wire
    mapping = {"type": "mail_imap", "outbound": DIRECTION, "inbound": DIRECTION | {"client_id": "mail-in"}}
    assert flatten(mapping, Masked) == wire


def test_literals_of_secret_settings_and_only_those_are_masked() -> None:
    leaf = object()
    wire = flatten(
        HttpClient(
            base_url="https://a.example",
            grant=Password(
                client_id="a",
                client_secret="s3cret",
                token_url="https://a.example/t",
                username="joe",
                password=Secret.file("/run/pw"),
                token_parameters={"pin": Secret.aws("arn:x", "pin"), "audience": "urn:a", "wrapped": leaf},  # type: ignore[dict-item]
            ),
        ),
        Masked,
    )
    assert wire["client_secret"] == Masked("s3cret")
    assert wire["username"] == Masked("joe")
    assert wire["password"] == {"file": "/run/pw"}
    assert wire["token_parameters"] == {"pin": {"aws": "arn:x", "key": "pin"}, "audience": "urn:a", "wrapped": leaf}
    assert [name for name, value in wire.items() if isinstance(value, Masked)] == ["client_secret", "username"]


def test_secrets_stay_masked_where_the_cell_is_wrong() -> None:
    grant = {"type": "nonsense", "client_secret": "s3cret", "clientSecret": "s3cret", "password": "s3cret"}
    for kind in ("http_client", "nonsense", "quickbooks_online"):
        wire = flatten(
            {"type": kind, "client_secret": "s3cret", "outbound": {"client_secret": "s3cret"}, "grant": grant}, Masked
        )
        assert "s3cret" not in wire.values()
        assert wire["outbound_client_secret"] == Masked("s3cret")
        assert wire["grant.client_secret"] == Masked("s3cret")


def test_references_in_mappings_stay_readable() -> None:
    wire = flatten(
        {"type": "quickbooks_online", "client_id": {"env": "ID"}, "client_secret": {"aws": "arn:x", "key": "k"}}, Masked
    )
    assert wire["client_secret"] == {"aws": "arn:x", "key": "k"}
    assert wire["client_id"] == {"env": "ID"}


def test_none_is_the_same_as_leaving_out() -> None:
    wire = flatten(
        {"type": "rest_client", "base_url": None, "grant": {"type": "code", "scopes": None, "client_secret": None}},
        Masked,
    )
    assert wire == {"connector": "rest_client", "grant_type": "authorization_code"}


def test_an_unlisted_grant_is_marked_on_the_wire() -> None:
    grant = UnlistedGrant(
        "device_code", fields={"client_id": "a", "client_secret": "s", "device_token": "t", "audience": None}
    )  # type: ignore[dict-item]
    assert flatten(RestClient(base_url="https://a.example", grant=grant), Masked) == {
        "connector": "rest_client",
        "base_url": "https://a.example",
        "grant_type": "device_code",
        "unlisted_grant": True,
        "client_id": "a",
        "client_secret": Masked("s"),
        "device_token": Masked("t"),
    }


def test_outputs_pass_as_they_are(output: pulumi.Output[str]) -> None:
    wire = flatten(QuickBooksOnline(company_id=output, client_id="a", client_secret=output), Masked)
    assert wire["company_id"] is output
    assert wire["client_secret"] == Masked(output)


def test_connector_and_grant_type_are_never_outputs(output: pulumi.Output[str]) -> None:
    wrong: list[tuple[Any, str]] = [
        (output, "connector: is an output"),
        ({"type": output}, "connector: is an output"),
        ({"type": "rest_client", "grant": output}, "grant: is an output"),
        ({"type": "rest_client", "grant": {"type": output}}, "grant: is an output"),
        (RestClient(base_url="x", grant=output), "grant: is an output"),  # type: ignore[arg-type]
    ]
    for connector, sentence in wrong:
        with pytest.raises(TypeError, match=sentence):
            flatten(connector, Masked)


@pytest.mark.parametrize("other", ["rest_client", None, 5, ["rest_client"], Secret.env("X")])
def test_anything_else_is_no_connector(other: Any) -> None:
    with pytest.raises(TypeError, match=r"^connector: a value of type \w+ is not a connector such as RestClient"):
        flatten(other, Masked)


def test_a_grant_alone_is_no_connector() -> None:
    grant = ClientCredentials(client_id="a", client_secret="s", token_url="https://a.example")
    with pytest.raises(TypeError, match="ClientCredentials is not a connector"):
        flatten(grant, Masked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "kind", [5, True, ["rest_client"], {"a": 1}, "", "rest client\n::set-output::", Secret.env("X").wire]
)
def test_wrong_content_is_left_to_check(kind: Any) -> None:
    flatten({"type": kind, 5: object(), "grant": {"type": kind, "scopes": {"a", "b"}}}, Masked)


def test_a_row_in_a_wrong_place_carries_no_values_out() -> None:
    grant = ClientCredentials(client_id="a", client_secret="s3cret", token_url="https://a.example")
    wire = flatten(RestClient(base_url=grant, grant=UnlistedGrant("x", {"scopes": [grant]})), Masked)  # type: ignore[arg-type, list-item]
    assert wire["base_url"] == {"type": "client_credentials"}
    assert wire["scopes"] == [{"type": "client_credentials"}]


def test_rows_show_names_and_no_values() -> None:
    grant = JwtBearer(
        token_url="https://t0ken",
        issuer="1ss",
        subject="5ub",
        audience="4ud",
        client_secret="s3cret",
        claims={"a": "cl4im"},
    )
    connector = RestClient(base_url="https://b4se", grant=grant)
    assert repr(connector) == "RestClient(base_url, grant)"
    assert repr(grant) == "JwtBearer(token_url, issuer, subject, audience, claims, client_secret)"
    assert (
        repr(UnlistedGrant("device_code", fields={"client_secret": "s3cret"}))
        == "UnlistedGrant(device_code, client_secret)"
    )


def test_rows_are_frozen_and_keyword_only() -> None:
    with pytest.raises(TypeError):
        AuthorizationCode("a", "b", "https://a.example", "https://a.example")  # type: ignore[call-arg, misc]
    grant = ClientCredentials(client_id="a", client_secret="s", token_url="https://a.example")
    with pytest.raises(AttributeError):
        grant.client_id = "b"  # type: ignore[misc]
