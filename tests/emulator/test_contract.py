"""Real answers of every REST object against Boomi's own reference, kept as data in tests/contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from boomi_emulator.rest.objects import OBJECTS
from boomi_emulator.rest.query import OPERATORS
from tests.emulator.boomi import (
    CLIENT_SECRET,
    DEV,
    ERP,
    SINGLE_PACK,
    Boomi,
    connection,
    field,
    grouping,
    simple,
)

REFERENCE = json.loads((Path(__file__).parents[1] / "contract" / "boomi_objects.json").read_text("utf-8"))
SCALARS = {"string": str, "boolean": bool, "integer": int}
IN_PROSE_ONLY = {"NOT_LIKE"}


def deviations(document: Any, type: str, at: str) -> list[str]:
    """Where a document is not what its type says."""
    if type.startswith("["):
        if not isinstance(document, list):
            return [f"{at}: not a list"]
        return [found for place, one in enumerate(document) for found in deviations(one, type[1:-1], f"{at}[{place}]")]
    if type in SCALARS:
        return [] if isinstance(document, SCALARS[type]) else [f"{at}: {document!r} is no {type}"]
    if type not in REFERENCE["objects"]:
        return [] if document in type.split("|") else [f"{at}: {document!r} is not one of {type}"]
    if not isinstance(document, dict) or not isinstance(document.get("@type"), str):
        return [f"{at}: not an object with @type"]
    properties = REFERENCE["objects"][type]
    found = [f"{at}.{name}: unknown" for name in document if name != "@type" and name not in properties]
    known = [name for name in document if name in properties]
    return found + [one for name in known for one in deviations(document[name], properties[name], f"{at}.{name}")]


@pytest.fixture
def everything(boomi: Boomi) -> dict[str, list[Any]]:
    """Answers of each object with as much in them as the emulator can put there."""
    _, group = boomi.installed()
    boomi.attach(boomi.install(None, SINGLE_PACK))
    arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:erp-AbCdEf"
    reference = {"usesRemoteSecretsManager": True, "secretsManagerType": "AWS", "secretReference": arn}
    pairs = {"properties": [{"key": "audience", "value": "erp"}, {"key": "pin", "value": "1", "encrypted": True}]}
    parameters = "oauthContext/OAuth2Config/accessTokenParameters"
    values = [{"key": "5b0e7c1d-2f3a-4b6c-9d8e-1a2b3c4d5e39", "value": "250"}]
    rows = {"row": [{"ref1": "DE", "ref20": "276"}]}
    updated = boomi.update(
        group,
        {
            **connection(
                ERP,
                field("url", value="https://erp.example.com", useDefault=False),
                field(CLIENT_SECRET, CloudManagedSecretConfig=reference, useDefault=False),
                field(parameters, customProperties=pairs, useDefault=False),
            ),
            "processProperties": {
                "ProcessProperty": [{"id": "7a2b1c90-3f4e-4d6a-8c1b-0e9f8d7c6b5a", "ProcessPropertyValue": values}]
            },
            "properties": {"property": [{"name": "DPP_REGION", "value": "eu"}]},
            "crossReferences": {
                "crossReference": [
                    {"id": "91c0af50-526d-4e9f-a0b1-4d5e6f70813c", "overrideValues": True, "CrossReferenceRows": rows}
                ]
            },
        },
    )
    summary = "EnvironmentConnectionFieldExtensionSummary"
    place = [("environmentId", DEV), ("extensionGroupId", group)]
    quickbooks = [*place, ("connectionId", "2b6d9f1a-8c35-47e4-90a1-4d7f3e2c5b35")]
    token = [*quickbooks, ("fieldId", "oauthOptions/OAuth2Config/credentials/@accessToken")]
    filters = [simple("EQUALS", name, value) for name, value in token]
    return {
        **{name: boomi.results(name) for name in OBJECTS if name != summary},
        "EnvironmentExtensions": [updated, *boomi.results("EnvironmentExtensions")],
        summary: boomi.results(summary, grouping("and", *filters)),
    }


def test_every_object_answers_what_the_reference_says(everything: dict[str, list[Any]]) -> None:
    assert set(everything) == set(REFERENCE["filters"])
    for name, answers in everything.items():
        assert answers, name
        for answer in answers:
            assert answer["@type"] == name
            assert deviations(answer, name, name) == []


def test_the_richest_answers_reach_the_nested_types(everything: dict[str, list[Any]]) -> None:
    text = json.dumps(everything)
    for nested in (
        "PropertyPair",
        "CloudManagedSecretConfig",
        "ProcessPropertyValue",
        "CrossReferenceRow",
        "FieldSummary",
    ):
        assert f'"@type": "{nested}"' in text
    assert "oauth2AuthorizationUrl" in text


def test_objects_filter_by_what_the_reference_lists() -> None:
    assert {name: set(thing.filters) for name, thing in OBJECTS.items()} == {
        name: set(properties) for name, properties in REFERENCE["filters"].items()
    }
    assert set(OPERATORS) - IN_PROSE_ONLY == set(REFERENCE["operators"])


@pytest.mark.parametrize(
    ("document", "deviation"),
    [
        ({"@type": "Environment", "id": 1}, "Environment.id: 1 is no string"),
        (
            {"@type": "Environment", "classification": "DEV"},
            "Environment.classification: 'DEV' is not one of PROD|TEST",
        ),
        ({"@type": "Environment", "colour": "red"}, "Environment.colour: unknown"),
        ({"id": "x"}, "Environment: not an object with @type"),
    ],
)
def test_the_comparison_finds_what_is_wrong(document: Any, deviation: str) -> None:
    assert deviations(document, "Environment", "Environment") == [deviation]
