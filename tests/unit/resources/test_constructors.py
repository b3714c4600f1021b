"""From a program to inputs on the wire: flat, secrets marked, references readable, nothing unknown printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks

from pulumi_boomi_spaces import (
    ClientCredentials,
    IntegrationPackAttachment,
    IntegrationPackInstance,
    OAuthConnection,
    RestClient,
    Secret,
    SecretsManager,
)

SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
"""How Pulumi marks a secret on the wire."""
BASE = {"base_url": "https://erp.example.com", "client_id": "c", "token_url": "https://login.example.com/token"}


class Recorder(mocks.Mocks):
    def __init__(self) -> None:
        self.resources: dict[str, dict[str, Any]] = {}

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.resources[args.name] = {"type": args.typ, **args.inputs}
        return f"{args.name}-id", args.inputs

    def call(self, args: mocks.MockCallArgs) -> Any:
        return {}


Deploy = Callable[[Callable[[], None]], dict[str, dict[str, Any]]]


@pytest.fixture
def deploy() -> Deploy:
    """Runs a program against mocks and answers the inputs of each resource by name."""

    def run(program: Callable[[], None]) -> dict[str, dict[str, Any]]:
        recorder = Recorder()
        pulumi.runtime.set_mocks(recorder, project="shop", stack="dev")
        pulumi.runtime.test(program)()
        return recorder.resources

    return run


def rest(**fields: Any) -> RestClient:
    grant = {
        "client_id": "c",
        "token_url": "https://login.example.com/token",
        "client_secret": Secret.env("X"),
        **fields,
    }
    return RestClient(base_url="https://erp.example.com", grant=ClientCredentials(**grant))


def test_parents_as_resources_and_as_ids(deploy: Deploy) -> None:
    def program() -> None:
        instance = IntegrationPackInstance("sync", account="a", pack="Order Sync", name="Order Sync", space="guid-1")
        there = IntegrationPackAttachment("there", instance=instance, environment="test-eu")
        OAuthConnection("erp", attachment=there, connection="ERP", connector=rest())
        OAuthConnection("by-id", attachment="a/b/c", connection="ERP", connector=rest())

    made = deploy(program)
    assert made["there"]["instance"] == "sync-id"
    assert made["erp"]["attachment"] == "there-id"
    assert made["erp"]["attachment_of"] == "pulumi-python:dynamic/boomi:IntegrationPackAttachment::there"
    assert made["erp"]["space"] == made["there"]["space"] == "guid-1"
    assert made["by-id"]["attachment"] == "a/b/c"
    assert "attachment_of" not in made["by-id"]
    assert made["erp"]["owner"] == "shop/dev/OAuthConnection/erp"


def test_the_connector_is_flat_and_references_stay_readable(deploy: Deploy) -> None:
    made = deploy(
        lambda: OAuthConnection("erp", attachment="a/b/c", connection="ERP", connector=rest(scopes=["b", "a"])) and None
    )
    erp = made["erp"]
    assert (erp["connector"], erp["grant_type"]) == ("rest_client", "client_credentials")
    assert {name: erp[name] for name in BASE} == BASE
    assert erp["client_secret"] == {"env": "X"}
    assert erp["client_secret_digest"] == {**SECRET, "value": ""}


def test_a_literal_is_marked_as_a_secret(deploy: Deploy) -> None:
    made = deploy(
        lambda: OAuthConnection("erp", attachment="a/b/c", connection="ERP", connector=rest(client_secret="s")) and None
    )
    assert made["erp"]["client_secret"] == {**SECRET, "value": "s"}
    assert made["erp"]["client_secret_digest"] == {**SECRET, "value": ""}


def test_secret_parameters_are_told_apart_from_open_ones(deploy: Deploy) -> None:
    parameters = {
        "audience": "erp",
        "key": pulumi.Output.secret("k"),
        "open": pulumi.Output.from_input("o"),
        "ref": Secret.env("Y"),
    }
    connector = rest(token_parameters=parameters)
    made = deploy(lambda: OAuthConnection("erp", attachment="a/b/c", connection="ERP", connector=connector) and None)
    erp = made["erp"]
    # The mocks lift the mark of a value in a mapping to the whole mapping; the engine keeps it at the value.
    assert erp["token_parameters"] == {
        **SECRET,
        "value": {"audience": "erp", "key": "k", "open": "o", "ref": {"env": "Y"}},
    }
    assert erp["encrypted_parameters"] == {"token_parameters": {"key": True, "open": False}}
    assert erp["token_parameters_digest"] == {**SECRET, "value": ""}


def test_a_key_of_a_mapping_never_takes_the_place_of_an_input(deploy: Deploy) -> None:
    connector = {"type": "rest_client", "space": "x", "adopt": True, **BASE, "grant": {"type": "client_credentials"}}
    made = deploy(lambda: OAuthConnection("erp", attachment="a/b/c", connection="ERP", connector=connector) and None)
    assert "space" not in made["erp"]
    assert "adopt" not in made["erp"]
    assert made["erp"]["connector.space"] == "x"


def test_settings_of_the_secrets_manager_that_are_left_out_are_not_sent(deploy: Deploy) -> None:
    made = deploy(
        lambda: (
            OAuthConnection(
                "erp",
                attachment="a/b/c",
                connection="ERP",
                connector=rest(),
                secrets_manager=SecretsManager(delivery="arn"),
            )
            and None
        )
    )
    assert made["erp"]["secrets_manager"] == {"delivery": "arn"}


class Settings:
    """A class that the SDK does not know; its text must not be shown."""

    def __repr__(self) -> str:
        return "Settings(token='canary')"


@pytest.mark.parametrize("field", ["connection", "field_ids"])
def test_a_value_of_an_unknown_type_is_refused_without_being_shown(deploy: Deploy, field: str) -> None:
    wrong: Any = {"x": Settings()} if field == "field_ids" else Settings()
    given = {"attachment": "a/b/c", "connection": "ERP", "connector": rest(), field: wrong}
    with pytest.raises(TypeError, match=rf"{field}.*not Settings") as told:
        deploy(lambda: OAuthConnection("erp", **given) and None)
    assert "canary" not in str(told.value)


def test_an_output_as_connector_is_refused_with_a_sentence(deploy: Deploy) -> None:
    connector: Any = pulumi.Output.from_input({"type": "rest_client"})
    with pytest.raises(TypeError, match="connector: is an output"):
        deploy(lambda: OAuthConnection("erp", attachment="a/b/c", connection="ERP", connector=connector) and None)


def test_the_owner_tells_resources_in_components_apart(deploy: Deploy) -> None:
    class Consumer(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("shop:index:Consumer", "shop")
            inside = pulumi.ResourceOptions(parent=self)
            IntegrationPackAttachment("a/b", instance="x/y", environment="e", opts=inside)

    made = deploy(lambda: Consumer() and None)
    assert made["a/b"]["owner"] == "shop/dev/shop:index:Consumer$IntegrationPackAttachment/a/b"


def test_a_number_that_cannot_arrive_exactly_is_refused(deploy: Deploy) -> None:
    connector = {"type": "quickbooks_online", "company_id": 9130347957983547, "client_id": "c", "client_secret": "s"}
    with pytest.raises(TypeError, match="company_id: is a number too large to arrive exactly"):
        deploy(lambda: OAuthConnection("books", attachment="a/b/c", connection="QB", connector=connector) and None)


def test_a_mapping_of_parameters_that_is_an_output_is_refused(deploy: Deploy) -> None:
    connector = {
        "type": "rest_client",
        **BASE,
        "grant": {"type": "client_credentials", "token_parameters": pulumi.Output.secret({"key": "k"})},
    }
    with pytest.raises(TypeError, match="token_parameters: is an output; write a mapping"):
        deploy(lambda: OAuthConnection("erp", attachment="a/b/c", connection="ERP", connector=connector) and None)


def test_data_that_looks_like_a_reference_reads_no_secret_of_the_run(deploy: Deploy) -> None:
    connector = rest(client_secret=pulumi.Output.from_input({"env": "CI_TOKEN"}))
    with pytest.raises(Exception, match="references are written in the program"):
        deploy(lambda: OAuthConnection("erp", attachment="a/b/c", connection="ERP", connector=connector) and None)
