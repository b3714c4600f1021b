"""The verbs of the REST API, against the sandbox and against answers that it does not give."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from pulumi_boomi_spaces.boomi import assumptions
from pulumi_boomi_spaces.errors import ServiceError, SettingsError
from tests.emulator.boomi import DEV, MULTI_PACK, Boomi
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import Answer, FaultProxy
from tests.unit.boomi.made import CHILD, OWNER, PARTNER, TOKEN, Client, calls, sandbox_settings


def test_a_get_is_signed_and_asks_for_json(client: Client, proxy: FaultProxy) -> None:
    assert client.rest.get(CHILD, "Environment", DEV, "reading it")["name"] == "dev-eu"
    (seen,) = proxy.seen
    assert (seen.method, seen.path) == ("GET", f"/api/rest/v1/{CHILD}/Environment/{DEV}")
    assert seen.headers["accept"] == "application/json"
    assert "content-type" not in seen.headers
    user, _, token = base64.b64decode(seen.headers["authorization"].removeprefix("Basic ")).decode().partition(":")
    assert user == "BOOMI_TOKEN.integration@acmechild.example"
    assert token == client.settings.accounts[CHILD].token


def test_a_partner_account_is_reached_through_the_owner_s_address(client: Client, proxy: FaultProxy) -> None:
    rows = client.rest.query(PARTNER, "Environment", {}, "listing")
    assert [row["name"] for row in rows] == ["prod-us"]
    (seen,) = proxy.seen
    assert seen.path == f"/partner/api/rest/v1/{OWNER}/Environment/query?overrideAccount={PARTNER}"


def test_calls_are_counted_for_the_account_that_is_charged(client: Client) -> None:
    client.throttle.bucket(client.settings.host, OWNER).pause(30.0)
    began = client.clock.now
    client.rest.get(CHILD, "Environment", DEV, "reading it")
    assert client.clock.now == began
    client.rest.query(PARTNER, "Environment", {}, "listing")
    assert client.clock.now - began == 30.0


def test_ids_are_percent_encoded_in_addresses() -> None:
    with FaultProxy(lambda seen: Answer({"id": "x"})) as boomi:
        client = Client(sandbox_settings(boomi.url))
        client.rest.get(CHILD, "Thing", "a/b?c#d e%é", "reading")
        client.rest.update(CHILD, "Thing", "../up", {}, "writing")
        encoded = ["Thing/a%2Fb%3Fc%23d%20e%25%C3%A9", "Thing/..%2Fup"]
        assert [seen.path for seen in boomi.seen] == [f"/api/rest/v1/{CHILD}/{path}" for path in encoded]


def test_a_query_reads_all_pages_with_the_bare_token(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    for number in range(205):
        there.ok("POST", "Environment", {"name": f"made-{number:03}", "classification": "TEST"})
    rows = client.rest.query(CHILD, "Environment", {"classification": "TEST"}, "listing")
    assert [row["name"] for row in rows if row["name"].startswith("made")] == [f"made-{n:03}" for n in range(205)]
    assert calls(proxy.seen) == ["POST Environment/query", *["POST Environment/queryMore"] * 2]
    more = proxy.seen[1]
    assert more.headers["content-type"] == "text/plain"
    assert more.body.endswith(b"=")
    assert b'"' not in more.body


@pytest.mark.parametrize("empty_result", ["omitted", "listed"])
def test_a_query_without_a_match_is_an_empty_list(client: Client, sandbox: Any, empty_result: str) -> None:
    sandbox.control.switches(empty_result=empty_result)
    assert client.rest.query(CHILD, "Environment", {"name": "no such"}, "listing") == []


def test_two_filters_are_joined(client: Client, there: Boomi) -> None:
    _, group = there.installed()
    filters = {"environmentId": DEV, "extensionGroupId": group}
    (row,) = client.rest.query(CHILD, "EnvironmentExtensions", filters, "reading")
    assert row["extensionGroupId"] == group


def test_a_lone_object_stands_for_a_list_of_one() -> None:
    with FaultProxy(lambda seen: Answer({"@type": "QueryResult", "result": {"id": "1"}})) as boomi:
        rows = Client(sandbox_settings(boomi.url)).rest.query(CHILD, "Thing", {}, "listing")
    assert rows == [{"id": "1"}]


def test_pages_without_an_end_are_given_up() -> None:
    with FaultProxy(lambda seen: Answer({"result": [], "queryToken": "x="})) as boomi:
        client = Client(sandbox_settings(boomi.url))
        with pytest.raises(ServiceError, match="listing: Boomi answered with 1000 pages and still more"):
            client.rest.query(CHILD, "Thing", {}, "listing")
        assert len(boomi.seen) == 1000


def test_a_page_that_fails_fails_the_query(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    for number in range(101):
        there.ok("POST", "Environment", {"name": f"made-{number:03}", "classification": "TEST"})
    proxy.arm(faults.refusal(400, "Invalid query token."), when=lambda seen: seen.path.endswith("/queryMore"))
    with pytest.raises(ServiceError, match="Invalid query token"):
        client.rest.query(CHILD, "Environment", {}, "listing")


def test_a_bulk_get_takes_a_hundred_ids_a_call_and_says_which_are_not_known(client: Client, proxy: FaultProxy) -> None:
    ids = [f"no-such-{number}" for number in range(120)]
    ids[5], ids[110] = DEV, DEV
    found = client.rest.bulk_get(CHILD, "Environment", ids, "reading them")
    assert [index for index, row in enumerate(found) if row] == [5, 110]
    assert calls(proxy.seen) == ["POST Environment/bulk"] * 2
    assert [len(seen.json["request"]) for seen in proxy.seen] == [100, 20]
    assert {seen.json["type"] for seen in proxy.seen} == {"GET"}


def test_a_bulk_get_of_nothing_costs_nothing(client: Client, proxy: FaultProxy) -> None:
    assert client.rest.bulk_get(CHILD, "Environment", [], "reading them") == []
    assert proxy.seen == []


BULKS: dict[str, list[Any]] = {
    "fewer members": [{"statusCode": 200, "Result": {"id": "a"}}],
    "no result": [{"statusCode": 200}, {"statusCode": 200, "Result": "text"}],
    "none": [],
}


@pytest.mark.parametrize("members", BULKS.values(), ids=BULKS.keys())
def test_a_bulk_answer_that_does_not_say_what_it_is_about_says_nothing(members: list[Any]) -> None:
    with FaultProxy(lambda seen: Answer({"@type": "BulkResult", "response": members})) as boomi:
        client = Client(sandbox_settings(boomi.url))
        assert client.rest.bulk_get(CHILD, "Thing", ["a", "b"], "reading") == [None, None]


def test_an_unknown_id_is_a_refusal_and_no_proof(client: Client) -> None:
    with pytest.raises(ServiceError) as caught:
        client.rest.get(CHILD, "Environment", "no-such", "reading environment")
    assert type(caught.value) is ServiceError
    assert caught.value.status == 400
    assert caught.value.request_id
    assert str(caught.value) == (
        f'reading environment: Boomi answered 400 ("No such environment: no-such", request id '
        f"{caught.value.request_id}). Nothing was read"
    )


UNREADABLE = {"empty object": {}, "list": [], "null": None, "text": "x", "no json": b"<html/>", "nothing": b""}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_answer_that_is_no_object_is_no_answer(body: object) -> None:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with FaultProxy(lambda seen: Answer(content)) as boomi:
        client = Client(sandbox_settings(boomi.url))
        with pytest.raises(ServiceError) as read:
            client.rest.get(CHILD, "Thing", "1", "reading")
        assert not read.value.answer_lost
        assert len(boomi.seen) == 5
        with pytest.raises(ServiceError) as written:
            client.rest.create(CHILD, "Thing", {"name": "x"}, "making")
        assert written.value.answer_lost
        with pytest.raises(ServiceError) as deleted:
            client.rest.delete(CHILD, "Thing", "1", "removing")
        assert deleted.value.answer_lost
        assert len(boomi.seen) == 7


def test_create_and_delete(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    body = {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": "one"}
    made = client.rest.create(CHILD, "IntegrationPackInstance", body, "installing")
    assert [one["id"] for one in there.results("IntegrationPackInstance")] == [made["id"]]
    client.rest.delete(CHILD, "IntegrationPackInstance", made["id"], "removing")
    assert there.results("IntegrationPackInstance") == []
    assert calls(proxy.seen) == ["POST IntegrationPackInstance", "DELETE IntegrationPackInstance"]
    assert proxy.seen[0].json == body
    assert proxy.seen[0].headers["content-type"] == "application/json"
    assert proxy.seen[1].body == b""


def test_a_create_whose_answer_is_lost_was_done_once(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    proxy.arm(faults.lost_answer)
    body = {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": "one"}
    with pytest.raises(ServiceError) as caught:
        client.rest.create(CHILD, "IntegrationPackInstance", body, "installing")
    assert caught.value.answer_lost
    assert len(there.results("IntegrationPackInstance")) == 1
    assert len(proxy.seen) == 1


def test_no_secret_of_the_client_is_in_what_it_shows(client: Client) -> None:
    assert TOKEN not in repr(vars(client)) + repr(client.settings)


def test_assumptions_are_overridden_by_name() -> None:
    assert assumptions.given({}).update_answers_object
    assert not assumptions.given({"update_answers_object": False}).update_answers_object


def test_an_unknown_assumption_is_refused_with_the_nearest_and_a_wrong_type_too() -> None:
    with pytest.raises(SettingsError) as caught:
        assumptions.given({"update_answer_object": False, "partner_may_sign_in": "no"})
    assert str(caught.value) == (
        'boomi:assumptions has no "update_answer_object"; there is update_answers_object; '
        "boomi:assumptions.partner_may_sign_in is true or false"
    )
