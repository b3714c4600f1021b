"""Extension values: Boomi Platform API, EnvironmentExtensions; help, "Environment Extensions dialog"."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from boomi_emulator.sandbox import Sandbox
from tests.emulator.boomi import (
    ACCESS_TOKEN,
    CHILD,
    CLIENT_ID,
    CLIENT_SECRET,
    DEV,
    ERP,
    SINGLE_PACK,
    TEST,
    WAREHOUSE,
    Boomi,
    Json,
    connection,
    field,
    field_of,
    query,
    simple,
)

PARAMETERS = "oauthContext/OAuth2Config/accessTokenParameters"
SCOPE = "oauthContext/OAuth2Config/scope"
PROPERTIES = "7a2b1c90-3f4e-4d6a-8c1b-0e9f8d7c6b5a"
BATCH_SIZE = "5b0e7c1d-2f3a-4b6c-9d8e-1a2b3c4d5e39"
MODE = "6c1f8d2e-304b-4c7d-8e9f-2b3c4d5e6f3a"
PHRASE = "7d209e3f-415c-4d8e-9fa0-3c4d5e6f703b"
COUNTRIES = "91c0af50-526d-4e9f-a0b1-4d5e6f70813c"
NARROW = "e49705c7-c9d4-4506-9728-b4c5d6e7f843"
ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:boomi/erp-AbCdEf"


def properties(*values: Json) -> Json:
    return {"processProperties": {"ProcessProperty": [{"id": PROPERTIES, "ProcessPropertyValue": list(values)}]}}


def property_of(extensions: Json, key: str) -> Json:
    (component,) = extensions["processProperties"]["ProcessProperty"]
    return dict({one["key"]: one for one in component["ProcessPropertyValue"]}[key])


def delivered(boomi: Boomi, group: str, field: str, connection: str = ERP) -> Json:
    return boomi.control.delivered(boomi.account, DEV, group, connection, field)


@pytest.fixture
def group(boomi: Boomi) -> str:
    return boomi.installed()[1]


def test_the_object_is_there_while_the_instance_is_attached(boomi: Boomi) -> None:
    instance = boomi.install()
    group = instance["ProcessId"][0]["wrapperProcessId"]
    id = base64.b64encode(f"{DEV}:{group}".encode()).decode().rstrip("=")
    boomi.refused(400, "GET", f"EnvironmentExtensions/{id}")
    attachment = boomi.attach(instance)
    extensions = boomi.ok("GET", f"EnvironmentExtensions/{id}")
    assert (extensions["id"], extensions["environmentId"], extensions["extensionGroupId"]) == (id, DEV, group)
    assert boomi.extensions(group) == extensions
    boomi.ok("DELETE", f"IntegrationPackEnvironmentAttachment/{attachment['id']}")
    boomi.refused(400, "GET", f"EnvironmentExtensions/{id}")
    boomi.refused(400, "POST", f"EnvironmentExtensions/{id}", {"partial": True})


def test_each_process_and_environment_has_its_own(boomi: Boomi) -> None:
    instance = boomi.install()
    boomi.attach(instance)
    boomi.attach(instance, TEST)
    sync, returns = (process["wrapperProcessId"] for process in instance["ProcessId"])
    boomi.update(sync, connection(ERP, field("url", value="https://dev.example.com", useDefault=False)))
    assert field_of(boomi.extensions(sync), ERP, "url")["value"] == "https://dev.example.com"
    assert "value" not in field_of(boomi.extensions(sync, TEST), ERP, "url")
    names = [one["name"] for one in boomi.extensions(returns)["connections"]["connection"]]
    assert names == ["ERP JWT", "ERP password", "ERP code", "Warehouse password", "Warehouse code", "Narrow"]


def test_a_new_object_shows_what_is_declared_with_its_defaults(boomi: Boomi, group: str) -> None:
    extensions = boomi.extensions(group)
    assert field_of(extensions, ERP, "url") == {
        "@type": "Field",
        "id": "url",
        "encryptedValueSet": False,
        "usesEncryption": False,
        "componentOverride": False,
        "useDefault": True,
    }
    assert field_of(extensions, ERP, CLIENT_SECRET)["usesEncryption"] is True
    assert property_of(extensions, BATCH_SIZE)["label"] == "Batch size"
    assert "value" not in property_of(extensions, BATCH_SIZE)
    assert extensions["properties"] == {"@type": "", "property": [{"@type": "", "name": "DPP_REGION"}]}
    assert extensions["crossReferences"]["crossReference"] == [
        {
            "@type": "CrossReference",
            "id": COUNTRIES,
            "name": "Country codes",
            "overrideValues": False,
            "CrossReferenceRows": {"@type": ""},
        }
    ]
    assert extensions["tradingPartners"] == {"@type": "TradingPartners"}


def test_switch_default_values_shown(boomi: Boomi, group: str) -> None:
    boomi.control.switches(default_values_shown=True)
    shown = field_of(boomi.extensions(group), ERP, "url")
    assert (shown["value"], shown["useDefault"]) == ("https://erp.example.com/v1", True)


def test_a_partial_update_changes_one_field(boomi: Boomi, group: str) -> None:
    boomi.update(group, connection(ERP, field("url", value="https://a.example.com", useDefault=False)))
    boomi.update(group, connection(WAREHOUSE, field("clientId2", value="w", useDefault=False)))
    answer = boomi.update(group, connection(ERP, field(CLIENT_ID, value="orders", useDefault=False)))
    assert answer == boomi.extensions(group)
    assert field_of(answer, ERP, "url")["value"] == "https://a.example.com"
    assert field_of(answer, ERP, CLIENT_ID)["value"] == "orders"
    assert field_of(answer, WAREHOUSE, "clientId2")["value"] == "w"


@pytest.mark.parametrize("partial", [{}, {"partial": False}, {"partial": "false"}])
def test_a_full_update_resets_what_is_not_sent(boomi: Boomi, group: str, partial: Json) -> None:
    rows = {"row": [{"ref1": "DE", "ref2": "276"}]}
    everything = {
        **connection(
            ERP,
            field("url", value="https://a.example.com", useDefault=False),
            field(CLIENT_SECRET, value="s3cret", encryptedValueSet=True, useDefault=False),
        ),
        **properties({"key": BATCH_SIZE, "value": "250"}),
        "properties": {"property": [{"name": "DPP_REGION", "value": "eu"}]},
        "crossReferences": {"crossReference": [{"id": COUNTRIES, "overrideValues": True, "CrossReferenceRows": rows}]},
    }
    boomi.update(group, everything)
    boomi.control.token(boomi.account, DEV, group, ERP, ACCESS_TOKEN)
    sent = {**partial, **connection(ERP, field(CLIENT_ID, value="orders", useDefault=False))}
    answer = boomi.update(group, sent, partial=False)
    assert field_of(answer, ERP, CLIENT_ID)["value"] == "orders"
    for id in ("url", CLIENT_SECRET, ACCESS_TOKEN):
        shown = field_of(answer, ERP, id)
        assert (shown["useDefault"], shown["encryptedValueSet"]) == (True, False)
    assert property_of(answer, BATCH_SIZE)["useDefault"] is True
    assert "value" not in answer["properties"]["property"][0]
    assert answer["crossReferences"]["crossReference"][0]["overrideValues"] is False
    assert len(boomi.control.inventory()[boomi.account]["overrides"]["ids"]) == 1


def test_a_full_update_with_what_was_read_keeps_secrets_and_token(boomi: Boomi, group: str) -> None:
    boomi.update(group, connection(ERP, field(CLIENT_SECRET, value="s3cret", encryptedValueSet=True, useDefault=False)))
    boomi.control.token(boomi.account, DEV, group, ERP, ACCESS_TOKEN)
    before = boomi.extensions(group)
    assert boomi.update(group, before, partial=False) == before
    assert delivered(boomi, group, CLIENT_SECRET)["value"] == "s3cret"


def test_use_default_false_without_a_value_keeps_the_override(boomi: Boomi, group: str) -> None:
    boomi.update(group, connection(ERP, field("url", value="https://a.example.com", useDefault=False)))
    answer = boomi.update(group, connection(ERP, field("url", useDefault=False)))
    assert field_of(answer, ERP, "url")["value"] == "https://a.example.com"
    answer = boomi.update(group, connection(ERP, field("url", useDefault=False)), partial=False)
    assert field_of(answer, ERP, "url")["useDefault"] is True


def test_use_default_true_clears_the_override(boomi: Boomi, group: str) -> None:
    boomi.update(group, connection(ERP, field("url", value="https://a.example.com", useDefault=False)))
    answer = boomi.update(group, connection(ERP, field("url", value="passed over", useDefault=True)))
    shown = field_of(answer, ERP, "url")
    assert shown["useDefault"] is True
    assert "value" not in shown
    assert delivered(boomi, group, "url")["value"] == "https://erp.example.com/v1"


def test_an_empty_text_is_stored(boomi: Boomi, group: str) -> None:
    answer = boomi.update(group, connection(ERP, field("url", value="", useDefault=False)))
    shown = field_of(answer, ERP, "url")
    assert (shown["value"], shown["useDefault"]) == ("", False)


def test_what_is_not_declared_is_passed_over_in_silence(boomi: Boomi) -> None:
    instance = boomi.install()
    boomi.attach(instance)
    group = instance["ProcessId"][1]["wrapperProcessId"]
    before = boomi.extensions(group)
    answer = boomi.update(
        group,
        {
            **connection(NARROW, field(CLIENT_SECRET, value="s3cret", encryptedValueSet=True, useDefault=False)),
            **properties({"key": BATCH_SIZE, "value": "1"}),
            "properties": {"property": [{"name": "DPP_REGION", "value": "eu"}]},
            "crossReferences": {"crossReference": [{"id": COUNTRIES, "overrideValues": True}]},
            "unknown": {"keys": "are tolerated"},
        },
    )
    assert answer == before
    assert boomi.update(group, connection(NARROW, {"id": ["url"], "value": "x"})) == before
    assert boomi.update(group, connection("no such connection", field("url", value="x", useDefault=False))) == before
    assert boomi.control.inventory()[boomi.account]["overrides"]["ids"] == []


def test_secrets_go_in_and_never_come_back(boomi: Boomi, group: str) -> None:
    answer = boomi.update(
        group, connection(ERP, field(CLIENT_SECRET, value="s3cret", encryptedValueSet=True, useDefault=False))
    )
    shown = field_of(answer, ERP, CLIENT_SECRET)
    assert (shown["encryptedValueSet"], shown["useDefault"]) == (True, False)
    assert "s3cret" not in str(answer) + str(boomi.extensions(group))
    assert delivered(boomi, group, CLIENT_SECRET)["value"] == "s3cret"
    boomi.update(group, connection(ERP, field(CLIENT_SECRET, encryptedValueSet=True, useDefault=False)))
    assert delivered(boomi, group, CLIENT_SECRET)["value"] == "s3cret"
    answer = boomi.update(group, connection(ERP, field(CLIENT_SECRET, useDefault=True)))
    assert field_of(answer, ERP, CLIENT_SECRET)["encryptedValueSet"] is False
    assert delivered(boomi, group, CLIENT_SECRET) == {
        "value": None,
        "customProperties": None,
        "secretReference": None,
        "useDefault": True,
    }


def test_parameters_travel_in_custom_properties(boomi: Boomi, group: str) -> None:
    pairs = [{"key": "audience", "value": "erp"}, {"key": "pin", "value": "1234", "encrypted": True}]
    sent = field(PARAMETERS, useDefault=False, customProperties={"properties": pairs})
    answer = boomi.update(group, connection(ERP, sent))
    shown = field_of(answer, ERP, PARAMETERS)["customProperties"]
    assert shown == {
        "@type": "customProperties",
        "properties": [
            {"@type": "PropertyPair", "key": "audience", "encrypted": False, "value": "erp"},
            {"@type": "PropertyPair", "key": "pin", "encrypted": True},
        ],
    }
    boomi.update(group, connection(ERP, field(PARAMETERS, useDefault=False, customProperties=shown)))
    assert delivered(boomi, group, PARAMETERS)["customProperties"] == [
        {"key": "audience", "value": "erp", "encrypted": False},
        {"key": "pin", "value": "1234", "encrypted": True},
    ]
    alone = {"properties": {"key": "audience", "value": "crm"}}
    answer = boomi.update(group, connection(ERP, field(PARAMETERS, useDefault=False, customProperties=alone)))
    assert [pair["value"] for pair in field_of(answer, ERP, PARAMETERS)["customProperties"]["properties"]] == ["crm"]
    answer = boomi.update(group, connection(ERP, field(PARAMETERS, useDefault=True)))
    assert "customProperties" not in field_of(answer, ERP, PARAMETERS)


def test_a_secret_reference_is_stored_and_readable(boomi: Boomi, group: str) -> None:
    configuration = {"usesRemoteSecretsManager": True, "secretsManagerType": "AWS", "secretReference": ARN}
    sent = field(CLIENT_SECRET, useDefault=False, encryptedValueSet=True, CloudManagedSecretConfig=configuration)
    shown = field_of(boomi.update(group, connection(ERP, sent)), ERP, CLIENT_SECRET)
    assert shown["CloudManagedSecretConfig"] == {"@type": "CloudManagedSecretConfig", **configuration}
    assert shown["encryptedValueSet"] is True
    assert delivered(boomi, group, CLIENT_SECRET)["secretReference"] == ARN
    plain = field(CLIENT_SECRET, value="s3cret", encryptedValueSet=True, useDefault=False)
    shown = field_of(boomi.update(group, connection(ERP, plain)), ERP, CLIENT_SECRET)
    assert "CloudManagedSecretConfig" not in shown
    assert delivered(boomi, group, CLIENT_SECRET)["value"] == "s3cret"


@pytest.mark.parametrize(
    ("manager", "reference"),
    [
        ("AWS", "boomi/erp"),
        ("AWS", "arn:aws:s3:::bucket"),
        ("AWS", "arn:aws:secretsmanager:eu-west-1:1111:secret:x"),
        ("AWS", f"{ARN} "),
        ("AWS", ""),
        ("AWS", None),
        ("GCP", ARN),
        ("VAULT", ARN),
        (None, ARN),
    ],
)
def test_a_malformed_secret_reference_is_refused(boomi: Boomi, group: str, manager: Any, reference: Any) -> None:
    configuration = {"usesRemoteSecretsManager": True, "secretsManagerType": manager, "secretReference": reference}
    sent = connection(ERP, field(CLIENT_SECRET, useDefault=False, CloudManagedSecretConfig=configuration))
    id = boomi.extensions(group)["id"]
    body = boomi.refused(400, "POST", f"EnvironmentExtensions/{id}", {"partial": True, **sent})
    assert body == {"@type": "Error", "message": "Invalid Secret Reference Value"}


def test_a_refused_update_changes_nothing(boomi: Boomi, group: str) -> None:
    before, restarts = boomi.extensions(group), boomi.control.restarts()
    fields = [field("url", value="https://a.example.com", useDefault=False), field(SCOPE, value=7)]
    boomi.refused(400, "POST", f"EnvironmentExtensions/{before['id']}", {"partial": True, **connection(ERP, *fields)})
    assert boomi.extensions(group) == before
    assert boomi.control.restarts() == restarts


def test_switch_access_token_update(boomi: Boomi, group: str) -> None:
    id = boomi.extensions(group)["id"]
    sent = {"partial": True, **connection(ERP, field(ACCESS_TOKEN, value="t0ken", useDefault=False))}
    boomi.refused(400, "POST", f"EnvironmentExtensions/{id}", sent)
    boomi.control.switches(access_token_update="ignored")
    answer = boomi.ok("POST", f"EnvironmentExtensions/{id}", sent)
    assert field_of(answer, ERP, ACCESS_TOKEN)["encryptedValueSet"] is False
    boomi.control.token(boomi.account, DEV, group, ERP, ACCESS_TOKEN)
    assert field_of(boomi.ok("POST", f"EnvironmentExtensions/{id}", sent), ERP, ACCESS_TOKEN)["encryptedValueSet"]
    assert delivered(boomi, group, ACCESS_TOKEN)["value"] != "t0ken"


def test_process_properties(boomi: Boomi, group: str) -> None:
    answer = boomi.update(group, properties({"key": BATCH_SIZE, "value": "250", "useDefault": False}))
    assert property_of(answer, BATCH_SIZE)["value"] == "250"
    answer = boomi.update(group, properties({"key": MODE, "value": "fast"}, {"key": PHRASE, "value": "open sesame"}))
    assert property_of(answer, BATCH_SIZE)["value"] == "250"
    hidden = property_of(answer, PHRASE)
    assert (hidden["value"], hidden["encryptedValueSet"], hidden["usesEncryption"]) == ("[[HIDDEN]]", True, True)
    answer = boomi.update(group, properties({"key": BATCH_SIZE, "useDefault": False}))
    assert property_of(answer, BATCH_SIZE)["value"] == "250"
    answer = boomi.update(group, properties({"key": BATCH_SIZE}, {"key": PHRASE}))
    assert property_of(answer, BATCH_SIZE)["useDefault"] is True
    assert property_of(answer, PHRASE)["encryptedValueSet"] is True
    answer = boomi.update(group, properties({"key": PHRASE, "useDefault": True}))
    assert property_of(answer, PHRASE)["encryptedValueSet"] is False


def test_allowed_values_of_a_process_property(boomi: Boomi, group: str) -> None:
    id = boomi.extensions(group)["id"]
    for validate in ({}, {"validate": True}):
        body = boomi.refused(
            400, "POST", f"EnvironmentExtensions/{id}",
            {"partial": True, **properties({"key": MODE, "value": "reckless", **validate})},
        )  # fmt: skip
        assert "Mode" in body["message"]
        assert MODE in body["message"]
    answer = boomi.update(group, properties({"key": MODE, "value": "reckless", "validate": "false"}))
    assert property_of(answer, MODE)["value"] == "reckless"


def test_switch_process_property_unit(boomi: Boomi, group: str) -> None:
    boomi.control.switches(process_property_unit="component")
    boomi.update(group, properties({"key": BATCH_SIZE, "value": "250"}, {"key": PHRASE, "value": "open sesame"}))
    answer = boomi.update(group, properties({"key": MODE, "value": "fast"}, {"key": PHRASE, "value": "[[HIDDEN]]"}))
    assert property_of(answer, BATCH_SIZE)["useDefault"] is True
    assert property_of(answer, PHRASE)["encryptedValueSet"] is True


def test_switch_hidden_echo(boomi: Boomi, group: str) -> None:
    def stored() -> bool:
        boomi.update(group, properties({"key": PHRASE, "useDefault": True}))
        answer = boomi.update(group, properties({"key": PHRASE, "value": "[[HIDDEN]]"}))
        return bool(property_of(answer, PHRASE)["encryptedValueSet"])

    assert stored() is False
    boomi.control.switches(hidden_echo="stored")
    assert stored() is True


def test_dynamic_process_properties(boomi: Boomi, group: str) -> None:
    answer = boomi.update(group, {"properties": {"property": {"name": "DPP_REGION", "value": "eu"}}})
    assert answer["properties"]["property"] == [{"@type": "", "name": "DPP_REGION", "value": "eu"}]
    sent = {"partial": True, "properties": {"property": [{"name": "DPP_REGION", "useDefault": True}]}}
    boomi.refused(400, "POST", f"EnvironmentExtensions/{answer['id']}", sent)
    answer = boomi.update(group, {"properties": {"property": [{"name": "DPP_REGION"}]}})
    assert answer["properties"]["property"] == [{"@type": "", "name": "DPP_REGION"}]


def test_cross_reference_tables_are_replaced_whole(boomi: Boomi, group: str) -> None:
    def table(*rows: Json, override: object = True) -> Json:
        sent = {"id": COUNTRIES, "overrideValues": override, "CrossReferenceRows": {"row": list(rows)}}
        return {"crossReferences": {"crossReference": [sent]}}

    boomi.update(group, table({"ref1": "DE", "ref2": "276"}, {"ref1": "FR", "ref2": "250"}))
    answer = boomi.update(group, table({"ref1": "AT", "ref2": "040", "@type": "CrossReferenceRow"}))
    (shown,) = answer["crossReferences"]["crossReference"]
    assert shown["overrideValues"] is True
    assert shown["CrossReferenceRows"]["row"] == [{"@type": "CrossReferenceRow", "ref1": "AT", "ref2": "040"}]
    answer = boomi.update(group, table(override="false"))
    assert answer["crossReferences"]["crossReference"][0]["overrideValues"] is False


def test_booleans_as_texts_and_lone_objects_are_tolerated(boomi: Boomi, group: str) -> None:
    id = boomi.extensions(group)["id"]
    lone = {"id": ERP, "field": {"id": "url", "value": "https://a.example.com", "useDefault": "false"}}
    answer = boomi.ok("POST", f"EnvironmentExtensions/{id}", {"partial": "true", "connections": {"connection": lone}})
    assert field_of(answer, ERP, "url")["value"] == "https://a.example.com"
    boomi.update(group, connection(ERP, field("preemptive", value=True, useDefault=False)))
    assert field_of(boomi.extensions(group), ERP, "preemptive")["value"] == "true"
    assert field_of(boomi.extensions(group), ERP, "url")["value"] == "https://a.example.com"


@pytest.mark.parametrize(
    "body",
    [
        {"partial": "yes"},
        {"connections": []},
        {"connections": {"connection": ["x"]}},
        connection(ERP, field("url", value=1)),
        connection(ERP, field("url", value="x", useDefault="no")),
        connection(ERP, field(PARAMETERS, useDefault=False, customProperties={"properties": [{"value": "x"}]})),
        {"environmentId": TEST},
        {"extensionGroupId": "another"},
    ],
)
def test_malformed_updates_are_refused(boomi: Boomi, group: str, body: Json) -> None:
    id = boomi.extensions(group)["id"]
    assert boomi.refused(400, "POST", f"EnvironmentExtensions/{id}", {"partial": True, **body})["@type"] == "Error"


def test_the_environment_id_addresses_a_group_in_the_body(boomi: Boomi, group: str) -> None:
    sent = {"partial": True, **connection(ERP, field("url", value="https://a.example.com", useDefault=False))}
    answer = boomi.ok("POST", f"EnvironmentExtensions/{DEV}/update", {"extensionGroupId": group, **sent})
    assert answer["extensionGroupId"] == group
    assert field_of(boomi.extensions(group), ERP, "url")["value"] == "https://a.example.com"
    for unknown in ("unknown", ["unknown"]):
        boomi.refused(400, "POST", f"EnvironmentExtensions/{DEV}", {"extensionGroupId": unknown, **sent})


def test_switch_update_answers_object(boomi: Boomi, group: str) -> None:
    boomi.control.switches(update_answers_object=False)
    answer = boomi.update(group, connection(ERP, field("url", value="https://a.example.com", useDefault=False)))
    assert set(answer) == {"@type", "id", "environmentId", "extensionGroupId"}
    assert field_of(boomi.extensions(group), ERP, "url")["value"] == "https://a.example.com"


def test_every_update_restarts_the_listeners_of_its_environment(boomi: Boomi, group: str) -> None:
    before = boomi.control.restarts()
    boomi.extensions(group)
    assert boomi.control.restarts() == before
    boomi.update(group, {})
    boomi.update(group, {})
    after = boomi.control.restarts()
    assert after[DEV] == before.get(DEV, 0) + 2
    assert {**after, DEV: 0} == {**before, DEV: 0}


def test_single_install_packs_share_the_object_of_their_environment(boomi: Boomi) -> None:
    boomi.attach(boomi.install(None, SINGLE_PACK))
    extensions = boomi.ok("GET", f"EnvironmentExtensions/{DEV}")
    assert (extensions["id"], extensions["extensionGroupId"]) == (DEV, "")
    (stock,) = extensions["connections"]["connection"]
    sent = {"partial": True, **connection(stock["id"], field("url", value="https://a.example.com", useDefault=False))}
    answer = boomi.ok("POST", f"EnvironmentExtensions/{DEV}", sent)
    assert field_of(answer, stock["id"], "url")["value"] == "https://a.example.com"
    assert boomi.results("EnvironmentExtensions", simple("EQUALS", "environmentId", DEV)) == [answer]
    assert boomi.results("EnvironmentExtensions") == [answer]
    boomi.refused(400, "GET", f"EnvironmentExtensions/{TEST}")


def test_switch_empty_extensions(boomi: Boomi, group: str) -> None:
    boomi.refused(400, "GET", f"EnvironmentExtensions/{DEV}")
    boomi.control.switches(empty_extensions="answered")
    assert boomi.ok("GET", f"EnvironmentExtensions/{DEV}")["connections"] == {"@type": "Connections"}


def test_switch_query_lists_groups(boomi: Boomi, group: str) -> None:
    by_environment = query(simple("EQUALS", "environmentId", DEV))
    assert "result" not in boomi.ok("POST", "EnvironmentExtensions/query", by_environment)
    boomi.control.switches(query_lists_groups=True)
    found = boomi.ok("POST", "EnvironmentExtensions/query", by_environment)["result"]
    assert group in [one["extensionGroupId"] for one in found]


def test_switch_values_after_detach(boomi: Boomi) -> None:
    stock = boomi.install(None, SINGLE_PACK)
    orders = boomi.install()
    group = orders["ProcessId"][0]["wrapperProcessId"]

    def shown_after_detour() -> list[object]:
        attachments = [boomi.attach(orders), boomi.attach(stock)]
        stock_service = boomi.ok("GET", f"EnvironmentExtensions/{DEV}")["connections"]["connection"][0]["id"]
        url = field("url", value="https://a.example.com", useDefault=False)
        boomi.update(group, connection(ERP, url))
        boomi.ok("POST", f"EnvironmentExtensions/{DEV}", {"partial": True, **connection(stock_service, url)})
        for attachment in attachments:
            boomi.ok("DELETE", f"IntegrationPackEnvironmentAttachment/{attachment['id']}")
        attachments = [boomi.attach(orders), boomi.attach(stock)]
        values = [
            field_of(boomi.extensions(group), ERP, "url").get("value"),
            field_of(boomi.ok("GET", f"EnvironmentExtensions/{DEV}"), stock_service, "url").get("value"),
        ]
        for attachment in attachments:
            boomi.ok("DELETE", f"IntegrationPackEnvironmentAttachment/{attachment['id']}")
        return values

    assert shown_after_detour() == ["https://a.example.com"] * 2
    boomi.control.switches(values_after_detach="lost")
    assert shown_after_detour() == [None, None]
    assert boomi.control.inventory()[boomi.account]["overrides"]["ids"] == []


def test_extensions_are_read_in_bulk(boomi: Boomi) -> None:
    instance = boomi.install()
    boomi.attach(instance)
    ids = [
        base64.b64encode(f"{DEV}:{process['wrapperProcessId']}".encode()).decode().rstrip("=")
        for process in instance["ProcessId"]
    ]
    request = {"type": "GET", "request": [{"id": id} for id in [*ids, DEV, "nothing"]]}
    members = boomi.ok("POST", "EnvironmentExtensions/bulk", request)["response"]
    assert [member["statusCode"] for member in members] == [200, 200, 400, 400]
    assert [member["Result"]["id"] for member in members[:2]] == ids


def test_sixteen_clients_lose_no_update(sandbox: Sandbox, boomi: Boomi, group: str) -> None:
    id = boomi.extensions(group)["id"]
    declared = [
        (one["id"], each["id"])
        for one in boomi.extensions(group)["connections"]["connection"]
        for each in one["field"]
        if not each["usesEncryption"] and not each["id"].endswith(("Parameters", "Parameters2", "extendedClaims"))
    ]
    assert len(declared) > 16

    def write(place: tuple[str, str]) -> int:
        client = Boomi(sandbox, CHILD)
        sent = connection(place[0], field(place[1], value=f"{place[1]} of {place[0]}", useDefault=False))
        return client.rest("POST", f"EnvironmentExtensions/{id}", {"partial": True, **sent}).status_code

    with ThreadPoolExecutor(16) as clients:
        assert set(clients.map(write, declared)) == {200}
    extensions = boomi.extensions(group)
    for place in declared:
        assert field_of(extensions, *place)["value"] == f"{place[1]} of {place[0]}"
