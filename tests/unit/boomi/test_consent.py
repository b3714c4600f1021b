"""The form that a Space remembers: written for the portal, never with a secret."""

from __future__ import annotations

import json
from typing import Any

import pytest

from boomi_emulator.sandbox import Sandbox
from pulumi_boomi_spaces.errors import GoneError, ServiceError
from tests.emulator.boomi import DEV, ERP, SPACE_GUID, Boomi
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import FaultProxy
from tests.unit.boomi.made import CHILD, PARTNER, Client, client_of

DETAILS = {"baseURL": "https://erp.example.com", "companyId": "42", "clientId": "app-1", "authParams": {"a": "b"}}
READ = """
query Read($i: String!, $e: String!, $p: String!, $c: String!, $g: String!) {
  IPackInstanceOAuthConnectorDetails(
    input: {integrationPackInstanceId: $i, envId: $e, processId: $p, connectionId: $c, catalogGuid: $g}
  ) { isTokenGenerated oauthConnectorDetails }
}
"""


def save(client: Client, instance: Any, group: str, guid: str = SPACE_GUID, generated: bool = False) -> None:
    client.form.save(CHILD, guid, instance["id"], DEV, group, ERP, DETAILS, generated)


def test_a_form_is_remembered_for_the_portal(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    instance, group = there.installed()
    save(client, instance, group)
    save(client, instance, group, generated=True)
    key = {"i": instance["id"], "e": DEV, "p": group, "c": ERP, "g": SPACE_GUID}
    found = there.graphql(READ, key).json()["data"]["IPackInstanceOAuthConnectorDetails"]
    assert found["isTokenGenerated"] is True
    assert json.loads(found["oauthConnectorDetails"]) == DETAILS
    assert [seen.path for seen in proxy.seen] == [f"/auth/jwt/generate/{CHILD}", "/graphql", "/graphql"]


def test_a_placeholder_stands_for_the_secret(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    save(client, *there.installed())
    assert proxy.seen[-1].json["variables"]["clientSecret"] == "dummyClientSecret"
    assert proxy.seen[-1].json["variables"]["clientId"] == "app-1"


def test_an_unknown_space_is_told(client: Client, there: Boomi) -> None:
    instance, group = there.installed()
    with pytest.raises(GoneError) as caught:
        save(client, instance, group, "97b78685-0000-0000-0000-c1512")
    assert str(caught.value).startswith(
        f'writing the form of connection "{ERP}" into Space "97b78685-0000-0000-0000-c1512": Boomi answered 200 '
        "(SPACE_NOT_FOUND, "
    )


@pytest.mark.parametrize("where", ["message", "extensions"])
def test_a_code_is_found_in_both_places(client: Client, sandbox: Sandbox, there: Boomi, where: str) -> None:
    sandbox.control.switches(graphql_error_code=where)
    _, group = there.installed()
    with pytest.raises(ServiceError) as caught:
        save(client, {"id": "no-such"}, group)
    assert (caught.value.code, caught.value.answer_lost) == ("IPACK_INSTANCE_ID_INVALID", False)


def test_a_jwt_that_ended_is_renewed(client: Client, sandbox: Sandbox, proxy: FaultProxy, there: Boomi) -> None:
    instance, group = there.installed()
    save(client, instance, group)
    sandbox.control.clock(301.0)
    save(client, instance, group)
    assert [seen.path for seen in proxy.seen[2:]] == ["/graphql", f"/auth/jwt/generate/{CHILD}", "/graphql"]


def test_a_save_whose_answer_is_lost_is_told(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    instance, group = there.installed()
    proxy.arm(faults.lost_answer, when=lambda seen: seen.path == "/graphql")
    with pytest.raises(ServiceError) as caught:
        save(client, instance, group)
    assert caught.value.answer_lost


def test_a_partner_account_signs_in_or_is_left_out(sandbox: Sandbox, proxy: FaultProxy, there: Boomi) -> None:
    client = client_of(sandbox, proxy.url)
    made = client.packs.install(PARTNER, client.names.pack(PARTNER, "Order Sync"), "Orders")
    environment = client.names.environment(PARTNER, "prod-us").id
    arguments = (SPACE_GUID, made.id, environment, made.processes[0].id, ERP, DETAILS, False)
    client.form.save(PARTNER, *arguments)
    assert proxy.seen[-1].path == "/graphql"
    proxy.seen.clear()
    client_of(sandbox, proxy.url, partner_may_sign_in=False).form.save(PARTNER, *arguments)
    assert proxy.seen == []
