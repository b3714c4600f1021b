"""What every REST object has in common: Boomi Platform API, its introduction and the pages around it."""

from __future__ import annotations

import base64
import json

import pytest

from tests.emulator.boomi import DEV, MULTI_PACK, SINGLE_PACK, Boomi, query, simple


@pytest.mark.parametrize("accept", [None, "application/xml", "*/*", "text/xml, */*"])
def test_boomi_answers_xml_unless_json_is_asked_for(boomi: Boomi, accept: str | None) -> None:
    answer = boomi.rest("GET", f"Environment/{DEV}", headers={"Accept": accept})
    assert answer.status_code == 501
    assert "XML" in answer.json()["error"]["message"]


def test_an_unknown_media_type_is_a_406(boomi: Boomi) -> None:
    boomi.refused(406, "GET", f"Environment/{DEV}", headers={"Accept": "text/html"})


@pytest.mark.parametrize("accept", ["application/json", "text/plain, application/json;q=0.9"])
def test_json_is_answered_to_who_names_it(boomi: Boomi, accept: str) -> None:
    answer = boomi.rest("GET", f"Environment/{DEV}", headers={"Accept": accept})
    assert answer.json() == {"@type": "Environment", "id": DEV, "name": "dev-eu", "classification": "TEST"}


def test_a_body_is_xml_unless_it_says_json(boomi: Boomi) -> None:
    answer = boomi.rest("POST", "Environment/query", headers={"Content-Type": "application/xml"}, data="<QueryConfig/>")
    assert answer.status_code == 501
    assert boomi.rest("POST", "Environment/query").status_code == 501


@pytest.mark.parametrize("body", ["{", "[]", '"text"', "null", "[" * 200_000, '{"name": "\\ud800"}'])
def test_a_body_that_is_no_json_object_is_a_400(boomi: Boomi, body: str) -> None:
    answer = boomi.rest("POST", "Environment/query", headers={"Content-Type": "application/json"}, data=body)
    assert answer.status_code == 400
    assert answer.json()["@type"] == "Error"


def test_a_body_of_more_than_five_megabytes_is_a_413(boomi: Boomi) -> None:
    answer = boomi.rest("POST", "Environment/query", headers={"Content-Type": "application/json"}, data="x" * 5_300_000)
    assert answer.status_code == 413


def test_create_answers_200_and_delete_answers_true(boomi: Boomi) -> None:
    created = boomi.rest("POST", "Environment", {"name": "scratch"})
    assert created.status_code == 200
    deleted = boomi.rest("DELETE", f"Environment/{created.json()['id']}")
    assert (deleted.status_code, deleted.text) == (200, "true")


def test_both_addresses_of_update(boomi: Boomi) -> None:
    id = boomi.ok("POST", "Environment", {"name": "scratch"})["id"]
    assert boomi.ok("POST", f"Environment/{id}", {"name": "one"})["name"] == "one"
    assert boomi.ok("POST", f"Environment/{id}/update", {"name": "two"})["name"] == "two"
    assert boomi.ok("GET", f"Environment/{id}")["name"] == "two"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "Environment/{}"),
        ("POST", "Environment/{}"),
        ("DELETE", "Environment/{}"),
        ("GET", "IntegrationPack/{}"),
        ("GET", "IntegrationPackInstance/{}"),
        ("DELETE", "IntegrationPackInstance/{}"),
        ("DELETE", "IntegrationPackEnvironmentAttachment/{}"),
        ("GET", "Process/{}"),
        ("GET", "EnvironmentExtensions/{}"),
        ("POST", "EnvironmentExtensions/{}"),
    ],
)
def test_an_unknown_id_is_a_400_of_type_error(boomi: Boomi, method: str, path: str) -> None:
    for id in ("nothing", "a%2Fb", base64.b64encode(f"{DEV}:nothing".encode()).decode().rstrip("=")):
        body = boomi.refused(400, method, path.format(id), {} if method == "POST" else None)
        assert body["@type"] == "Error"
        assert body["message"].startswith("No such ")


def test_unknown_paths_are_404(boomi: Boomi) -> None:
    boomi.refused(404, "GET", "Nonsense/1")
    boomi.refused(404, "POST", "Nonsense/query", {})
    assert boomi.http.get(f"{boomi.host}/somewhere", timeout=30).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "names"),
    [
        ("POST", "AccountGroup/query", "AccountGroup"),
        ("GET", "Component/1", "Component"),
        ("GET", "getAssignableRoles", "getAssignableRoles"),
        ("POST", "EnvironmentExtensions", "CREATE of EnvironmentExtensions"),
        ("DELETE", "EnvironmentExtensions/x", "DELETE of EnvironmentExtensions"),
        ("GET", "IntegrationPackEnvironmentAttachment/x", "GET of IntegrationPackEnvironmentAttachment"),
        ("POST", "IntegrationPackEnvironmentAttachment/bulk", "BULK of IntegrationPackEnvironmentAttachment"),
        ("POST", "IntegrationPackInstance/x", "UPDATE of IntegrationPackInstance"),
        ("POST", "Environment/execute/x", "EXECUTE of Environment"),
        ("PUT", "Environment/x", "PUT of Environment"),
        ("PATCH", "Environment/x", "PATCH of Environment"),
    ],
)
def test_what_is_not_served_is_a_501_that_names_it(boomi: Boomi, method: str, path: str, names: str) -> None:
    assert names in boomi.refused(501, method, path, {})["error"]["message"]


def test_bulk_get_answers_each_member(boomi: Boomi) -> None:
    members = [{"id": MULTI_PACK}, {"id": "nothing", "index": 7}, {"id": SINGLE_PACK}]
    answer = boomi.ok("POST", "IntegrationPack/bulk", {"type": "GET", "request": members})
    assert answer["@type"] == "BulkResult"
    first, second, third = answer["response"]
    assert (first["statusCode"], first["Result"]["name"]) == (200, "Order Sync")
    assert (third["statusCode"], third["Result"]["@type"]) == (200, "IntegrationPack")
    assert (second["statusCode"], second["id"], second["index"]) == (400, "nothing", 7)
    assert second["errorMessage"] == "No such integration pack: nothing"
    assert "Result" not in second


def test_bulk_takes_a_hundred_ids(boomi: Boomi) -> None:
    members = [{"id": MULTI_PACK}] * 100
    assert len(boomi.ok("POST", "IntegrationPack/bulk", {"type": "GET", "request": members})["response"]) == 100
    boomi.refused(400, "POST", "IntegrationPack/bulk", {"type": "GET", "request": [*members, members[0]]})


def test_bulk_refuses_what_it_does_not_do(boomi: Boomi) -> None:
    boomi.refused(501, "POST", "Environment/bulk", {"type": "DELETE", "request": [{"id": DEV}]})
    for body in ({}, {"type": "GET"}, {"type": "GET", "request": ["x"]}, {"type": "PEEK", "request": []}):
        boomi.refused(400, "POST", "Environment/bulk", body)


def test_ids_may_come_percent_encoded(boomi: Boomi) -> None:
    _, group = boomi.installed()
    id = boomi.extensions(group)["id"]
    encoded = "".join(f"%{ord(character):02X}" for character in id)
    assert boomi.ok("GET", f"EnvironmentExtensions/{encoded}")["id"] == id


def test_every_answer_has_a_request_id_and_no_cors(boomi: Boomi) -> None:
    answers = [boomi.rest("GET", f"Environment/{DEV}"), boomi.rest("GET", "Nonsense/1"), boomi.jwt()]
    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 3
    assert not [name for answer in answers for name in answer.headers if name.lower().startswith("access-control")]


def test_more_than_a_hundred_results_come_in_pages(boomi: Boomi) -> None:
    names = [f"page-{number:03}" for number in range(205)]
    for name in names:
        boomi.ok("POST", "Environment", {"name": name})
    wanted = query(simple("LIKE", "name", "page-%"))
    page = boomi.ok("POST", "Environment/query", wanted)
    assert page["numberOfResults"] == 205
    seen = [one["name"] for one in page["result"]]
    assert len(seen) == 100
    token = page["queryToken"]
    assert {"+", "/", "="} <= set(token)
    plain = {"Content-Type": "text/plain"}
    while token:
        page = boomi.ok("POST", "Environment/queryMore", headers=plain, data=token)
        assert "numberOfResults" not in page
        seen += [one["name"] for one in page["result"]]
        token = page.get("queryToken")
    assert seen == names

    token = boomi.ok("POST", "Environment/query", wanted)["queryToken"]
    for body, content_type, path in (
        (json.dumps(token), "application/json", "Environment"),
        (json.dumps(token), "text/plain", "Environment"),
        (json.dumps({"queryToken": token}), "text/plain", "Environment"),
        (token[:-8], "text/plain", "Environment"),
        (token, "application/json", "Environment"),
        (token, "text/plain", "Process"),
        ("", "text/plain", "Environment"),
    ):
        boomi.refused(400, "POST", f"{path}/queryMore", headers={"Content-Type": content_type}, data=body)


def test_switch_number_of_results(boomi: Boomi) -> None:
    for number in range(100):
        boomi.ok("POST", "Environment", {"name": f"count-{number}"})
    wanted = query(simple("LIKE", "name", "count-%"))
    assert "queryToken" not in boomi.ok("POST", "Environment/query", wanted)
    boomi.ok("POST", "Environment", {"name": "count-100"})
    assert boomi.ok("POST", "Environment/query", wanted)["numberOfResults"] == 101
    boomi.control.switches(number_of_results="page")
    assert boomi.ok("POST", "Environment/query", wanted)["numberOfResults"] == 100


def test_switch_empty_result(boomi: Boomi) -> None:
    wanted = query(simple("EQUALS", "name", "nothing"))
    assert boomi.ok("POST", "Environment/query", wanted) == {"@type": "QueryResult", "numberOfResults": 0}
    boomi.control.switches(empty_result="listed")
    assert boomi.ok("POST", "Environment/query", wanted)["result"] == []
