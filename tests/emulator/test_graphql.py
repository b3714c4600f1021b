"""Spaces: Boomi Spaces API, its service page and the pages of the operations served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from boomi_emulator.sandbox import start
from tests.emulator.boomi import CHILD, DEV, ERP, MULTI_PACK, OWNER, SINGLE_PACK, SPACE_GUID, Boomi, Json

SAVE = """mutation Save($i: String!, $e: String!, $p: String!, $c: String!, $g: String!, $t: Boolean!, $d: String!) {
  saveIPackInstanceOauthConnectorDetails(input: {integrationPackInstanceId: $i, envId: $e, processId: $p,
    connectionId: $c, catalogGuid: $g, isTokenGenerated: $t, oauthConnectorDetails: $d,
    clientId: "orders", clientSecret: "the-real-secret"}) {
    id integrationPackInstanceId envId processId connectionId catalogGuid isTokenGenerated oauthConnectorDetails } }"""
READ = """query Read($i: String!, $e: String!, $p: String!, $c: String!, $g: String!) {
  IPackInstanceOAuthConnectorDetails(input: {integrationPackInstanceId: $i, envId: $e, processId: $p, connectionId: $c,
    catalogGuid: $g}) { id isTokenGenerated oauthConnectorDetails } }"""


SPACES = """
owner: {id: acme-A1B2C3, name: Acme, user: boss@acme.example}
consumers:
  - {id: in-A1B2C3, name: In, partner: true, environments: [{id: here, name: here, classification: TEST}]}
packs:
  - {id: orders, name: Orders, type: MULTI, released: true, processes: [{name: Sync}]}
account_groups:
  - {name: Members, members: [in-A1B2C3], packs: [Orders]}
  - {name: Without pack, members: [in-A1B2C3]}
  - {name: Without member, packs: [Orders]}
spaces:
  - {guid: one, name: One, group: Members}
  - {guid: two, name: Two, group: Without pack}
  - {guid: three, name: Three, group: Without member}
"""


@pytest.fixture
def form(boomi: Boomi) -> Json:
    instance, group = boomi.installed()
    details = '{"baseURL": "https://erp.example.com", "clientId": "orders"}'
    return {"i": instance["id"], "e": DEV, "p": group, "c": ERP, "g": SPACE_GUID, "t": False, "d": details}


def only(form: Json, query: str) -> Json:
    return {name: value for name, value in form.items() if f"${name}:" in query}


def code(answer: requests.Response) -> str:
    """The Spaces error code of an answer."""
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {}
    assert error["path"]
    return str(error["message"].partition(":")[0])


def test_the_form_of_a_connection_is_remembered_once(boomi: Boomi, form: Json) -> None:
    answer = boomi.graphql(SAVE, form)
    assert answer.status_code == 200, answer.text
    first = answer.json()["data"]["saveIPackInstanceOauthConnectorDetails"]
    assert [len(part) for part in first["id"].split("-")] == [8, 4, 4, 4, 5]
    assert {name: first[name] for name in first if name != "id"} == {
        "integrationPackInstanceId": form["i"],
        "envId": DEV,
        "processId": form["p"],
        "connectionId": ERP,
        "catalogGuid": SPACE_GUID,
        "isTokenGenerated": False,
        "oauthConnectorDetails": form["d"],
    }
    again = boomi.graphql(SAVE, {**form, "t": True}).json()["data"]["saveIPackInstanceOauthConnectorDetails"]
    assert (again["id"], again["isTokenGenerated"]) == (first["id"], True)
    other = boomi.graphql(SAVE, {**form, "c": "another"}).json()["data"]["saveIPackInstanceOauthConnectorDetails"]
    assert other["id"] != first["id"]
    assert boomi.control.inventory()[CHILD]["oauth_details"]["count"] == 2


def test_the_form_is_read_back(boomi: Boomi, form: Json) -> None:
    read = only(form, READ)
    assert boomi.graphql(READ, read).json()["data"] == {"IPackInstanceOAuthConnectorDetails": None}
    boomi.graphql(SAVE, form)
    shown = boomi.graphql(READ, read).json()["data"]["IPackInstanceOAuthConnectorDetails"]
    assert (shown["oauthConnectorDetails"], shown["isTokenGenerated"]) == (form["d"], False)


def test_saving_the_form_touches_no_extension(boomi: Boomi, form: Json) -> None:
    before, restarts = boomi.extensions(form["p"]), boomi.control.restarts()
    boomi.graphql(SAVE, form)
    assert (boomi.extensions(form["p"]), boomi.control.restarts()) == (before, restarts)


@pytest.mark.parametrize(
    ("header", "change", "expected"),
    [
        (None, {}, "MISSING_SPACE_ID"),
        ("11111111-2222-4333-8444-55555", {}, "SPACE_NOT_FOUND"),
        (SPACE_GUID, {"g": "11111111-2222-4333-8444-55555"}, "SPACE_NOT_FOUND"),
        (SPACE_GUID, {"i": "nothing"}, "IPACK_INSTANCE_ID_INVALID"),
        (SPACE_GUID, {"p": "nothing"}, "PLATFORM_CALL_ERROR"),
        (SPACE_GUID, {"e": "nothing"}, "PLATFORM_CALL_ERROR"),
        (SPACE_GUID, {"d": "no json"}, "GENERIC_SYSTEM_ERROR"),
    ],
)
def test_forms_that_are_refused(boomi: Boomi, form: Json, header: str | None, change: Json, expected: str) -> None:
    answer = boomi.graphql(SAVE, {**form, **change}, SPACE_GUID=header)
    assert code(answer) == expected
    assert answer.json()["data"] == {"saveIPackInstanceOauthConnectorDetails": None}
    assert boomi.control.inventory()[CHILD]["oauth_details"]["count"] == 0


def test_the_account_of_the_jwt_must_own_the_instance(boomi: Boomi, owner: Boomi, form: Json) -> None:
    assert code(owner.graphql(SAVE, form)) == "IPACK_INSTANCE_ID_INVALID"


def test_the_space_must_have_the_account_and_the_pack(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(SPACES)
    with start(tmp_path / "world", scenario=scenario) as sandbox:
        child = Boomi(sandbox, "in-A1B2C3", partner_of="acme-A1B2C3")
        instance = child.install("Orders", "orders")
        process = instance["ProcessId"][0]["wrapperProcessId"]
        form = {"i": instance["id"], "e": "here", "p": process, "c": "any", "t": False, "d": "{}"}
        one, two, three = (
            child.graphql(SAVE, {**form, "g": guid}, SPACE_GUID=guid) for guid in ("one", "two", "three")
        )
        assert "errors" not in one.json()
        assert code(two) == "IPACK_NOT_FOUND_IN_SPACE"
        assert code(three) == "UNAUTHORIZED"
    stored = b"".join(file.read_bytes() for file in (tmp_path / "world").iterdir())
    assert b"dummyClientSecret" in stored
    assert b"the-real-secret" not in stored


def test_the_owner_sees_its_spaces(owner: Boomi, boomi: Boomi) -> None:
    fields = """{ id name description createdDate createdByAccountId modifiedDate modifiedByAccountId url
        accountGroup { id name } sharedIpacks { id name description installationType } theme { logoUrl } }"""
    (space,) = owner.graphql(f"query {{ spaces {fields} }}").json()["data"]["spaces"]
    assert (space["name"], space["createdByAccountId"], space["modifiedDate"]) == ("Orders", OWNER, None)
    assert space["url"] == f"https://space.boomi.com?guid={SPACE_GUID}"
    assert space["accountGroup"]["name"] == "Order customers"
    assert [pack["id"] for pack in space["sharedIpacks"]] == [MULTI_PACK, SINGLE_PACK]
    by_id = f"query($id: ID!) {{ space(id: $id) {fields} }}"
    assert owner.graphql(by_id, {"id": space["id"]}).json()["data"] == {"space": space}
    assert code(owner.graphql(by_id, {"id": "nothing"})) == "SPACE_NOT_FOUND"
    assert code(boomi.graphql(by_id, {"id": space["id"]})) == "SPACE_NOT_FOUND"
    assert boomi.graphql("{ spaces { id } }").json()["data"] == {"spaces": []}


@pytest.mark.parametrize("authorization", [None, "Bearer nonsense", "Basic eDp5", "Bearer a.b.c"])
def test_a_bearer_is_needed(boomi: Boomi, authorization: str | None) -> None:
    assert boomi.graphql("{ spaces { id } }", Authorization=authorization).status_code == 401


def test_a_forged_jwt_is_refused(boomi: Boomi) -> None:
    head, claims, _ = boomi.jwt().text.split(".")
    unsigned = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    for forged in (f"{head}.{claims}.AAAA", f"{unsigned}.{claims}."):
        assert boomi.graphql("{ spaces { id } }", Authorization=f"Bearer {forged}").status_code == 401


@pytest.mark.parametrize(
    "field",
    [
        "environments { id }",
        "integrationPackInstances { id }",
        'spaceAccounts(criteria: {operator: CONTAINS, argument: ""}) { id }',
    ],
)
def test_fields_that_are_not_served_say_so(boomi: Boomi, field: str) -> None:
    answer = boomi.graphql(f"{{ {field} }}")
    assert answer.status_code == 501
    assert field.split("(")[0].split()[0] in answer.json()["errors"][0]["message"]


def test_mutations_that_are_not_served_say_so(owner: Boomi) -> None:
    answer = owner.graphql('mutation { spaceDelete(id: "x") }')
    assert (answer.status_code, answer.json()["data"]) == (501, {"spaceDelete": None})


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ spaces { nothing } }", {}),
        ("{ spaces ", {}),
        ("query($id: ID!) { space(id: $id) { id } }", {}),
        ("query($id: Int!) { space(id: $id) { id } }", {"id": 1}),
        ("{ spaces }", {}),
    ],
)
def test_what_does_not_validate_is_a_400_in_the_envelope(owner: Boomi, query: str, variables: Any) -> None:
    answer = owner.graphql(query, variables)
    assert answer.status_code == 400
    assert answer.json()["data"] is None
    assert answer.json()["errors"][0]["locations"]


def test_switch_graphql_validation_status(owner: Boomi) -> None:
    owner.control.switches(graphql_validation_status="200")
    answer = owner.graphql("{ spaces { nothing } }")
    assert (answer.status_code, answer.json()["data"]) == (200, None)


def test_switch_graphql_error_code(owner: Boomi) -> None:
    owner.control.switches(graphql_error_code="extensions")
    (error,) = owner.graphql('{ space(id: "nothing") { id } }').json()["errors"]
    assert error["extensions"] == {"errorCode": "SPACE_NOT_FOUND"}
    assert "SPACE_NOT_FOUND" not in error["message"]


def test_only_json_is_posted(boomi: Boomi) -> None:
    headers = {"Authorization": f"Bearer {boomi.jwt().text}"}
    url = f"{boomi.host}/graphql"
    assert requests.get(url, params={"query": "{spaces{id}}"}, headers=headers, timeout=30).status_code == 501
    assert requests.post(url, data={"query": "{spaces{id}}"}, headers=headers, timeout=30).status_code == 501
    for body in ("{", "[]", '{"query": 5}', "{}", '{"query": "{spaces{id}}", "variables": []}'):
        sent = {**headers, "Content-Type": "application/json"}
        assert requests.post(url, data=body, headers=sent, timeout=30).status_code == 400, body
