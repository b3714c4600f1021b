"""Who may ask: Boomi Platform API, "Authentication" and "Partner API"."""

from __future__ import annotations

import base64
import json

import pytest
import requests

from boomi_emulator.sandbox import Sandbox
from tests.emulator.boomi import CHILD, OWNER, PARTNER_CHILD, Boomi


def claims(jwt: str) -> dict[str, object]:
    part = jwt.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def test_a_jwt_is_bare_text_and_lives_five_minutes(boomi: Boomi) -> None:
    answer = boomi.jwt()
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    content = claims(answer.text)
    assert int(str(content["exp"])) - int(str(content["iat"])) == 300


@pytest.mark.parametrize(
    ("user", "token"),
    [
        ("BOOMI_TOKEN.integration@acmechild.example", "wrong"),
        ("integration@acmechild.example", "{token}"),
        ("BOOMI_TOKEN.nobody@acme.example", "{token}"),
        ("BOOMI_TOKEN.platform@acme.example", "{token}"),
    ],
)
def test_wrong_credentials_are_a_401_for_rest_and_for_a_jwt(sandbox: Sandbox, user: str, token: str) -> None:
    stranger = Boomi(sandbox, CHILD)
    own_token = json.loads(sandbox.env["BOOMI_ACCOUNTS"])[CHILD]["token"]
    stranger.http.auth = (user, token.format(token=own_token))
    assert stranger.jwt().status_code == 401
    answer = stranger.rest("GET", "Environment/x")
    assert answer.status_code == 401
    assert answer.json() == {"error": {"message": "Unauthorized"}}


def test_rest_takes_no_bearer(boomi: Boomi) -> None:
    headers = {"Authorization": f"Bearer {boomi.jwt().text}", "Accept": "application/json"}
    url = f"{boomi.host}/api/rest/v1/{CHILD}/Environment/query"
    assert requests.post(url, json={}, headers=headers, timeout=30).status_code == 401


def test_another_account_is_a_403_with_a_bare_message(boomi: Boomi) -> None:
    answer = boomi.http.post(f"{boomi.host}/api/rest/v1/{OWNER}/Environment/query", json={}, timeout=30)
    assert answer.status_code == 403
    assert set(answer.json()) == {"message"}


def test_a_jwt_for_a_foreign_account_is_a_401(boomi: Boomi) -> None:
    assert boomi.jwt(OWNER).status_code == 401


def test_the_partner_address_acts_as_the_sub_account(partner: Boomi) -> None:
    assert [one["name"] for one in partner.results("Environment")] == ["prod-us"]


def test_the_partner_address_refuses_accounts_without_partner_access(owner: Boomi) -> None:
    for account in (CHILD, "unknown-123456", OWNER):
        url = f"{owner.host}/partner/api/rest/v1/{OWNER}/Environment/query"
        answer = owner.http.post(url, params={"overrideAccount": account}, json={}, timeout=30)
        assert answer.status_code == 403, account


def test_the_partner_address_needs_access_to_the_primary_account(boomi: Boomi) -> None:
    for primary in (OWNER, CHILD):
        url = f"{boomi.host}/partner/api/rest/v1/{primary}/Environment/query"
        answer = boomi.http.post(url, params={"overrideAccount": PARTNER_CHILD}, json={}, timeout=30)
        assert answer.status_code == 403, primary


def test_switch_partner_may_sign_in(owner: Boomi) -> None:
    assert owner.jwt(PARTNER_CHILD).status_code == 200
    assert owner.jwt(CHILD).status_code == 401
    owner.control.switches(partner_may_sign_in=False)
    assert owner.jwt(PARTNER_CHILD).status_code == 401


def test_an_expired_jwt_is_a_401(boomi: Boomi) -> None:
    header = {"Authorization": f"Bearer {boomi.jwt().text}"}

    def status() -> int:
        body = {"query": "{spaces{id}}"}
        return requests.post(f"{boomi.host}/graphql", json=body, headers=header, timeout=30).status_code

    assert status() == 200
    boomi.control.clock(299)
    assert status() == 200
    boomi.control.clock(1)
    assert status() == 401
