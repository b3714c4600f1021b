"""Many reads for few calls, and what counts as a proof that an object is gone."""

from __future__ import annotations

import json
import math
import threading
from collections import Counter

import pytest

from boomi_emulator.sandbox import Sandbox
from pulumi_boomi_spaces.boomi.extensions import ObjectKey
from pulumi_boomi_spaces.errors import ServiceError
from tests.emulator.boomi import DEV, SINGLE_PACK, TEST, Boomi
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import FaultProxy, Seen
from tests.unit.boomi.made import CHILD, Client, calls, client_of

EXTENSIONS = "EnvironmentExtensions"
ATTACHMENT = "IntegrationPackEnvironmentAttachment"


def installed(there: Boomi, count: int, environment: str = DEV) -> list[ObjectKey]:
    """Two extension objects for each instance."""
    keys = []
    for number in range(count):
        instance = there.install(f"Orders {environment[:4]} {number}")
        there.attach(instance, environment)
        keys += [ObjectKey(CHILD, environment, process["wrapperProcessId"]) for process in instance["ProcessId"]]
    return keys


def is_bulk(seen: Seen) -> bool:
    return seen.path.endswith("/bulk")


def test_the_first_miss_reads_one_object_and_the_second_its_neighbours(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    keys = installed(there, 3)
    for key in keys:
        seen = client.extensions.of(key, None)
        assert seen is not None
        assert seen.key == key
    assert calls(proxy.seen) == [
        f"GET {EXTENSIONS}",
        f"POST {ATTACHMENT}/query",
        "POST IntegrationPackInstance/query",
        f"POST {EXTENSIONS}/bulk",
    ]
    (bulk,) = filter(is_bulk, proxy.seen)
    asked = [one["id"] for one in bulk.json["request"]]
    assert sorted(asked) == sorted(key.computed_id for key in keys[1:]), "what is remembered is not asked for again"


@pytest.fixture
def two_hundred(there: Boomi) -> dict[str, list[ObjectKey]]:
    """200 objects in each of two environments: 100 instances with two processes each."""
    return {environment: installed(there, 100, environment) for environment in (DEV, TEST)}


def test_200_objects_in_each_of_two_environments(
    client: Client, proxy: FaultProxy, two_hundred: dict[str, list[ObjectKey]]
) -> None:
    keys = [key for pair in zip(*two_hundred.values(), strict=True) for key in pair]
    work, guard = iter(keys), threading.Lock()
    found: list[ObjectKey] = []

    def reader() -> None:
        while True:
            with guard:
                key = next(work, None)
            if key is None:
                return
            seen = client.extensions.of(key, None)
            assert seen is not None
            found.append(seen.key)

    threads = [threading.Thread(target=reader) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Counter(found) == Counter(keys)
    environments, number = len(two_hundred), 200
    assert len(proxy.seen) <= 4 + environments * (2 + 2 * math.ceil(number / 100))
    made = Counter(calls(proxy.seen))
    assert made[f"GET {EXTENSIONS}"] == environments
    assert made[f"POST {EXTENSIONS}/bulk"] == environments * 2


def test_a_bulk_member_that_fails_is_asked_for_alone(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    keys = installed(there, 2)

    def one_fails(exchange: faults.Exchange) -> None:
        answer = exchange.pass_on()
        body = json.loads(answer.content)
        body["response"][0] = {"@type": "BulkResponse", "statusCode": 500, "id": "x", "errorMessage": "later"}
        exchange.send(faults.Answer(body))

    proxy.arm(one_fails, when=is_bulk)
    assert all(client.extensions.of(key, None) is not None for key in keys)
    assert calls(proxy.seen).count(f"GET {EXTENSIONS}") == 2
    assert calls(proxy.seen).count(f"POST {EXTENSIONS}/bulk") == 1


def test_a_bulk_answer_about_other_objects_is_not_believed(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    keys = installed(there, 2)

    def mixed_up(exchange: faults.Exchange) -> None:
        answer = exchange.pass_on()
        body = json.loads(answer.content)
        body["response"].reverse()
        exchange.send(faults.Answer(body))

    proxy.arm(mixed_up, when=is_bulk)
    for key in keys:
        seen = client.extensions.of(key, None)
        assert seen is not None
        assert seen.raw["extensionGroupId"] == key.group


@pytest.mark.parametrize("status", [400, 403, 404])
def test_where_bulk_is_not_offered_objects_are_read_one_by_one(
    client: Client, proxy: FaultProxy, there: Boomi, status: int
) -> None:
    keys = installed(there, 2)
    proxy.arm(faults.refusal(status, "no"), when=is_bulk)
    assert all(client.extensions.of(key, None) is not None for key in keys)
    assert calls(proxy.seen).count(f"POST {EXTENSIONS}/bulk") == 1
    assert calls(proxy.seen).count(f"GET {EXTENSIONS}") == len(keys)


def test_a_service_that_fails_is_not_asked_one_by_one(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    keys = installed(there, 2)
    proxy.arm(faults.refusal(500, "no"), when=is_bulk, times=9)
    client.extensions.of(keys[0], None)
    with pytest.raises(ServiceError):
        client.extensions.of(keys[1], None)


def test_a_fresh_look_reads_one_object_and_counts_for_everybody(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    keys = installed(there, 1)
    for _ in range(3):
        client.clock.now += 1.0
        since = client.shelf.now()
        for _ in range(2):
            assert client.extensions.of(keys[0], since) is not None
        assert client.extensions.of(keys[0], None) is not None
    assert calls(proxy.seen) == [f"GET {EXTENSIONS}"] * 3


def test_threads_that_need_the_same_object_freshly_read_it_once(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    keys = installed(there, 1)
    client.clock.now += 1.0
    since, together = client.shelf.now(), threading.Barrier(4)

    def work() -> None:
        together.wait(10)
        client.extensions.of(keys[0], since)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert calls(proxy.seen) == [f"GET {EXTENSIONS}"]


def detach(there: Boomi) -> None:
    for attachment in there.results(ATTACHMENT):
        there.ok("DELETE", f"{ATTACHMENT}/{attachment['id']}")


def test_a_detached_process_is_gone(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    keys = installed(there, 1)
    detach(there)
    assert client.extensions.of(keys[0], None) is None
    assert calls(proxy.seen) == [f"GET {EXTENSIONS}", "GET Environment", f"POST {ATTACHMENT}/query"]


def test_many_that_are_gone_are_proved_by_the_same_lists(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    keys = installed(there, 5)
    client.names.environment(CHILD, DEV)
    detach(there)
    proxy.seen.clear()
    assert [client.extensions.of(key, None) for key in keys] == [None] * 10
    made = Counter(calls(proxy.seen))
    assert made[f"GET {EXTENSIONS}"] == 10
    assert made[f"POST {ATTACHMENT}/query"] == 1
    assert sum(made.values()) == 11


def test_what_was_seen_attached_before_is_looked_up_again_before_it_is_gone(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    keys = installed(there, 2)
    for key in keys[:3]:
        assert client.extensions.of(key, None) is not None
    detach(there)
    client.clock.now += 1.0
    assert client.extensions.of(keys[0], client.shelf.now()) is None


def test_an_environment_that_is_gone_took_its_objects_along(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    made = there.ok("POST", "Environment", {"name": "short-lived", "classification": "TEST"})
    (key, _) = installed(there, 1, made["id"])
    assert client.extensions.of(key, None) is not None
    detach(there)
    there.ok("DELETE", f"Environment/{made['id']}")
    client.clock.now += 1.0
    assert client.extensions.of(key, client.shelf.now()) is None
    assert calls(proxy.seen)[-2:] == ["GET Environment", "POST Environment/query"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_a_refusal_of_what_is_attached_is_unclear(client: Client, proxy: FaultProxy, there: Boomi, status: int) -> None:
    keys = installed(there, 1)
    proxy.arm(faults.refusal(status, "no"), when=lambda seen: seen.method == "GET" and EXTENSIONS in seen.path, times=9)
    with pytest.raises(ServiceError) as caught:
        client.extensions.of(keys[0], None)
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Environment/" + DEV, 403),
        ("Environment/" + DEV, 500),
        (f"{ATTACHMENT}/query", 403),
        (f"{ATTACHMENT}/query", 503),
    ],
)
def test_no_proof_where_what_would_prove_it_does_not_answer(
    client: Client, proxy: FaultProxy, there: Boomi, path: str, status: int
) -> None:
    keys = installed(there, 1)
    detach(there)
    proxy.arm(faults.refusal(status, "no"), when=lambda seen: seen.path.endswith(path), times=9)
    with pytest.raises(ServiceError) as caught:
        client.extensions.of(keys[0], None)
    assert caught.value.status == status


@pytest.mark.parametrize("body", [b"", b"{}", b"<html></html>", b"null"])
def test_an_unreadable_answer_is_no_proof(client: Client, proxy: FaultProxy, there: Boomi, body: bytes) -> None:
    keys = installed(there, 1)
    detach(there)
    proxy.arm(faults.answering(faults.Answer(body)), times=9)
    with pytest.raises(ServiceError):
        client.extensions.of(keys[0], None)


def test_an_instance_that_is_attached_but_not_listed_leaves_it_unclear(
    client: Client, proxy: FaultProxy, there: Boomi
) -> None:
    keys = installed(there, 1)
    proxy.arm(faults.refusal(400, "no"), when=lambda seen: seen.method == "GET" and EXTENSIONS in seen.path)
    empty = faults.answering(faults.Answer({"@type": "QueryResult"}))
    proxy.arm(empty, when=lambda seen: seen.path.endswith("IntegrationPackInstance/query"), times=9)
    with pytest.raises(ServiceError) as caught:
        client.extensions.of(keys[0], None)
    assert caught.value.status == 400


def test_the_environment_s_own_object_is_gone_with_the_last_single_install_pack(client: Client, there: Boomi) -> None:
    there.attach(there.install(None, SINGLE_PACK))
    key = ObjectKey(CHILD, DEV, "")
    assert client.extensions.of(key, None) is not None
    detach(there)
    client.clock.now += 1.0
    assert client.extensions.of(key, client.shelf.now()) is None


def test_own_attachments_make_remembered_objects_stale(client: Client, proxy: FaultProxy, there: Boomi) -> None:
    keys = installed(there, 1)
    assert client.extensions.of(keys[0], None) is not None
    (instance,) = there.results("IntegrationPackInstance")
    client.clock.now += 1.0
    client.packs.detach(CHILD, instance["id"], DEV)
    assert client.extensions.of(keys[0], None) is None
    client.packs.attach(CHILD, instance["id"], DEV)
    assert client.extensions.of(keys[0], None) is not None


def test_uninstalling_takes_attachments_and_objects_along(client: Client, there: Boomi) -> None:
    keys = installed(there, 1)
    (instance,) = there.results("IntegrationPackInstance")
    assert client.packs.attached(CHILD, instance["id"], DEV, None)
    assert client.extensions.of(keys[0], None) is not None
    client.clock.now += 1.0
    client.packs.uninstall(CHILD, instance["id"])
    assert client.packs.attached(CHILD, instance["id"], DEV, None) is None
    assert client.extensions.of(keys[0], None) is None


def test_without_computed_ids_every_object_is_one_query(sandbox: Sandbox, proxy: FaultProxy, there: Boomi) -> None:
    keys = installed(there, 2)
    client = client_of(sandbox, proxy.url, extension_ids_are_computed=False)
    for _ in range(2):
        assert all(client.extensions.of(key, None) is not None for key in keys)
    assert calls(proxy.seen) == [f"POST {EXTENSIONS}/query"] * 4
