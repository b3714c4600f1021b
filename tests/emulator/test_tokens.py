"""Access tokens that a person obtains: Boomi Platform API, EnvironmentConnectionFieldExtensionSummary."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.emulator.boomi import (
    ACCESS_TOKEN,
    CLIENT_SECRET,
    DEV,
    ERP,
    QUICKBOOKS,
    SINGLE_PACK,
    WAREHOUSE,
    Boomi,
    Json,
    connection,
    field,
    field_of,
    grouping,
    query,
    simple,
)

NAME = "EnvironmentConnectionFieldExtensionSummary"
ERP_CODE = "b164d294-96a1-42d3-a4f5-8192a3b4c540"
WAREHOUSE_CODE = "d386f4b6-b8c3-44f5-8617-a3b4c5d6e742"
QUICKBOOKS_TOKEN = "oauthOptions/OAuth2Config/credentials/@accessToken"


def wanted(group: str | None, connection: str, field: str) -> Json:
    filters = [("environmentId", DEV), ("connectionId", connection), ("fieldId", field)]
    if group:
        filters.append(("extensionGroupId", group))
    return grouping("and", *(simple("EQUALS", name, value) for name, value in filters))


def summary(boomi: Boomi, group: str, connection: str, field: str) -> Json:
    (found,) = boomi.results(NAME, wanted(group, connection, field))
    return found


@pytest.fixture
def groups(boomi: Boomi) -> list[str]:
    instance, _ = boomi.installed()
    return [process["wrapperProcessId"] for process in instance["ProcessId"]]


def test_the_summary_is_about_one_field(boomi: Boomi, groups: list[str]) -> None:
    found = summary(boomi, groups[0], ERP, CLIENT_SECRET)
    assert found["@type"] == NAME
    assert (found["environmentId"], found["extensionGroupId"], found["connectionId"]) == (DEV, groups[0], ERP)
    assert found["processId"] == groups[0]
    assert found["field"] == {
        "@type": "FieldSummary",
        "id": CLIENT_SECRET,
        "usesEncryption": True,
        "encryptedValueSet": False,
        "componentOverride": False,
        "useDefault": True,
    }


@pytest.mark.parametrize("missing", ["environmentId", "connectionId", "fieldId"])
def test_three_filters_are_required(boomi: Boomi, groups: list[str], missing: str) -> None:
    expression = wanted(groups[0], ERP, ACCESS_TOKEN)
    expression["nestedExpression"] = [one for one in expression["nestedExpression"] if one["property"] != missing]
    boomi.refused(400, "POST", f"{NAME}/query", query(expression))


def test_a_multi_install_process_is_found_by_its_group_alone(boomi: Boomi, groups: list[str]) -> None:
    assert boomi.results(NAME, wanted(None, ERP, ACCESS_TOKEN)) == []
    assert boomi.results(NAME, wanted("unknown", ERP, ACCESS_TOKEN)) == []
    assert boomi.results(NAME, wanted(groups[1], ERP, ACCESS_TOKEN)) == []


def test_a_single_install_process_needs_no_group(boomi: Boomi) -> None:
    boomi.attach(boomi.install(None, SINGLE_PACK))
    (found,) = boomi.results(NAME, wanted(None, "17ca38fa-fc07-4839-8a5b-e7f8091a2b46", ACCESS_TOKEN))
    assert (found["extensionGroupId"], found["processId"]) == ("", "06b927e9-ebf6-4728-b94a-d6e7f8091a45")


def test_the_authorization_url_is_made_of_what_applies(boomi: Boomi, groups: list[str]) -> None:
    block = "oauthContext/OAuth2Config"
    endpoint = f"{block}/authorizationTokenEndpoint/@url"
    assert "oauth2AuthorizationUrl" not in summary(boomi, groups[1], ERP_CODE, ACCESS_TOKEN)["field"]
    prompt = {"properties": [{"key": "prompt", "value": "consent"}]}
    boomi.update(
        groups[1],
        connection(
            ERP_CODE,
            field(endpoint, value="https://login.example.com/authorize?tenant=1", useDefault=False),
            field(f"{block}/credentials/@clientId", value="orders", useDefault=False),
            field(f"{block}/scope", value="orders.read offline", useDefault=False),
            field(f"{block}/authorizationParameters", customProperties=prompt, useDefault=False),
        ),
    )
    urls = [summary(boomi, groups[1], ERP_CODE, ACCESS_TOKEN)["field"]["oauth2AuthorizationUrl"] for _ in range(2)]
    first, second = (parse_qs(urlsplit(url).query) for url in urls)
    assert urls[0].startswith("https://login.example.com/authorize?tenant=1&")
    assert first.pop("state") != second.pop("state")
    assert first == second == {
        "tenant": ["1"],
        "response_type": ["code"],
        "client_id": ["orders"],
        "redirect_uri": [f"{boomi.host}/account/{boomi.account}/oauth2/callback"],
        "scope": ["orders.read offline"],
        "prompt": ["consent"],
    }  # fmt: skip


def test_http_client_has_fields_of_its_own(boomi: Boomi, groups: list[str]) -> None:
    endpoint = field("authTokenURL2", value="https://login.example.com/authorize", useDefault=False)
    boomi.update(groups[1], connection(WAREHOUSE_CODE, endpoint, field("clientId2", value="w", useDefault=False)))
    url = summary(boomi, groups[1], WAREHOUSE_CODE, "accessToken2")["field"]["oauth2AuthorizationUrl"]
    assert parse_qs(urlsplit(url).query)["client_id"] == ["w"]


def test_grant_types_without_a_person_have_no_url(boomi: Boomi, groups: list[str]) -> None:
    endpoint = field("authTokenURL2", value="https://login.example.com/authorize", useDefault=False)
    boomi.update(groups[0], connection(WAREHOUSE, endpoint))
    assert "oauth2AuthorizationUrl" not in summary(boomi, groups[0], WAREHOUSE, "accessToken2")["field"]


def test_consent_at_the_url_sets_the_token_for_fifteen_minutes(boomi: Boomi, groups: list[str]) -> None:
    def url() -> str:
        return str(summary(boomi, groups[0], QUICKBOOKS, QUICKBOOKS_TOKEN)["field"]["oauth2AuthorizationUrl"])

    late = url()
    boomi.control.clock(900)
    with pytest.raises(ValueError, match="400"):
        boomi.control.consent(late)
    assert summary(boomi, groups[0], QUICKBOOKS, QUICKBOOKS_TOKEN)["field"]["encryptedValueSet"] is False
    early = url()
    boomi.control.clock(899)
    assert boomi.control.consent(early) == {"set": True}
    with pytest.raises(ValueError, match="400"):
        boomi.control.consent(early)
    shown = summary(boomi, groups[0], QUICKBOOKS, QUICKBOOKS_TOKEN)["field"]
    assert (shown["encryptedValueSet"], shown["useDefault"]) == (True, False)
    assert field_of(boomi.extensions(groups[0]), QUICKBOOKS, QUICKBOOKS_TOKEN)["encryptedValueSet"] is True


def test_a_token_can_be_given_and_reset_from_outside(boomi: Boomi, groups: list[str]) -> None:
    place = (boomi.account, DEV, groups[0], QUICKBOOKS, QUICKBOOKS_TOKEN)
    boomi.control.token(*place)
    assert field_of(boomi.extensions(groups[0]), QUICKBOOKS, QUICKBOOKS_TOKEN)["encryptedValueSet"] is True
    boomi.control.token(*place, set=False)
    assert field_of(boomi.extensions(groups[0]), QUICKBOOKS, QUICKBOOKS_TOKEN)["encryptedValueSet"] is False
    with pytest.raises(ValueError, match="no access token field"):
        boomi.control.token(boomi.account, DEV, groups[0], ERP, CLIENT_SECRET)
    with pytest.raises(ValueError, match="not declared"):
        boomi.control.token(boomi.account, DEV, groups[0], "unknown", ACCESS_TOKEN)
