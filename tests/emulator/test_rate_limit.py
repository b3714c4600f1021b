"""Ten requests a second per charged account: Boomi Platform API, "API licensing"; GraphQL answers 429."""

from __future__ import annotations

from collections import Counter

import pytest
import requests

from tests.emulator.boomi import DEV, Boomi


@pytest.fixture
def limited(boomi: Boomi) -> Boomi:
    """Ten a second, as a fresh sandbox has it; nothing was asked in the second before."""
    boomi.control.rate(10)
    boomi.control.clock(1)
    return boomi


def statuses(boomi: Boomi, count: int) -> Counter[int]:
    return Counter(boomi.rest("GET", f"Environment/{DEV}").status_code for _ in range(count))


def test_the_eleventh_request_in_a_second_is_a_503(limited: Boomi) -> None:
    assert statuses(limited, 14) == {200: 10, 503: 4}
    answer = limited.rest("GET", f"Environment/{DEV}")
    assert set(answer.json()) == {"message"}
    assert "Retry-After" not in answer.headers
    limited.control.clock(1)
    assert limited.rest("GET", f"Environment/{DEV}").status_code == 200


def test_the_second_slides(limited: Boomi) -> None:
    assert statuses(limited, 5) == {200: 5}
    limited.control.clock(0.6)
    assert statuses(limited, 5) == {200: 5}
    limited.control.clock(0.5)
    assert statuses(limited, 8) == {200: 5, 503: 3}


def test_retry_after_is_sent_where_it_is_switched_on(limited: Boomi) -> None:
    limited.control.rate(2, retry_after=3)
    answers = [limited.rest("GET", f"Environment/{DEV}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert answers[2].headers["Retry-After"] == "3"


def test_partner_calls_charge_the_primary_account(limited: Boomi, partner: Boomi, owner: Boomi) -> None:
    assert [partner.rest("GET", "Environment/x").status_code for _ in range(10)] == [400] * 10
    assert owner.rest("GET", "Environment/x").status_code == 503
    assert limited.rest("GET", f"Environment/{DEV}").status_code == 200
    limited.control.rate(None)


def test_graphql_answers_429(limited: Boomi) -> None:
    headers = {"Authorization": f"Bearer {limited.jwt().text}"}

    def status() -> int:
        body = {"query": "{ spaces { id } }"}
        return requests.post(f"{limited.host}/graphql", json=body, headers=headers, timeout=30).status_code

    assert [status() for _ in range(11)] == [200] * 10 + [429]


def test_refused_credentials_are_not_charged(limited: Boomi) -> None:
    url = f"{limited.host}/api/rest/v1/{limited.account}/Environment/{DEV}"
    assert {requests.get(url, timeout=30).status_code for _ in range(20)} == {401}
    assert statuses(limited, 10) == {200: 10}
