"""Reading and writing extension values: one writer, partial, read back, nothing lost."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from boomi_emulator.sandbox import Sandbox
from pulumi_boomi_spaces.boomi.extensions import ExtensionObject, FieldChange, ObjectKey, Parameter
from pulumi_boomi_spaces.errors import GoneError, InputError, NotThereError, ServiceError
from tests.emulator.boomi import (
    ACCESS_TOKEN,
    CLIENT_ID,
    CLIENT_SECRET,
    DEV,
    ERP,
    QUICKBOOKS,
    SINGLE_PACK,
    WAREHOUSE,
    Boomi,
    connection,
    field,
    field_of,
)
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import Answer, FaultProxy, Seen
from tests.unit.boomi.made import CHILD, Client, calls, client_of, sandbox_settings

EXTENSIONS = "EnvironmentExtensions"
NARROW = "e49705c7-c9d4-4506-9728-b4c5d6e7f843"
STOCK = "17ca38fa-fc07-4839-8a5b-e7f8091a2b46"
ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:erp-AbCdEf"
TOKEN_PARAMETERS = "oauthContext/OAuth2Config/accessTokenParameters"
CANARY = "secret-canary-77aa"


@pytest.fixture
def key(there: Boomi) -> ObjectKey:
    """The process Sync of an attached instance."""
    _, group = there.installed()
    return ObjectKey(CHILD, DEV, group)


def fresh(client: Client, key: ObjectKey) -> ExtensionObject:
    client.clock.now += 1.0
    seen = client.extensions.of(key, client.shelf.now())
    assert seen is not None
    return seen


def updates(proxy: FaultProxy) -> list[Any]:
    return [seen.json for seen in proxy.seen if is_update(seen)]


def is_update(seen: Seen) -> bool:
    return seen.method == "POST" and f"/{EXTENSIONS}/" in seen.path and not seen.path.endswith(("/query", "/bulk"))


def test_an_object_is_read_with_one_get_and_kept(client: Client, proxy: FaultProxy, key: ObjectKey) -> None:
    seen = client.extensions.of(key, None)
    assert seen is not None
    assert client.extensions.of(key, None) is seen
    assert calls(proxy.seen) == [f"GET {EXTENSIONS}"]
    assert (seen.key, seen.id) == (key, key.computed_id)
    url = seen.connections[ERP].fields["url"]
    assert (url.value, url.overridden, url.encrypted, url.reference, url.parameters) == (None, False, False, None, None)
    secret = seen.connections[ERP].fields[CLIENT_SECRET]
    assert (secret.overridden, secret.encrypted, secret.value_set) == (False, True, False)


def test_fields_as_boomi_shows_them(client: Client, there: Boomi, key: ObjectKey) -> None:
    pairs = [
        {"key": "audience", "value": "erp", "encrypted": False},
        {"key": "hidden", "value": CANARY, "encrypted": True},
    ]
    there.update(
        key.group,
        connection(
            ERP,
            field("url", value="https://a.example.com", useDefault=False),
            field("preemptive", value="true", useDefault=False),
            field(CLIENT_SECRET, value=CANARY, encryptedValueSet=True, useDefault=False),
            field(TOKEN_PARAMETERS, useDefault=False, customProperties={"properties": pairs}),
        ),
    )
    fields = fresh(client, key).connections[ERP].fields
    assert (fields["url"].value, fields["url"].overridden) == ("https://a.example.com", True)
    assert fields["preemptive"].value == "true"
    assert (fields[CLIENT_SECRET].value, fields[CLIENT_SECRET].value_set) == (None, True)
    assert fields[TOKEN_PARAMETERS].parameters == {"audience": Parameter("erp", False), "hidden": Parameter(None, True)}


def test_a_shown_default_is_no_override(client: Client, sandbox: Sandbox, key: ObjectKey) -> None:
    sandbox.control.switches(default_values_shown=True)
    url = fresh(client, key).connections[ERP].fields["url"]
    assert (url.value, url.overridden) == ("https://erp.example.com/v1", False)


def test_flags_as_texts_and_lone_objects_are_read_too() -> None:
    secret = {"id": "s", "usesEncryption": "true", "encryptedValueSet": "true", "useDefault": "false", "value": "leak"}
    plain = {"id": "u", "value": True, "useDefault": "false"}
    bare = {"id": "b", "value": "x"}
    raw = {
        "environmentId": "e",
        "connections": {"connection": {"id": "c", "field": [secret, plain, bare, {"id": "n"}]}},
    }
    with FaultProxy(lambda seen: Answer(raw)) as boomi:
        seen = Client(sandbox_settings(boomi.url)).extensions.of(ObjectKey(CHILD, "e", ""), None)
    assert seen is not None
    fields = seen.connections["c"].fields
    assert (fields["s"].value, fields["s"].encrypted, fields["s"].overridden) == (None, True, True)
    assert (fields["u"].value, fields["u"].overridden) == ("true", True)
    assert (fields["b"].overridden, fields["n"].overridden) == (True, False)


@pytest.mark.parametrize("wrong", [{"environmentId": "other"}, {"extensionGroupId": "other"}, {"connections": []}])
def test_an_answer_about_another_object_is_no_answer(wrong: dict[str, Any]) -> None:
    raw = {"environmentId": "e", "extensionGroupId": "g", "connections": {}, **wrong}
    with FaultProxy(lambda seen: Answer(raw)) as boomi, pytest.raises(ServiceError, match="another object"):
        Client(sandbox_settings(boomi.url)).extensions.of(ObjectKey(CHILD, "e", "g"), None)


def test_a_connection_by_name_and_by_id(client: Client, key: ObjectKey) -> None:
    seen = fresh(client, key)
    assert client.extensions.connection(seen, "ERP").id == ERP
    assert client.extensions.connection(seen, ERP).name == "ERP"
    with pytest.raises(NotThereError) as caught:
        client.extensions.connection(seen, "Warehuose")
    assert f'There is "Warehouse" ({WAREHOUSE})' in str(caught.value)


def test_a_write_is_one_request_whose_answer_is_the_read_back(
    client: Client, proxy: FaultProxy, there: Boomi, key: ObjectKey
) -> None:
    there.update(key.group, connection(WAREHOUSE, field("url", value="https://w.example.com", useDefault=False)))
    seen = fresh(client, key)
    proxy.seen.clear()
    after = client.extensions.write(
        seen,
        [
            FieldChange(ERP, "url", value="https://new.example.com"),
            FieldChange(ERP, CLIENT_SECRET, value=CANARY, secret=True),
        ],
        "writing",
    )
    assert calls(proxy.seen) == [f"POST {EXTENSIONS}"]
    assert after.connections[ERP].fields["url"].value == "https://new.example.com"
    assert after.connections[ERP].fields[CLIENT_SECRET].value_set
    assert client.extensions.of(key, None) == after
    assert len(proxy.seen) == 1
    shown = there.extensions(key.group)
    assert field_of(shown, WAREHOUSE, "url")["value"] == "https://w.example.com", "a partial update keeps the rest"
    assert field_of(shown, ERP, CLIENT_SECRET)["encryptedValueSet"] is True


def test_the_body_holds_only_the_changed_fields_of_the_touched_connections(
    client: Client, proxy: FaultProxy, key: ObjectKey
) -> None:
    client.extensions.write(
        fresh(client, key),
        [
            FieldChange(ERP, "url", value="https://new.example.com"),
            FieldChange(ERP, CLIENT_SECRET, value=CANARY, secret=True),
        ],
        "writing",
    )
    kept = {"@type": "Field", "componentOverride": False}
    assert updates(proxy) == [
        {
            "@type": "EnvironmentExtensions",
            "id": key.computed_id,
            "environmentId": DEV,
            "extensionGroupId": key.group,
            "partial": True,
            "connections": {
                "@type": "Connections",
                "connection": [
                    {
                        "@type": "Connection",
                        "id": ERP,
                        "name": "ERP",
                        "field": [
                            {**kept, "id": "url", "usesEncryption": False, "useDefault": False}
                            | {"value": "https://new.example.com"},
                            {**kept, "id": CLIENT_SECRET, "usesEncryption": True, "useDefault": False}
                            | {"value": CANARY, "encryptedValueSet": True},
                        ],
                    }
                ],
            },
        }
    ]


def test_attributes_that_are_not_known_are_sent_back_with_their_field_alone(proxy: FaultProxy) -> None:
    stored = {
        "environmentId": "e",
        "extensionGroupId": "g",
        "newSection": {"a": 1},
        "connections": {
            "connection": [
                {
                    "id": "c",
                    "name": "C",
                    "field": [
                        {
                            "id": "url",
                            "value": "old",
                            "useDefault": False,
                            "novelty": {"deep": [1]},
                            "componentOverride": True,
                        },
                        {"id": "other", "value": "x", "useDefault": False, "novelty": 2},
                    ],
                }
            ]
        },
    }

    def answer(seen: Seen) -> Answer:
        if seen.method == "POST":
            stored["connections"]["connection"][0]["field"][0]["value"] = "new"  # type: ignore[index]
        return Answer(stored)

    with FaultProxy(answer) as boomi:
        client = Client(sandbox_settings(boomi.url))
        client.extensions.write(
            fresh(client, ObjectKey(CHILD, "e", "g")), [FieldChange("c", "url", value="new")], "writing"
        )
        (sent,) = updates(boomi)
    (changed,) = sent["connections"]["connection"][0]["field"]
    assert changed == {
        "id": "url",
        "value": "new",
        "useDefault": False,
        "novelty": {"deep": [1]},
        "componentOverride": True,
    }
    assert "newSection" not in sent


def test_no_change_no_call(client: Client, proxy: FaultProxy, key: ObjectKey) -> None:
    seen = fresh(client, key)
    proxy.seen.clear()
    assert client.extensions.write(seen, [], "writing") is seen
    assert proxy.seen == []


def test_a_revert_gives_the_field_back_to_the_component(
    client: Client, proxy: FaultProxy, sandbox: Sandbox, there: Boomi, key: ObjectKey
) -> None:
    body = connection(
        ERP,
        field("url", value="https://a.example.com", useDefault=False),
        field(CLIENT_SECRET, value=CANARY, encryptedValueSet=True, useDefault=False),
    )
    there.update(key.group, body)
    changes = [FieldChange(ERP, "url", revert=True), FieldChange(ERP, CLIENT_SECRET, revert=True)]
    after = client.extensions.write(fresh(client, key), changes, "reverting")
    assert not after.connections[ERP].fields["url"].overridden
    (sent,) = updates(proxy)
    for sent_field in sent["connections"]["connection"][0]["field"]:
        assert sent_field["useDefault"] is True
        assert not {"value", "encryptedValueSet", "customProperties"} & sent_field.keys()
    for id, default in (("url", "https://erp.example.com/v1"), (CLIENT_SECRET, None)):
        delivered = sandbox.control.delivered(CHILD, DEV, key.group, ERP, id)
        assert (delivered["value"], delivered["useDefault"]) == (default, True)


def test_parameters_are_written_as_a_whole_list(
    client: Client, proxy: FaultProxy, sandbox: Sandbox, there: Boomi, key: ObjectKey
) -> None:
    before = [{"key": "old", "value": "x", "encrypted": False}, {"key": "audience", "value": "y", "encrypted": False}]
    there.update(
        key.group, connection(ERP, field(TOKEN_PARAMETERS, useDefault=False, customProperties={"properties": before}))
    )
    parameters = {"audience": ("erp", False), "hidden": (CANARY, True)}
    change = FieldChange(ERP, TOKEN_PARAMETERS, parameters=parameters)
    after = client.extensions.write(fresh(client, key), [change], "writing")
    expected = {"audience": Parameter("erp", False), "hidden": Parameter(None, True)}
    assert after.connections[ERP].fields[TOKEN_PARAMETERS].parameters == expected
    (sent,) = updates(proxy)
    assert sent["connections"]["connection"][0]["field"][0]["customProperties"]["properties"] == [
        {"@type": "PropertyPair", "key": "audience", "value": "erp", "encrypted": False},
        {"key": "hidden", "value": CANARY, "encrypted": True},
    ]
    delivered = sandbox.control.delivered(CHILD, DEV, key.group, ERP, TOKEN_PARAMETERS)["customProperties"]
    assert {pair["key"]: pair["value"] for pair in delivered} == {"audience": "erp", "hidden": CANARY}


@pytest.mark.parametrize("ends_it", [True, False])
def test_a_reference_is_written_and_a_value_ends_it(
    sandbox: Sandbox, proxy: FaultProxy, key: ObjectKey, ends_it: bool
) -> None:
    client = client_of(sandbox, proxy.url, value_replaces_reference=ends_it)
    change = FieldChange(ERP, CLIENT_SECRET, reference=ARN, secret=True)
    after = client.extensions.write(fresh(client, key), [change], "writing")
    assert after.connections[ERP].fields[CLIENT_SECRET].reference == ARN
    sent = updates(proxy)[0]["connections"]["connection"][0]["field"][0]
    assert "value" not in sent
    assert sent["CloudManagedSecretConfig"] == {
        "usesRemoteSecretsManager": True,
        "secretsManagerType": "AWS",
        "secretReference": ARN,
    }
    change = FieldChange(ERP, CLIENT_SECRET, value=CANARY, secret=True)
    after = client.extensions.write(after, [change], "writing")
    assert after.connections[ERP].fields[CLIENT_SECRET].reference is None
    sent = updates(proxy)[1]["connections"]["connection"][0]["field"][0]
    assert sent.get("CloudManagedSecretConfig") == (None if ends_it else {"usesRemoteSecretsManager": False})
    assert sandbox.control.delivered(CHILD, DEV, key.group, ERP, CLIENT_SECRET)["value"] == CANARY


def test_an_undeclared_field_is_refused_before_anything_is_written(
    client: Client, proxy: FaultProxy, key: ObjectKey, there: Boomi
) -> None:
    returns = next(
        process["wrapperProcessId"]
        for process in there.results("IntegrationPackInstance")[0]["ProcessId"]
        if process["name"].endswith("Returns")
    )
    changes = [
        FieldChange(NARROW, "url", value="https://n.example.com"),
        FieldChange(NARROW, CLIENT_SECRET, value=CANARY, secret=True),
        FieldChange("no-such-connection", "url", value="x"),
    ]
    with pytest.raises(InputError) as caught:
        client.extensions.write(fresh(client, ObjectKey(CHILD, DEV, returns)), changes, "writing")
    assert updates(proxy) == []
    assert caught.value.problems == (
        f'connection "Narrow" does not declare field "{CLIENT_SECRET}", so a value would not take. It declares '
        f"{CLIENT_ID}, url. The publisher adds it under Process Extensions, Connection Settings, and releases the pack "
        "again",
        'connection "no-such-connection" is not there any more',
    )


@pytest.mark.parametrize(
    "change",
    [FieldChange(ERP, "url", value=CANARY, secret=True), FieldChange(ERP, "url", reference=ARN)],
    ids=["value", "reference"],
)
def test_a_secret_is_not_sent_to_a_field_that_is_not_encrypted(
    client: Client, proxy: FaultProxy, key: ObjectKey, change: FieldChange
) -> None:
    with pytest.raises(InputError, match="is not encrypted in Boomi; a secret is not sent there") as caught:
        client.extensions.write(fresh(client, key), [change], "writing")
    assert updates(proxy) == []
    assert CANARY not in str(caught.value)


def test_a_change_is_one_thing_and_does_not_show_its_value() -> None:
    assert CANARY not in repr(FieldChange("c", "f", value=CANARY)) + repr(
        FieldChange("c", "f", parameters={"a": (CANARY, True)})
    )
    for wrong in ({}, {"value": "x", "revert": True}, {"reference": ARN, "parameters": {}}):
        with pytest.raises(ValueError, match="a change is one of"):
            FieldChange("c", "f", **wrong)


def test_a_field_that_did_not_take_is_told(client: Client, proxy: FaultProxy, sandbox: Sandbox, key: ObjectKey) -> None:
    sandbox.control.switches(access_token_update="ignored")
    changes = [
        FieldChange(QUICKBOOKS, "url", value="https://q.example.com"),
        FieldChange(QUICKBOOKS, ACCESS_TOKEN.replace("oauthContext", "oauthOptions"), value=CANARY, secret=True),
    ]
    with pytest.raises(ServiceError) as caught:
        client.extensions.write(fresh(client, key), changes, "writing the token")
    assert not caught.value.answer_lost
    assert str(caught.value).startswith(
        'writing the token: Boomi accepted it, but did not take "oauthOptions/OAuth2Config/credentials/@accessToken";'
    )


NOT_TAKEN: dict[str, tuple[FieldChange, dict[str, Any]]] = {
    "another value": (FieldChange("c", "f", value="new"), {"value": "old"}),
    "still the default": (FieldChange("c", "f", value="new"), {"value": "new", "useDefault": True}),
    "no secret": (FieldChange("c", "f", value="x", secret=True), {"usesEncryption": True, "encryptedValueSet": False}),
    "still a reference": (
        FieldChange("c", "f", value="x", secret=True),
        {
            "encryptedValueSet": True,
            "CloudManagedSecretConfig": {"usesRemoteSecretsManager": True, "secretReference": ARN},
        },
    ),
    "still an override": (FieldChange("c", "f", revert=True), {"value": "old"}),
    "another reference": (FieldChange("c", "f", reference=ARN), {"usesEncryption": True, "encryptedValueSet": True}),
    "a parameter more": (
        FieldChange("c", "f", parameters={}),
        {"customProperties": {"properties": [{"key": "a", "value": "b", "encrypted": False}]}},
    ),
    "a parameter that is not secret": (
        FieldChange("c", "f", parameters={"a": ("b", True)}),
        {"customProperties": {"properties": [{"key": "a", "value": "b", "encrypted": False}]}},
    ),
}


@pytest.mark.parametrize(("change", "shown"), NOT_TAKEN.values(), ids=NOT_TAKEN.keys())
def test_the_read_back_is_compared_field_by_field(change: FieldChange, shown: dict[str, Any]) -> None:
    encrypted = change.secret or change.reference is not None
    one = {"id": "f", "useDefault": False, "usesEncryption": encrypted, **shown}
    raw = {"environmentId": "e", "connections": {"connection": [{"id": "c", "name": "C", "field": [one]}]}}
    with FaultProxy(lambda seen: Answer(raw)) as boomi:
        client = Client(sandbox_settings(boomi.url))
        with pytest.raises(ServiceError, match='did not take "f"'):
            client.extensions.write(fresh(client, ObjectKey(CHILD, "e", "")), [change], "writing")


def test_where_update_does_not_answer_the_object_it_is_read(
    client: Client, proxy: FaultProxy, sandbox: Sandbox, key: ObjectKey
) -> None:
    sandbox.control.switches(update_answers_object=False)
    seen = fresh(client, key)
    proxy.seen.clear()
    after = client.extensions.write(seen, [FieldChange(ERP, "url", value="https://n.example.com")], "writing")
    assert calls(proxy.seen) == [f"POST {EXTENSIONS}", f"GET {EXTENSIONS}"]
    assert after.connections[ERP].fields["url"].value == "https://n.example.com"


def test_the_assumption_that_update_answers_the_object_can_be_taken_back(
    sandbox: Sandbox, proxy: FaultProxy, key: ObjectKey
) -> None:
    client = client_of(sandbox, proxy.url, update_answers_object=False)
    seen = fresh(client, key)
    proxy.seen.clear()
    client.extensions.write(seen, [FieldChange(ERP, "url", value="https://n.example.com")], "writing")
    assert calls(proxy.seen) == [f"POST {EXTENSIONS}", f"GET {EXTENSIONS}"]


def _sent_back(exchange: faults.Exchange) -> None:
    """An UPDATE that answers no more than it was sent."""
    exchange.pass_on()
    exchange.send(Answer(exchange.seen.json))


def test_an_update_that_answers_only_what_it_was_sent_is_no_read_back(
    client: Client, proxy: FaultProxy, key: ObjectKey
) -> None:
    seen = fresh(client, key)
    proxy.arm(_sent_back, when=is_update)
    after = client.extensions.write(seen, [FieldChange(ERP, "url", value="https://n.example.com")], "writing")
    assert WAREHOUSE in after.connections
    assert calls(proxy.seen)[-2:] == [f"POST {EXTENSIONS}", f"GET {EXTENSIONS}"]


def test_a_write_after_somebody_else_of_this_process_begins_with_a_get(
    client: Client, proxy: FaultProxy, key: ObjectKey
) -> None:
    first, second = fresh(client, key), fresh(client, key)
    proxy.seen.clear()
    client.extensions.write(second, [FieldChange(ERP, "url", value="https://a.example.com")], "writing")
    client.clock.now += 1.0
    client.extensions.write(first, [FieldChange(WAREHOUSE, "url", value="https://b.example.com")], "writing")
    assert calls(proxy.seen) == [f"POST {EXTENSIONS}", f"GET {EXTENSIONS}", f"POST {EXTENSIONS}"]


def test_two_connections_written_side_by_side_lose_nothing(
    client: Client, proxy: FaultProxy, there: Boomi, key: ObjectKey
) -> None:
    """One lock: an UPDATE is never on its way while another one of the same object is."""
    inside, most, guard = [0], [0], threading.Lock()

    def watched(exchange: faults.Exchange) -> None:
        with guard:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        answer = exchange.pass_on()
        with guard:
            inside[0] -= 1
        exchange.send(answer)

    proxy.arm(watched, when=is_update, times=8)
    together = threading.Barrier(4)

    def work(changes: list[FieldChange]) -> None:
        seen = fresh(client, key)
        together.wait(10)
        for change in changes:
            seen = client.extensions.write(seen, [change], "writing")

    threads = [
        threading.Thread(target=work, args=([FieldChange(id, name, value=f"https://{number}.example.com")],))
        for number, (id, name) in enumerate(((ERP, "url"), (WAREHOUSE, "url"), (QUICKBOOKS, "url"), (ERP, CLIENT_ID)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert most == [1]
    shown = there.extensions(key.group)
    for number, (id, name) in enumerate(((ERP, "url"), (WAREHOUSE, "url"), (QUICKBOOKS, "url"), (ERP, CLIENT_ID))):
        assert field_of(shown, id, name)["value"] == f"https://{number}.example.com"


@pytest.mark.parametrize("fault", [faults.lost_answer, faults.truncated, faults.refusal(504)])
def test_a_write_whose_answer_is_lost_is_not_repeated_and_not_believed(
    client: Client, proxy: FaultProxy, key: ObjectKey, fault: faults.Fault
) -> None:
    seen = fresh(client, key)
    proxy.arm(fault, when=is_update)
    with pytest.raises(ServiceError) as caught:
        client.extensions.write(seen, [FieldChange(ERP, "url", value="https://n.example.com")], "writing url")
    assert caught.value.answer_lost
    assert str(caught.value).startswith("writing url: Boomi ")
    assert len(updates(proxy)) == 1
    proxy.seen.clear()
    assert client.extensions.of(key, None) is not None
    assert calls(proxy.seen) == [f"GET {EXTENSIONS}"], "what was remembered may be wrong now"


def test_a_read_back_that_fails_leaves_the_write_unclear(client: Client, proxy: FaultProxy, key: ObjectKey) -> None:
    seen = fresh(client, key)
    proxy.arm(_sent_back, when=is_update)
    proxy.arm(faults.refusal(500), when=lambda seen: seen.method == "GET", times=9)
    with pytest.raises(ServiceError) as caught:
        client.extensions.write(seen, [FieldChange(ERP, "url", value="https://n.example.com")], "writing url")
    assert caught.value.answer_lost
    assert len(updates(proxy)) == 1


def test_a_write_that_is_refused_was_not_done(client: Client, proxy: FaultProxy, key: ObjectKey) -> None:
    seen = fresh(client, key)
    change = FieldChange(ERP, ACCESS_TOKEN, value=CANARY, secret=True)
    with pytest.raises(ServiceError) as caught:
        client.extensions.write(seen, [change], "writing")
    assert (caught.value.status, caught.value.answer_lost) == (400, False)
    assert CANARY not in str(caught.value)


def test_a_write_to_what_was_detached_in_between(client: Client, there: Boomi, key: ObjectKey) -> None:
    first, _ = fresh(client, key), fresh(client, key)
    for attachment in there.results("IntegrationPackEnvironmentAttachment"):
        there.ok("DELETE", f"IntegrationPackEnvironmentAttachment/{attachment['id']}")
    client.clock.now += 1.0
    with pytest.raises(GoneError, match="Nothing was changed"):
        client.extensions.write(first, [FieldChange(ERP, "url", value="x")], "writing")


def test_a_single_install_pack_s_values_are_the_environment_s_own(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    there.attach(there.install(None, SINGLE_PACK))
    key = ObjectKey(CHILD, DEV, "")
    seen = fresh(client, key)
    assert seen.id == DEV
    after = client.extensions.write(seen, [FieldChange(STOCK, "url", value="https://s.example.com")], "writing")
    assert after.connections[STOCK].fields["url"].value == "https://s.example.com"
    assert json.dumps(updates(proxy)[0]).count(DEV) == 2


def test_without_computed_ids_the_object_is_found_by_query(
    sandbox: Sandbox, proxy: FaultProxy, there: Boomi, key: ObjectKey
) -> None:
    there.attach(there.install(None, SINGLE_PACK))
    client = client_of(sandbox, proxy.url, extension_ids_are_computed=False)
    for one, id in ((key, ERP), (ObjectKey(CHILD, DEV, ""), STOCK)):
        seen = fresh(client, one)
        assert seen.id == one.computed_id, "as the sandbox says it is"
        after = client.extensions.write(seen, [FieldChange(id, "url", value="https://n.example.com")], "writing")
        assert after.connections[id].fields["url"].value == "https://n.example.com"
    assert calls(proxy.seen) == [f"POST {EXTENSIONS}/query", f"POST {EXTENSIONS}"] * 2
    assert client.extensions.of(ObjectKey(CHILD, DEV, "no-such-group"), None) is None
