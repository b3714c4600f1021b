"""QUERY filters: Boomi Platform API, "Query filters"."""

from __future__ import annotations

import pytest

from tests.emulator.boomi import Boomi, Json, grouping, query, simple

ALL = ["dev-eu", "test-eu", "prod-eu"]


def names(boomi: Boomi, expression: Json) -> list[str]:
    return [one["name"] for one in boomi.results("Environment", expression)]


@pytest.mark.parametrize("body", [{}, {"QueryFilter": {}}])
def test_an_empty_filter_finds_everything(boomi: Boomi, body: Json) -> None:
    assert [one["name"] for one in boomi.ok("POST", "Environment/query", body)["result"]] == ALL


@pytest.mark.parametrize(
    ("operator", "arguments", "found"),
    [
        ("EQUALS", ["dev-eu"], ["dev-eu"]),
        ("EQUALS", ["DEV-EU"], []),
        ("NOT_EQUALS", ["dev-eu"], ["test-eu", "prod-eu"]),
        ("LIKE", ["%e%-eu"], ["dev-eu", "test-eu"]),
        ("LIKE", ["dev_eu"], []),
        ("LIKE", ["dev"], []),
        ("LIKE", ["dev.eu"], []),
        ("NOT_LIKE", ["dev%"], ["test-eu", "prod-eu"]),
        ("CONTAINS", ["ro"], ["prod-eu"]),
        ("NOT_CONTAINS", ["ro"], ["dev-eu", "test-eu"]),
        ("BETWEEN", ["e", "s"], ["prod-eu"]),
        ("BETWEEN", ["dev-eu", "prod-eu"], ["dev-eu", "prod-eu"]),
        ("GREATER_THAN", ["prod-eu"], ["test-eu"]),
        ("GREATER_THAN_OR_EQUAL", ["prod-eu"], ["test-eu", "prod-eu"]),
        ("LESS_THAN", ["prod-eu"], ["dev-eu"]),
        ("LESS_THAN_OR_EQUAL", ["prod-eu"], ["dev-eu", "prod-eu"]),
        ("IS_NULL", [], []),
        ("IS_NOT_NULL", [], ALL),
    ],
)
def test_operators(boomi: Boomi, operator: str, arguments: list[str], found: list[str]) -> None:
    assert names(boomi, simple(operator, "name", *arguments)) == found


def test_groupings_nest(boomi: Boomi) -> None:
    either = grouping("or", simple("EQUALS", "name", "dev-eu"), simple("EQUALS", "name", "prod-eu"))
    assert names(boomi, either) == ["dev-eu", "prod-eu"]
    assert names(boomi, grouping("and", either, simple("EQUALS", "classification", "PROD"))) == ["prod-eu"]


def test_a_value_that_is_not_there_is_null(boomi: Boomi) -> None:
    boomi.install(None, "f5a816d8-dae5-4617-a839-c5d6e7f80944")
    named = boomi.install("Named")
    found = boomi.results("IntegrationPackInstance", simple("IS_NULL", "integrationPackOverrideName"))
    assert [one["integrationPackId"] for one in found] == ["f5a816d8-dae5-4617-a839-c5d6e7f80944"]
    found = boomi.results("IntegrationPackInstance", simple("NOT_EQUALS", "integrationPackOverrideName", "X"))
    assert [one["id"] for one in found] == [named["id"]]


@pytest.mark.parametrize(
    ("name", "property"),
    [
        ("IntegrationPackInstance", "id"),
        ("IntegrationPackEnvironmentAttachment", "id"),
        ("Environment", "parentAccount"),
        ("Process", "Description"),
        ("EnvironmentExtensions", "id"),
        ("EnvironmentConnectionFieldExtensionSummary", "processId"),
        ("IntegrationPack", "Description"),
    ],
)
def test_only_documented_properties_can_be_filtered(boomi: Boomi, name: str, property: str) -> None:
    body = boomi.refused(400, "POST", f"{name}/query", query(simple("EQUALS", property, "x")))
    assert property in body["message"]


@pytest.mark.parametrize(
    "expression",
    [
        simple("EQUALS", "name"),
        simple("EQUALS", "name", "a", "b"),
        simple("BETWEEN", "name", "a"),
        simple("IS_NULL", "name", "a"),
        simple("equals", "name", "a"),
        simple("STARTS_WITH", "name", "a"),
        {"operator": "EQUALS", "property": "name", "argument": "dev-eu"},
        {"operator": "EQUALS", "property": "name", "argument": [1]},
        {"operator": "EQUALS", "property": ["name"], "argument": ["a"]},
        {"property": "name", "argument": ["a"]},
        {"nestedExpression": [simple("IS_NULL", "name")]},
        grouping("AND", simple("IS_NULL", "name")),
        grouping("and"),
        {"operator": "and", "nestedExpression": simple("IS_NULL", "name")},
        [simple("IS_NULL", "name")],
        None,
    ],
)
def test_malformed_expressions_are_refused(boomi: Boomi, expression: object) -> None:
    body = boomi.refused(400, "POST", "Environment/query", {"QueryFilter": {"expression": expression}})
    assert body["@type"] == "Error"


@pytest.mark.parametrize("outer", [[], "x", {"operator": "IS_NULL", "property": "name"}])
def test_malformed_filters_are_refused(boomi: Boomi, outer: object) -> None:
    boomi.refused(400, "POST", "Environment/query", {"QueryFilter": outer})


def test_endless_nesting_is_refused(boomi: Boomi) -> None:
    expression = simple("IS_NULL", "name")
    for _ in range(100):
        expression = grouping("and", expression)
    boomi.refused(400, "POST", "Environment/query", query(expression))
