"""Names: by id or by name, looked up freshly before an error, which lists what exists."""

from __future__ import annotations

import pytest

from boomi_emulator.sandbox import Sandbox
from pulumi_boomi_spaces.errors import NotThereError
from tests.emulator.boomi import DEV, MULTI_PACK, SINGLE_PACK, TEST, Boomi
from tests.support.fault_proxy import Answer, FaultProxy
from tests.unit.boomi.made import CHILD, OWNER, PARTNER, Client, calls, client_of, sandbox_settings


def test_an_environment_by_name_and_by_id_costs_one_call_for_all(client: Client, proxy: FaultProxy) -> None:
    assert client.names.environment(CHILD, "dev-eu").id == DEV
    assert client.names.environment(CHILD, DEV).name == "dev-eu"
    assert client.names.environment(CHILD, "test-eu").id == TEST
    assert calls(proxy.seen) == ["POST Environment/query"]


def test_accounts_do_not_share_what_is_remembered(client: Client) -> None:
    assert client.names.environment(CHILD, "dev-eu").id == DEV
    with pytest.raises(NotThereError, match="prod-us"):
        client.names.environment(PARTNER, "dev-eu")


def test_a_name_that_is_not_there_is_looked_up_once_more_and_then_told_with_the_closest_first(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    client.names.environment(CHILD, "dev-eu")
    there.ok("POST", "Environment", {"name": "dev-us", "classification": "TEST"})
    client.clock.now += 1.0
    assert client.names.environment(CHILD, "dev-us").name == "dev-us"
    assert len(proxy.seen) == 2
    client.clock.now += 1.0
    with pytest.raises(NotThereError) as caught:
        client.names.environment(CHILD, "tset-eu")
    assert len(proxy.seen) == 3
    text = str(caught.value)
    assert text.startswith(f'environment "tset-eu": there is none in account "{CHILD}". There is "test-eu" ({TEST}), ')
    for name in ("dev-eu", "dev-us", "prod-eu"):
        assert f'"{name}"' in text


def test_a_first_look_that_finds_nothing_is_fresh_enough(client: Client, proxy: FaultProxy) -> None:
    with pytest.raises(NotThereError):
        client.names.environment(CHILD, "devv")
    assert len(proxy.seen) == 1


def test_at_most_ten_are_listed(client: Client, there: Boomi) -> None:
    for number in range(12):
        there.ok("POST", "Environment", {"name": f"stage-{number:02}", "classification": "TEST"})
    with pytest.raises(NotThereError) as caught:
        client.names.environment(CHILD, "stage-x")
    assert str(caught.value).count('"stage-') == 1 + 10
    assert str(caught.value).endswith("and 5 more")


def test_two_of_one_name_are_refused_with_both_ids_and_an_id_is_not(client: Client) -> None:
    rows = [{"id": "a", "name": "prod"}, {"id": "b", "name": "prod"}, {"id": "prod-b", "name": "x"}]
    with FaultProxy(lambda seen: Answer({"@type": "QueryResult", "result": rows})) as boomi:
        names = Client(sandbox_settings(boomi.url)).names
        with pytest.raises(NotThereError) as caught:
            names.environment(CHILD, "prod")
        assert str(caught.value) == (
            f'environment "prod": 2 in account "{CHILD}" match, with the ids a and b; write the id'
        )
        assert names.environment(CHILD, "b").id == "b"
        assert names.environment_id(CHILD, "prod") is None


def test_a_name_that_is_the_id_of_another_one_is_refused() -> None:
    rows = [{"id": "a", "name": "b"}, {"id": "b", "name": "c"}]
    answer = Answer({"@type": "QueryResult", "result": rows})
    with FaultProxy(lambda seen: answer) as boomi, pytest.raises(NotThereError, match="a and b"):
        Client(sandbox_settings(boomi.url)).names.environment(CHILD, "b")


def test_remote_names_are_shown_quoted() -> None:
    rows = [{"id": "a", "name": "evil\n::set-output name=x::y\x1b[31m"}]
    answer = Answer({"@type": "QueryResult", "result": rows})
    with FaultProxy(lambda seen: answer) as boomi, pytest.raises(NotThereError) as caught:
        Client(sandbox_settings(boomi.url)).names.environment(CHILD, "prod")
    assert str(caught.value).isprintable()
    assert "::" not in str(caught.value)


def test_what_a_name_stands_for_now_and_what_an_id_is_called(client: Client, proxy: FaultProxy) -> None:
    assert client.names.environment_name(CHILD, DEV) == DEV, "a message costs no call"
    assert proxy.seen == []
    assert client.names.environment_id(CHILD, "dev-eu") == DEV
    assert client.names.environment_id(CHILD, "no-such") is None
    assert client.names.environment_name(CHILD, DEV) == "dev-eu"
    assert client.names.pack_id(CHILD, "Order Sync") == MULTI_PACK
    assert len(proxy.seen) == 2


def test_packs_are_those_that_the_account_may_install(client: Client) -> None:
    pack = client.names.pack(CHILD, "Order Sync")
    assert (pack.id, pack.installation_type) == (MULTI_PACK, "MULTI")
    assert client.names.pack(CHILD, SINGLE_PACK).installation_type == "SINGLE"
    with pytest.raises(NotThereError, match=r'pack "Unreleased Pack": there is none in what account .* may install'):
        client.names.pack(CHILD, "Unreleased Pack")
    with pytest.raises(NotThereError):
        client.names.pack(OWNER, "Order Sync")


def test_a_process_by_its_name_with_and_without_that_of_the_instance_and_by_id(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    instance = there.install("Orders")
    sync = next(one for one in instance["ProcessId"] if one["name"].endswith("Sync"))
    found = client.names.process(CHILD, instance["id"], "Sync")
    assert found == client.names.process(CHILD, instance["id"], "Orders - Sync")
    assert found == client.names.process(CHILD, instance["id"], sync["wrapperProcessId"])
    assert (found.id, found.group) == (sync["wrapperProcessId"], sync["wrapperProcessId"])
    assert found.original_id == sync["originalProcessId"]
    assert calls(proxy.seen) == ["POST IntegrationPackInstance/query"]


def test_a_process_has_to_be_named_where_there_are_several(client: Client, there: Boomi) -> None:
    instance = there.install("Orders")
    with pytest.raises(NotThereError) as caught:
        client.names.process(CHILD, instance["id"], None)
    assert str(caught.value).startswith('process: has to be named, since the installed pack "Orders" has 2. There is ')
    with pytest.raises(NotThereError, match='"Orders - Returns"'):
        client.names.process(CHILD, instance["id"], "Retruns")


def test_the_only_process_of_a_single_install_pack_has_the_environment_s_own_extensions(
    client: Client, there: Boomi
) -> None:
    instance = there.install(None, SINGLE_PACK)
    process = client.names.process(CHILD, instance["id"], None)
    assert (process.name, process.group) == ("Stock", "")
    assert process.id == process.original_id == instance["ProcessId"][0]["originalProcessId"]


def test_an_instance_that_is_gone_has_no_processes(client: Client, there: Boomi) -> None:
    instance = there.install("Orders")
    there.ok("DELETE", f"IntegrationPackInstance/{instance['id']}")
    with pytest.raises(NotThereError, match="is not there in account"):
        client.names.process(CHILD, instance["id"], "Sync")


def test_groups_can_be_had_from_process_where_the_wrapper_is_not_the_group(
    sandbox: Sandbox, proxy: FaultProxy, there: Boomi
) -> None:
    instance, single = there.install("Orders"), there.install(None, SINGLE_PACK)
    client = client_of(sandbox, proxy.url, wrapper_process_is_group=False)
    process = client.names.process(CHILD, instance["id"], "Sync")
    assert process.group == process.id == instance["ProcessId"][0]["wrapperProcessId"]
    assert client.names.process(CHILD, single["id"], "Stock").group == ""
    assert calls(proxy.seen).count("POST Process/query") == 2
