"""The pace of calls: even, one bucket for each host and charged account, paused for everybody."""

from __future__ import annotations

import threading
import time

from pulumi_boomi_spaces.boomi.throttle import Throttle
from tests.unit.boomi.made import Clock


def test_turns_come_at_an_even_pace_and_never_as_a_burst() -> None:
    clock = Clock(0.0)
    bucket = Throttle(8, clock, clock.sleep).bucket("https://a", "acme")
    times = []
    for _ in range(17):
        assert bucket.take(until=100.0)
        times.append(clock.now)
    assert times == [number / 8 for number in range(17)]
    assert sum(1 for at in times if at < 1.0) == 8  # no more than the rate in the first second


def test_an_idle_bucket_does_not_fill_up() -> None:
    clock = Clock(0.0)
    bucket = Throttle(8, clock, clock.sleep).bucket("https://a", "acme")
    assert bucket.take(until=100.0)
    clock.now = 50.0
    assert bucket.take(until=100.0)
    assert bucket.take(until=100.0)
    assert clock.now == 50.125


def test_a_pause_holds_for_everybody_who_shares_the_bucket_and_for_nobody_else() -> None:
    clock = Clock(0.0)
    throttle = Throttle(8, clock, clock.sleep)
    throttle.bucket("https://a", "acme").pause(3.0)
    assert throttle.bucket("https://a", "other").take(until=100.0)
    assert throttle.bucket("https://b", "acme").take(until=100.0)
    assert clock.now == 0.0
    assert throttle.bucket("https://a", "acme").take(until=100.0)
    assert clock.now == 3.0


def test_a_shorter_pause_does_not_end_a_longer_one() -> None:
    clock = Clock(0.0)
    bucket = Throttle(8, clock, clock.sleep).bucket("https://a", "acme")
    bucket.pause(5.0)
    bucket.pause(1.0)
    assert bucket.take(until=100.0)
    assert clock.now == 5.0


def test_who_would_get_no_turn_in_time_is_told_at_once() -> None:
    clock = Clock(0.0)
    bucket = Throttle(8, clock, clock.sleep).bucket("https://a", "acme")
    bucket.pause(30.0)
    assert not bucket.take(until=29.0)
    assert clock.now == 0.0
    clock.now = 40.0
    assert not bucket.take(until=39.0)


def test_threads_that_wait_together_still_keep_the_pace() -> None:
    bucket = Throttle(200, time.monotonic, time.sleep).bucket("https://a", "acme")
    taken: list[float] = []

    def work() -> None:
        for _ in range(5):
            bucket.take(until=time.monotonic() + 10)
            taken.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(taken) == 20
    assert max(taken) - min(taken) >= 19 / 200 - 0.005
