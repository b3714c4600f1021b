"""JWTs: made when needed, kept under their five minutes, one request however many ask."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from itertools import count

import pytest

from pulumi_boomi_spaces.errors import InputError, ServiceError
from tests.support import fault_proxy as faults
from tests.support.fault_proxy import Answer, FaultProxy, Seen
from tests.unit.boomi.made import CHILD, OWNER, PARTNER, TOKEN, Client, sandbox_settings


@pytest.fixture
def boomi() -> Iterator[FaultProxy]:
    numbers = count(1)

    def jwt(seen: Seen) -> Answer:
        return Answer(f"head.number-{next(numbers)}.sign\n".encode(), headers={"Content-Type": "text/plain"})

    with FaultProxy(jwt) as proxy:
        yield proxy


@pytest.fixture
def client(boomi: FaultProxy) -> Client:
    return Client(sandbox_settings(boomi.url))


def test_a_jwt_is_asked_for_with_the_account_s_own_api_token(boomi: FaultProxy, client: Client) -> None:
    assert client.sign_in.token(CHILD) == "head.number-1.sign"
    (seen,) = boomi.seen
    assert (seen.method, seen.path) == ("GET", f"/auth/jwt/generate/{CHILD}")
    basic = base64.b64encode(f"BOOMI_TOKEN.child@example.com:{TOKEN}".encode()).decode()
    assert seen.headers["authorization"] == f"Basic {basic}"


def test_it_is_kept_for_four_of_its_five_minutes_for_each_account(boomi: FaultProxy, client: Client) -> None:
    first = client.sign_in.token(CHILD)
    client.clock.now += 239.0
    assert client.sign_in.token(CHILD) == first
    assert client.sign_in.token(OWNER) != first
    client.clock.now += 1.0
    assert client.sign_in.token(CHILD) == "head.number-3.sign"


def test_one_that_was_refused_is_not_handed_out_again_and_is_renewed_once(boomi: FaultProxy, client: Client) -> None:
    first = client.sign_in.token(CHILD)
    second = client.sign_in.token(CHILD, refused=first)
    assert second != first
    assert client.sign_in.token(CHILD, refused=first) == second, "another thread that was refused the same one"
    assert len(boomi.seen) == 2


def test_many_threads_that_need_it_at_once_make_one_request(boomi: FaultProxy, client: Client) -> None:
    together = threading.Barrier(4)
    tokens = []

    def work() -> None:
        together.wait(10)
        tokens.append(client.sign_in.token(CHILD))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert tokens == ["head.number-1.sign"] * 4
    assert len(boomi.seen) == 1


def test_a_partner_account_signs_in_with_the_owner_s_token(boomi: FaultProxy, client: Client) -> None:
    client.sign_in.token(PARTNER)
    (seen,) = boomi.seen
    assert seen.path == f"/auth/jwt/generate/{PARTNER}"
    assert f"owner@example.com:owner-{TOKEN}" in base64.b64decode(seen.headers["authorization"][6:]).decode()
    assert client.sign_in.possible(PARTNER)


def test_whether_a_partner_may_is_an_assumption(boomi: FaultProxy) -> None:
    client = Client(sandbox_settings(boomi.url, assumptions={"partner_may_sign_in": False}))
    assert not client.sign_in.possible(PARTNER)
    assert client.sign_in.possible(CHILD)


def test_a_text_that_is_no_jwt_is_no_answer(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.html())
    assert client.sign_in.token(CHILD) == "head.number-1.sign"
    boomi.arm(faults.html(), times=9)
    with pytest.raises(ServiceError, match="not a JWT") as caught:
        client.sign_in.token(OWNER)
    assert "secret-looking" not in str(caught.value)


def test_wrong_credentials_say_which_account(boomi: FaultProxy, client: Client) -> None:
    boomi.arm(faults.refusal(401, "Unauthorized"))
    with pytest.raises(ServiceError) as caught:
        client.sign_in.token(CHILD)
    assert caught.value.status == 401
    assert str(caught.value) == (
        f'signing in to account "{CHILD}": Boomi answered 401 ("Unauthorized"). '
        f'Nothing was read; check the user and the API token for account "{CHILD}"'
    )


def test_an_account_that_is_not_listed_is_refused_without_a_call(boomi: FaultProxy, client: Client) -> None:
    with pytest.raises(InputError, match="not listed"):
        client.sign_in.token("acmechild-XXXXXX")
    assert boomi.seen == []
