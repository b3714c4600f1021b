"""Remembering: freshness, single flight, and writes that happen while a list is on its way."""

from __future__ import annotations

import threading

import pytest

from pulumi_boomi_spaces.boomi.memory import Memory
from tests.unit.boomi.made import Clock


def test_what_is_remembered_is_good_enough_from_when_it_began_to_be_fetched() -> None:
    clock = Clock(100.0)
    memory = Memory[str, str](clock)

    def fetch() -> str:
        clock.now += 5.0
        return f"fetched until {clock.now:.0f}"

    assert memory.get("a", None, fetch) == "fetched until 105"
    assert memory.get("a", None, fetch) == "fetched until 105"
    assert memory.get("a", 100.0, fetch) == "fetched until 105"
    assert memory.get("a", 100.1, fetch) == "fetched until 110", "it may have been answered before that"


def test_an_older_answer_never_replaces_a_newer_one() -> None:
    clock = Clock(100.0)
    memory = Memory[str, str](clock)
    memory.put("a", "newer", 50.0)
    memory.put("a", "older", 49.0)
    assert memory.peek("a") == "newer"


def test_threads_that_ask_together_fetch_once() -> None:
    memory = Memory[str, int](Clock())
    together, fetched = threading.Barrier(4), []

    def fetch() -> int:
        fetched.append(1)
        return 1

    def work() -> None:
        together.wait(10)
        memory.get("a", None, fetch)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert fetched == [1]


def test_a_write_of_ours_is_not_lost_to_a_list_that_was_on_its_way() -> None:
    memory = Memory[str, tuple[str, ...]](Clock())
    fetching, changed = threading.Event(), threading.Event()

    def fetch() -> tuple[str, ...]:
        fetching.set()
        changed.wait(0.2)  # the writer cannot get through while this is on its way
        return ("old",)

    def write() -> None:
        fetching.wait(10)
        memory.change("a", lambda held: (*held, "ours"))
        changed.set()

    writer = threading.Thread(target=write)
    writer.start()
    memory.get("a", None, fetch)
    writer.join(10)
    assert memory.peek("a") == ("old", "ours")


def test_a_fetch_that_fails_leaves_nothing_behind() -> None:
    memory = Memory[str, str](Clock())

    def fail() -> str:
        raise ValueError("no")

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            memory.get("a", None, fail)
    assert memory.get("a", None, lambda: "there") == "there"


def test_what_is_forgotten_is_fetched_again() -> None:
    memory = Memory[str, str](Clock())
    memory.get("a", None, lambda: "one")
    memory.forget("a")
    assert memory.get("a", None, lambda: "two") == "two"
