"""Packs, instances, attachments, processes, environments: Boomi Platform API; help, "Integration packs"."""

from __future__ import annotations

import base64
import uuid
from pathlib import Path

import pytest

from boomi_emulator.sandbox import start
from tests.emulator.boomi import (
    DEV,
    ERP,
    MULTI_PACK,
    SINGLE_PACK,
    SPACE_GUID,
    TEST,
    UNRELEASED_PACK,
    Boomi,
    connection,
    field,
    simple,
)

SHARING = """
owner: {id: acme-A1B2C3, name: Acme, user: boss@acme.example}
consumers:
  - {id: in-A1B2C3, name: In, partner: true}
  - {id: out-A1B2C3, name: Out, partner: true}
packs:
  - {id: seen, name: Seen, type: MULTI, released: true}
  - {id: draft, name: Draft, type: MULTI, released: false}
  - {id: unshared, name: Unshared, type: MULTI, released: true}
account_groups:
  - {name: Customers, members: [in-A1B2C3], packs: [Seen, Draft]}
"""


def decoded(id: str) -> str:
    assert not id.endswith("=")
    return base64.b64decode(id + "=" * (-len(id) % 4)).decode()


def test_a_consumer_sees_released_packs_that_are_shared_with_its_group(boomi: Boomi, partner: Boomi) -> None:
    for account in (boomi, partner):
        packs = account.results("IntegrationPack")
        assert [(pack["name"], pack["installationType"]) for pack in packs] == [
            ("Order Sync", "MULTI"),
            ("Inventory Single", "SINGLE"),
        ]
        assert account.ok("GET", f"IntegrationPack/{MULTI_PACK}") == packs[0]
        account.refused(400, "GET", f"IntegrationPack/{UNRELEASED_PACK}")


def test_a_pack_is_seen_when_it_is_released_and_shared(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(SHARING)
    with start(tmp_path / "world", scenario=scenario) as sandbox:
        child, other = (Boomi(sandbox, account, partner_of="acme-A1B2C3") for account in ("in-A1B2C3", "out-A1B2C3"))
        assert [pack["name"] for pack in child.results("IntegrationPack")] == ["Seen"]
        assert other.results("IntegrationPack") == []
        for id in ("draft", "unshared", "seen"):
            body = {"integrationPackId": id, "integrationPackOverrideName": "x"}
            assert other.rest("POST", "IntegrationPackInstance", body).status_code == 400
            assert child.rest("POST", "IntegrationPackInstance", body).status_code == (200 if id == "seen" else 400)


def test_a_publisher_does_not_see_its_own_packs(owner: Boomi) -> None:
    assert owner.results("IntegrationPack") == []
    owner.refused(
        400, "POST", "IntegrationPackInstance", {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": "x"}
    )


def test_a_multi_install_gets_wrapper_processes(boomi: Boomi) -> None:
    instance = boomi.install("Orders EU")
    assert decoded(instance["id"]).removeprefix("IntegrationPackInstance").isdigit()
    assert [process["name"] for process in instance["ProcessId"]] == ["Orders EU - Sync", "Orders EU - Returns"]
    for process in instance["ProcessId"]:
        assert process["@type"] == "ProcessId"
        assert str(uuid.UUID(process["wrapperProcessId"])) != process["originalProcessId"]
    assert boomi.ok("GET", f"IntegrationPackInstance/{instance['id']}") == instance
    assert boomi.results("IntegrationPackInstance", simple("EQUALS", "integrationPackName", "Order Sync")) == [instance]


def test_two_instances_share_no_wrapper(boomi: Boomi) -> None:
    one, two = boomi.install("one"), boomi.install("two")
    ids = {process["wrapperProcessId"] for instance in (one, two) for process in instance["ProcessId"]}
    assert len(ids) == 4


def test_a_single_install_has_no_name_and_no_wrapper(boomi: Boomi) -> None:
    body = {"integrationPackId": SINGLE_PACK, "integrationPackOverrideName": "ignored"}
    instance = boomi.ok("POST", "IntegrationPackInstance", body)
    assert "integrationPackOverrideName" not in instance
    assert instance["ProcessId"] == [
        {"@type": "ProcessId", "originalProcessId": "06b927e9-ebf6-4728-b94a-d6e7f8091a45", "name": "Stock"}
    ]
    boomi.refused(400, "POST", "IntegrationPackInstance", {"integrationPackId": SINGLE_PACK})


@pytest.mark.parametrize(
    "body",
    [
        {"integrationPackId": MULTI_PACK},
        {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": ""},
        {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": "  "},
        {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": 7},
        {"integrationPackId": UNRELEASED_PACK, "integrationPackOverrideName": "x"},
        {"integrationPackId": "nothing", "integrationPackOverrideName": "x"},
        {"integrationPackOverrideName": "x"},
    ],
)
def test_installs_that_are_refused(boomi: Boomi, body: dict[str, object]) -> None:
    assert boomi.refused(400, "POST", "IntegrationPackInstance", body)["@type"] == "Error"
    assert boomi.results("IntegrationPackInstance") == []


def test_a_name_is_taken_once_per_pack_and_account(boomi: Boomi, partner: Boomi) -> None:
    boomi.install("Orders EU")
    body = {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": "Orders EU"}
    boomi.refused(400, "POST", "IntegrationPackInstance", body)
    partner.install("Orders EU")


def test_accounts_do_not_see_each_other(boomi: Boomi, partner: Boomi) -> None:
    instance = boomi.install()
    partner.refused(400, "GET", f"IntegrationPackInstance/{instance['id']}")
    partner.refused(400, "DELETE", f"IntegrationPackInstance/{instance['id']}")
    partner.refused(400, "GET", f"Environment/{DEV}")
    assert partner.results("Process") == []


def test_processes_are_found_by_their_instance(boomi: Boomi) -> None:
    instance = boomi.install("one")
    boomi.install("two")
    found = boomi.results("Process", simple("EQUALS", "integrationPackInstanceId", instance["id"]))
    assert [process["id"] for process in found] == [process["wrapperProcessId"] for process in instance["ProcessId"]]
    assert found[0]["IntegrationPack"] == [
        {
            "@type": "ProcessIntegrationPackInfo",
            "integrationPackId": MULTI_PACK,
            "integrationPackInstanceId": instance["id"],
        }
    ]
    assert len(boomi.results("Process", simple("EQUALS", "integrationPackId", MULTI_PACK))) == 4
    assert boomi.ok("GET", f"Process/{found[0]['id']}") == found[0]


def test_attaching_and_detaching(boomi: Boomi) -> None:
    instance = boomi.install()
    attachment = boomi.attach(instance)
    assert attachment["@type"] == "IntegrationPackEnvironmentAttachment"
    assert decoded(attachment["id"]) == f"ATTACH_IPACK_ENV{instance['id']}:{DEV}"
    boomi.attach(instance, TEST)
    assert boomi.results("IntegrationPackEnvironmentAttachment", simple("EQUALS", "environmentId", DEV)) == [attachment]
    assert boomi.ok("DELETE", f"IntegrationPackEnvironmentAttachment/{attachment['id']}") is True
    boomi.refused(400, "DELETE", f"IntegrationPackEnvironmentAttachment/{attachment['id']}")
    assert [one["environmentId"] for one in boomi.results("IntegrationPackEnvironmentAttachment")] == [TEST]


def test_attachments_that_are_refused(boomi: Boomi, partner: Boomi) -> None:
    instance = boomi.install()
    foreign = partner.results("Environment")[0]["id"]
    for body in (
        {"integrationPackInstanceId": instance["id"], "environmentId": foreign},
        {"integrationPackInstanceId": "nothing", "environmentId": DEV},
        {"integrationPackInstanceId": instance["id"]},
        {"environmentId": DEV},
    ):
        boomi.refused(400, "POST", "IntegrationPackEnvironmentAttachment", body)


def test_switch_second_attach(boomi: Boomi) -> None:
    instance = boomi.install()
    attachment = boomi.attach(instance)
    body = {"integrationPackInstanceId": instance["id"], "environmentId": DEV}
    boomi.refused(400, "POST", "IntegrationPackEnvironmentAttachment", body)
    boomi.control.switches(second_attach="idempotent")
    assert boomi.attach(instance) == attachment
    assert len(boomi.results("IntegrationPackEnvironmentAttachment")) == 1


def test_uninstalling_takes_attachments_values_and_forms_along(boomi: Boomi) -> None:
    instance, group = boomi.installed()
    boomi.update(group, connection(ERP, field("url", value="https://eu.example.com", useDefault=False)))
    key = f'integrationPackInstanceId: "{instance["id"]}", envId: "{DEV}", processId: "{group}", connectionId: "{ERP}"'
    rest = 'isTokenGenerated: false, oauthConnectorDetails: "{}", clientId: "x", clientSecret: "y"'
    form = f'{{{key}, catalogGuid: "{SPACE_GUID}", {rest}}}'
    save = f"mutation {{ saveIPackInstanceOauthConnectorDetails(input: {form}) {{ id }} }}"
    assert "errors" not in boomi.graphql(save).json()
    left = boomi.control.inventory()[boomi.account]
    assert {name: ids["count"] for name, ids in left.items()} == {
        "instances": 1, "attachments": 1, "overrides": 1, "oauth_details": 1,
    }  # fmt: skip
    assert boomi.ok("DELETE", f"IntegrationPackInstance/{instance['id']}") is True
    left = boomi.control.inventory()[boomi.account]
    assert {ids["count"] for ids in left.values()} == {0}


def test_environment_names_are_unique_and_classification_has_a_default(boomi: Boomi, partner: Boomi) -> None:
    created = boomi.ok("POST", "Environment", {"name": "scratch"})
    assert created["classification"] == "PROD"
    for body in ({"name": "scratch"}, {"name": ""}, {}, {"name": 1}, {"name": "x", "classification": "DEV"}):
        boomi.refused(400, "POST", "Environment", body)
    boomi.refused(400, "POST", f"Environment/{created['id']}", {"name": "dev-eu"})
    boomi.refused(400, "POST", f"Environment/{created['id']}", {"classification": "TEST"})
    assert boomi.ok("POST", f"Environment/{created['id']}", {"name": "scratch"})["name"] == "scratch"


def test_only_the_name_of_an_environment_changes(boomi: Boomi) -> None:
    created = boomi.ok("POST", "Environment", {"name": "scratch"})
    changed = boomi.ok("POST", f"Environment/{created['id']}", {"name": "renamed", "classification": "TEST"})
    assert (changed["name"], changed["classification"]) == ("renamed", "PROD")


def test_an_environment_with_packs_is_not_deleted(boomi: Boomi) -> None:
    environment = boomi.ok("POST", "Environment", {"name": "scratch"})
    attachment = boomi.attach(boomi.install(), environment["id"])
    boomi.refused(400, "DELETE", f"Environment/{environment['id']}")
    boomi.ok("DELETE", f"IntegrationPackEnvironmentAttachment/{attachment['id']}")
    assert boomi.ok("DELETE", f"Environment/{environment['id']}") is True
