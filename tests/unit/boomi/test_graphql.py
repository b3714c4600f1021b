"""GraphQL over real HTTP: errors first, codes wherever they stand, a mutation never repeated blindly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pulumi_boomi_spaces.errors import GoneError, ServiceError
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import Answer, FaultProxy, Seen
from tests.unit.boomi.made import CHILD, Client, sandbox_settings

SAVE = "SaveOauthConnectorDetails"
FIELD = "saveIPackInstanceOauthConnectorDetails"
VARIABLES = {"clientId": "variable-canary"}


def is_graphql(seen: Seen) -> bool:
    return seen.path == "/graphql"


@pytest.fixture
def boomi() -> Iterator[FaultProxy]:
    def answer(seen: Seen) -> Answer:
        if is_graphql(seen):
            return Answer({"data": {FIELD: {"id": "1"}}})
        return Answer(b"head.%d.sign" % boomi_calls(proxy), headers={"Content-Type": "text/plain"})

    with FaultProxy(answer) as proxy:
        yield proxy


def boomi_calls(proxy: FaultProxy) -> int:
    return len(proxy.seen)


@pytest.fixture
def client(boomi: FaultProxy) -> Client:
    return Client(sandbox_settings(boomi.url))


def run(client: Client) -> Any:
    return client.graphql.run(CHILD, SAVE, VARIABLES, "writing the form", "guid-1")


def refused(boomi: FaultProxy, client: Client, body: object, status: int = 200) -> ServiceError:
    boomi.arm(faults.answering(Answer(body, status)), when=is_graphql, times=9)
    with pytest.raises(ServiceError) as caught:
        run(client)
    assert caught.value.__context__ is None
    assert "variable-canary" not in str(caught.value)
    return caught.value


def errors(message: str, **extensions: str) -> dict[str, Any]:
    return {"data": None, "errors": [{"message": message, "path": [FIELD], "extensions": extensions}]}


def graphql_calls(boomi: FaultProxy) -> int:
    return sum(map(is_graphql, boomi.seen))


def test_a_document_goes_with_its_variables_and_the_space_in_a_header(boomi: FaultProxy, client: Client) -> None:
    assert run(client) == {"id": "1"}
    seen = boomi.seen[-1]
    assert (seen.method, seen.path) == ("POST", "/graphql")
    assert seen.headers["authorization"] == "Bearer head.1.sign"
    assert seen.headers["space_guid"] == "guid-1"
    assert seen.headers["content-type"] == seen.headers["accept"] == "application/json"
    assert seen.json["variables"] == VARIABLES
    assert "variable-canary" not in seen.json["query"]


CODES = {
    "extensions.errorCode": errors("Something", errorCode="IPACK_NOT_FOUND_IN_SPACE"),
    "extensions.code": errors("Something", code="IPACK_NOT_FOUND_IN_SPACE"),
    "inside the message": errors("Downstream Execution Error: IPACK_NOT_FOUND_IN_SPACE: no such pack"),
}


@pytest.mark.parametrize("body", CODES.values(), ids=CODES.keys())
@pytest.mark.parametrize("status", [200, 400])
def test_a_code_is_found_wherever_it_stands(
    boomi: FaultProxy, client: Client, body: dict[str, Any], status: int
) -> None:
    error = refused(boomi, client, body, status)
    assert (error.code, error.answer_lost, graphql_calls(boomi)) == ("IPACK_NOT_FOUND_IN_SPACE", False, 1)
    assert "IPACK_NOT_FOUND_IN_SPACE" in str(error)


def test_errors_come_before_data(boomi: FaultProxy, client: Client) -> None:
    error = refused(boomi, client, {"data": {FIELD: {"id": "1"}}, "errors": [{"message": "partly INVALID_SPACE_NAME"}]})
    assert error.code == "INVALID_SPACE_NAME"


def test_a_request_that_does_not_validate_was_not_done(boomi: FaultProxy, client: Client) -> None:
    body = {"data": None, "errors": [{"message": "Syntax error", "locations": [{"line": 1, "column": 2}]}]}
    error = refused(boomi, client, body, 400)
    assert (error.status, error.answer_lost, graphql_calls(boomi)) == (400, False, 1)


UNCLEAR = {
    "server error": (errors("Downstream Execution Error: Server Error"), 200),
    "server error, 500": (errors("Something", x="y"), 500),
    "platform call": (errors("PLATFORM_CALL_ERROR: 504"), 200),
    "temporary": (errors("x", errorCode="TEMPORARY_ERROR"), 200),
    "no result": ({"data": {FIELD: None}}, 200),
    "no data": ({"data": None}, 200),
    "an empty object": ({}, 200),
    "a list": ([], 200),
    "no json": (b"<html>", 200),
    "502": (b"<html>", 502),
}


@pytest.mark.parametrize(("body", "status"), UNCLEAR.values(), ids=UNCLEAR.keys())
def test_a_mutation_that_may_have_been_done_is_told_and_not_repeated(
    boomi: FaultProxy, client: Client, body: object, status: int
) -> None:
    error = refused(boomi, client, body, status)
    assert error.answer_lost
    assert graphql_calls(boomi) == 1


def test_429_is_a_refusal_that_is_repeated(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.answering(Answer(errors("slow down"), 429)), when=is_graphql)
    assert run(client) == {"id": "1"}
    assert graphql_calls(boomi) == 2


@pytest.mark.parametrize(
    ("body", "status"), [({}, 401), (errors("Downstream Execution Error: Unauthorized"), 200)], ids=["401", "200"]
)
def test_an_ended_jwt_is_renewed_once(boomi: FaultProxy, client: Client, body: object, status: int) -> None:
    run(client)
    boomi.arm(faults.answering(Answer(body, status)), when=is_graphql)
    assert run(client) == {"id": "1"}
    assert [one.headers["authorization"] for one in boomi.seen if is_graphql(one)] == [
        *["Bearer head.1.sign"] * 2,
        "Bearer head.4.sign",
    ]


def test_a_jwt_that_is_refused_twice_is_reported(boomi: FaultProxy, client: Client) -> None:
    error = refused(boomi, client, {"message": "Unauthorized"}, 401)
    assert (error.status, error.answer_lost, graphql_calls(boomi)) == (401, False, 2)


@pytest.mark.parametrize("code", ["SPACE_NOT_FOUND", "SPACE_IS_DELETED"])
def test_a_space_that_is_gone_is_told_as_gone(boomi: FaultProxy, client: Client, code: str) -> None:
    error = refused(boomi, client, errors(f"{code}: guid-1"))
    assert isinstance(error, GoneError)
    assert error.code == code


@pytest.mark.parametrize("code", ["UNAUTHORIZED", "IPACK_INSTANCE_ID_INVALID"])
def test_other_codes_are_no_proof_that_anything_is_gone(boomi: FaultProxy, client: Client, code: str) -> None:
    assert not isinstance(refused(boomi, client, errors(f"{code}: x")), GoneError)
