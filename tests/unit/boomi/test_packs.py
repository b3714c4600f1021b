"""Installed packs and attachments: found, made once, gone only with proof."""

from __future__ import annotations

import pytest

from boomi_emulator.sandbox import Sandbox
from pulumi_boomi_spaces.errors import ConflictError, InputError, ServiceError
from tests.emulator.boomi import DEV, MULTI_PACK, SINGLE_PACK, TEST, Boomi
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import Answer, FaultProxy
from tests.unit.boomi.made import CHILD, PARTNER, Client, calls, sandbox_settings

INSTANCE = "IntegrationPackInstance"
ATTACHMENT = "IntegrationPackEnvironmentAttachment"


def test_an_instance_is_found_by_pack_and_name(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    assert client.packs.find_instance(CHILD, MULTI_PACK, "Orders") is None
    made = there.install("Orders")
    there.install("Others")
    client.clock.now += 1.0
    since = client.shelf.now()
    found = client.packs.find_instance(CHILD, MULTI_PACK, "Orders")
    assert found is not None
    assert (found.id, found.pack_id, found.name) == (made["id"], MULTI_PACK, "Orders")
    assert [process.name for process in found.processes] == ["Orders - Sync", "Orders - Returns"]
    assert calls(proxy.seen) == [f"POST {INSTANCE}/query"] * 2
    assert client.packs.instance(CHILD, found.id, since) is found
    assert len(proxy.seen) == 2, "what a look has just brought is fresh"


def test_two_instances_that_match_are_refused_with_both_ids(client: Client, there: Boomi) -> None:
    ids = [there.install(name)["id"] for name in ("one", "two")]
    with pytest.raises(ConflictError) as caught:
        client.packs.find_instance(CHILD, MULTI_PACK, None)
    assert all(id in str(caught.value) for id in ids)


def test_many_reads_of_instances_cost_one_list(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    ids = [there.install(f"one-{number}")["id"] for number in range(5)]
    assert [client.packs.instance(CHILD, id, None).id for id in ids] == ids  # type: ignore[union-attr]
    assert calls(proxy.seen) == [f"POST {INSTANCE}/query"]


def test_a_fresh_read_is_one_get(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    id = there.install("one")["id"]
    assert client.packs.instance(CHILD, id, None) is not None
    client.clock.now += 1.0
    proxy.seen.clear()
    assert client.packs.instance(CHILD, id, client.shelf.now()) is not None
    assert calls(proxy.seen) == [f"GET {INSTANCE}"]


def test_an_instance_is_gone_when_get_refuses_and_the_list_lacks_it(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    id = there.install("one")["id"]
    there.ok("DELETE", f"{INSTANCE}/{id}")
    assert client.packs.instance(CHILD, id, client.shelf.now()) is None
    assert calls(proxy.seen) == [f"GET {INSTANCE}", f"POST {INSTANCE}/query"]


@pytest.mark.parametrize("status", [400, 401, 403, 500, 503])
def test_a_refusal_alone_is_no_proof(client: Client, proxy: FaultProxy, there: Boomi, status: int) -> None:
    id = there.install("one")["id"]
    proxy.arm(faults.refusal(status, "no"), when=lambda seen: seen.method == "GET", times=9)
    with pytest.raises(ServiceError) as caught:
        client.packs.instance(CHILD, id, client.shelf.now())
    assert caught.value.status == status


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_list_without_it_is_no_proof_where_get_was_not_answered(
    client: Client, proxy: FaultProxy, there: Boomi, status: int
) -> None:
    proxy.arm(faults.refusal(status, "no"), when=lambda seen: seen.method == "GET", times=9)
    with pytest.raises(ServiceError) as caught:
        client.packs.instance(CHILD, "no-such", client.shelf.now())
    assert caught.value.status == status


def test_a_list_that_fails_is_no_proof_either(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    proxy.arm(faults.refusal(403, "no"), when=lambda seen: seen.path.endswith("/query"))
    with pytest.raises(ServiceError) as caught:
        client.packs.instance(CHILD, "no-such", client.shelf.now())
    assert caught.value.status == 403


def test_an_answer_about_something_else_is_no_answer(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    one, other = there.install("one"), there.install("other")
    proxy.arm(faults.answering(Answer(other)))
    with pytest.raises(ServiceError, match="another object"):
        client.packs.instance(CHILD, one["id"], client.shelf.now())


def test_install_and_uninstall_are_one_request_each_and_are_remembered(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    pack = client.names.pack(CHILD, MULTI_PACK)
    client.shelf.instances(CHILD)
    proxy.seen.clear()
    made = client.packs.install(CHILD, pack, "Orders")
    assert [one["id"] for one in there.results(INSTANCE)] == [made.id]
    assert made.processes[0].group
    assert client.packs.instance(CHILD, made.id, None) == made
    assert client.shelf.instances(CHILD)[made.id] == made
    client.packs.uninstall(CHILD, made.id)
    assert there.results(INSTANCE) == []
    assert made.id not in client.shelf.instances(CHILD)
    assert calls(proxy.seen) == [f"POST {INSTANCE}", f"DELETE {INSTANCE}"]


def test_a_name_belongs_to_a_multi_install_pack_alone(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    multi, single = client.names.pack(CHILD, MULTI_PACK), client.names.pack(CHILD, SINGLE_PACK)
    with pytest.raises(InputError, match=r'"Order Sync" is multi-install: an instance needs a name'):
        client.packs.install(CHILD, multi, None)
    with pytest.raises(InputError, match=r'"Inventory Single" is single-install: its instance has no name'):
        client.packs.install(CHILD, single, "name")
    assert there.results(INSTANCE) == []
    made = client.packs.install(CHILD, single, None)
    assert (made.name, made.processes[0].group) == ("", "")


@pytest.mark.parametrize("fault", [faults.lost_answer, faults.truncated, faults.html(through=True)])
def test_an_install_whose_answer_is_lost_is_not_repeated(
    client: Client, proxy: FaultProxy, there: Boomi, fault: faults.Fault
) -> None:
    pack = client.names.pack(CHILD, MULTI_PACK)
    proxy.arm(fault)
    with pytest.raises(ServiceError) as caught:
        client.packs.install(CHILD, pack, "Orders")
    assert caught.value.answer_lost
    assert len(there.results(INSTANCE)) == 1
    assert client.packs.find_instance(CHILD, MULTI_PACK, "Orders") is not None, "a look finds it"


ANSWERS = {
    "no id": {"integrationPackId": MULTI_PACK, "integrationPackOverrideName": "Orders"},
    "no wrapper": {
        "id": "x",
        "integrationPackId": MULTI_PACK,
        "integrationPackOverrideName": "Orders",
        "ProcessId": [{"originalProcessId": "p", "name": "Sync"}],
    },
    "another form": {"id": 5},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_an_install_whose_answer_cannot_be_read_may_have_been_done(
    client: Client, proxy: FaultProxy, answer: object
) -> None:
    pack = client.names.pack(CHILD, MULTI_PACK)
    proxy.arm(faults.answering(Answer(answer)))
    with pytest.raises(ServiceError) as caught:
        client.packs.install(CHILD, pack, "Orders")
    assert caught.value.answer_lost


def test_an_install_that_is_refused_says_what_and_where(client: Client, there: Boomi) -> None:
    there.install("Orders")
    with pytest.raises(ServiceError) as caught:
        client.packs.install(CHILD, client.names.pack(CHILD, MULTI_PACK), "Orders")
    assert not caught.value.answer_lost
    assert str(caught.value).startswith(
        f'installing pack "Order Sync" as "Orders" in account "{CHILD}": Boomi answered 400 ("The integration pack'
    )
    assert str(caught.value).endswith("Nothing was changed in Boomi")


def test_an_instance_that_is_gone_already_is_uninstalled(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    client.packs.uninstall(CHILD, "no-such")
    assert calls(proxy.seen) == [f"DELETE {INSTANCE}", f"GET {INSTANCE}", f"POST {INSTANCE}/query"]
    id = there.install("one")["id"]
    proxy.arm(faults.refusal(400, "locked"), when=lambda seen: seen.method == "DELETE")
    with pytest.raises(ServiceError, match="locked"):
        client.packs.uninstall(CHILD, id)


REMOVALS = {"detach": ATTACHMENT, "uninstall": INSTANCE}


@pytest.mark.parametrize("removal", REMOVALS)
@pytest.mark.parametrize("arrived", [True, False])
def test_a_removal_whose_answer_is_lost_is_looked_for(
    client: Client, proxy: FaultProxy, there: Boomi, removal: str, arrived: bool
) -> None:
    instance = there.install("one")["id"]
    there.attach({"id": instance})

    def lost(exchange: faults.Exchange) -> None:
        client.clock.now += 1.0
        (faults.lost_answer if arrived else faults.lost_request)(exchange)

    proxy.arm(lost, when=lambda seen: seen.method == "DELETE")

    def remove() -> None:
        if removal == "detach":
            client.packs.detach(CHILD, instance, DEV)
        else:
            client.packs.uninstall(CHILD, instance)

    if arrived:
        remove()
    else:
        with pytest.raises(ServiceError) as caught:
            remove()
        assert caught.value.answer_lost
    assert bool(there.results(REMOVALS[removal])) is not arrived


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_removal_that_is_not_allowed_is_an_error_even_where_nothing_is_there(
    client: Client, proxy: FaultProxy, there: Boomi, status: int
) -> None:
    instance = there.install("one")
    attachment = there.attach(instance)

    def gone_and_refused(exchange: faults.Exchange) -> None:
        there.ok("DELETE", f"{ATTACHMENT}/{attachment['id']}")
        exchange.send(Answer({"message": "no"}, status))

    proxy.arm(gone_and_refused, when=lambda seen: seen.method == "DELETE")
    with pytest.raises(ServiceError):
        client.packs.detach(CHILD, instance["id"], DEV)
    proxy.arm(faults.refusal(status, "no"), when=lambda seen: seen.method == "DELETE")
    with pytest.raises(ServiceError):
        client.packs.uninstall(CHILD, "no-such")


def test_attachments_of_an_environment_cost_one_list(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    instances = [there.install(f"one-{number}") for number in range(3)]
    ids = [there.attach(instance)["id"] for instance in instances]
    found = [client.packs.attached(CHILD, instance["id"], DEV, None) for instance in instances]
    assert found == ids
    assert calls(proxy.seen) == [f"POST {ATTACHMENT}/query"]
    assert proxy.seen[0].json["QueryFilter"]["expression"]["property"] == "environmentId"


def test_an_attachment_that_is_not_there_needs_an_environment_that_answers(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    instance = there.install("one")
    assert client.packs.attached(CHILD, instance["id"], DEV, client.shelf.now()) is None
    assert calls(proxy.seen) == [f"POST {ATTACHMENT}/query", "GET Environment"]
    client.names.environment(CHILD, DEV)
    proxy.seen.clear()
    client.clock.now += 1.0
    assert client.packs.attached(CHILD, instance["id"], DEV, client.shelf.now()) is None
    assert calls(proxy.seen) == [f"POST {ATTACHMENT}/query"], "the environment is known by now"


def test_an_empty_list_is_no_proof_where_the_environment_is_hidden_from_us(client: Client, proxy: FaultProxy) -> None:
    proxy.arm(faults.refusal(403, "no"), when=lambda seen: seen.method == "GET")
    with pytest.raises(ServiceError) as caught:
        client.packs.attached(CHILD, "instance", DEV, None)
    assert caught.value.status == 403


def test_an_environment_that_is_gone_took_its_attachments_along(client: Client) -> None:
    assert client.packs.attached(CHILD, "instance", "no-such-environment", None) is None


def test_attach_and_detach_are_remembered(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    instance = there.install("one")["id"]
    client.names.environment(CHILD, DEV)
    assert client.packs.attached(CHILD, instance, DEV, None) is None
    proxy.seen.clear()
    id = client.packs.attach(CHILD, instance, DEV)
    assert client.packs.attached(CHILD, instance, DEV, None) == id
    assert client.packs.attached(CHILD, instance, TEST, None) is None
    proxy.seen.clear()
    client.clock.now += 1.0
    client.packs.detach(CHILD, instance, DEV)
    assert client.packs.attached(CHILD, instance, DEV, None) is None
    assert there.results(ATTACHMENT) == []
    assert calls(proxy.seen) == [f"POST {ATTACHMENT}/query", f"DELETE {ATTACHMENT}"]


@pytest.mark.parametrize("second_attach", ["refused", "idempotent"])
def test_attaching_what_is_attached_is_success(
    client: Client, sandbox: Sandbox, there: Boomi, second_attach: str
) -> None:
    sandbox.control.switches(second_attach=second_attach)
    instance = there.install("one")
    id = there.attach(instance)["id"]
    assert client.packs.attach(CHILD, instance["id"], DEV) == id
    assert len(there.results(ATTACHMENT)) == 1


def test_an_attach_that_is_refused_and_not_there_is_an_error(client: Client, there: Boomi) -> None:
    client.names.environment(CHILD, DEV)
    with pytest.raises(ServiceError) as caught:
        client.packs.attach(CHILD, "no-such-instance", DEV)
    assert caught.value.status == 400
    assert 'attaching the installed pack "no-such-instance" to environment "dev-eu"' in str(caught.value)


def test_an_attach_whose_answer_is_lost_is_found_by_a_look(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    instance = there.install("one")["id"]
    proxy.arm(faults.lost_answer)
    id = client.packs.attach(CHILD, instance, DEV)
    assert [one["id"] for one in there.results(ATTACHMENT)] == [id]
    assert calls(proxy.seen) == [f"POST {ATTACHMENT}", f"POST {ATTACHMENT}/query"]


def test_an_attach_whose_request_is_lost_is_told_and_may_be_tried_again(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    instance = there.install("one")["id"]
    proxy.arm(faults.lost_request)
    with pytest.raises(ServiceError) as caught:
        client.packs.attach(CHILD, instance, DEV)
    assert caught.value.answer_lost
    assert there.results(ATTACHMENT) == []


def test_detaching_what_is_not_attached_is_success(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    instance = there.install("one")
    client.names.environment(CHILD, DEV)
    client.packs.detach(CHILD, instance["id"], DEV)
    assert not [call for call in calls(proxy.seen) if call.startswith("DELETE")]


def test_a_detach_that_is_refused_while_it_is_attached_is_an_error(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    instance = there.install("one")
    there.attach(instance)
    proxy.arm(faults.refusal(400, "locked"), when=lambda seen: seen.method == "DELETE")
    with pytest.raises(ServiceError, match="locked"):
        client.packs.detach(CHILD, instance["id"], DEV)


def test_a_partner_account_is_worked_in_through_the_owner(client: Client, sandbox: Sandbox) -> None:
    environment = client.names.environment(PARTNER, "prod-us")
    made = client.packs.install(PARTNER, client.names.pack(PARTNER, "Order Sync"), "Orders")
    client.packs.attach(PARTNER, made.id, environment.id)
    assert sandbox.control.inventory()[PARTNER]["instances"]["ids"] == [made.id]
    client.packs.uninstall(PARTNER, made.id)
    assert sandbox.control.inventory()[PARTNER]["instances"]["ids"] == []


def test_rows_that_lack_what_they_must_have_are_not_read() -> None:
    rows = [{"id": "x"}]
    with FaultProxy(lambda seen: Answer({"@type": "QueryResult", "result": rows})) as boomi:
        client = Client(sandbox_settings(boomi.url))
        with pytest.raises(ServiceError, match="cannot be read: Object missing required field `name`"):
            client.names.environment(CHILD, "x")
        with pytest.raises(ServiceError, match="cannot be read"):
            client.packs.attached(CHILD, "x", DEV, None)
