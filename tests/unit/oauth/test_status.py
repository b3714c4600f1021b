"""How far a connection is, and what a consent was given for."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_boomi_spaces.oauth import consent_basis, status


@pytest.mark.parametrize(
    ("consent", "token_set", "basis", "seen_basis", "expected"),
    [
        ("none", False, "a", None, "ready"),
        ("none", False, "a", "b", "ready"),
        ("person", False, "a", None, "awaiting_consent"),
        ("person", False, "a", "b", "awaiting_consent"),
        ("person", True, "a", "a", "ready"),
        ("person", True, "a", None, "ready"),
        ("person", True, None, "a", "ready"),
        ("person", True, "b", "a", "reauthorization_required"),
    ],
)
def test_status(consent: Any, token_set: bool, basis: str | None, seen_basis: str | None, expected: str) -> None:
    assert status(consent, token_set, basis, seen_basis) == expected


INPUTS: dict[str, Any] = {
    "connector": "rest_client",
    "base_url": "https://erp.example.com",
    "client_id": "orders-sync",
    "client_secret": {"env": "A"},
    "authorization_url": "https://login.example.com/authorize",
    "token_url": "https://login.example.com/token",
    "scopes": ["orders.read", "orders.write"],
    "token_parameters": {"a": "b"},
}


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "other"},
        {"authorization_url": "https://login.example.org/authorize"},
        {"token_url": "https://login.example.org/token"},
        {"scopes": ["orders.read"]},
        {"inbound_client_id": "mail-in"},
    ],
)
def test_a_consent_counts_for_client_urls_and_scopes(change: dict[str, Any]) -> None:
    assert consent_basis(INPUTS | change) != consent_basis(INPUTS)


@pytest.mark.parametrize(
    "change",
    [
        {"client_secret": {"env": "B"}},
        {"base_url": "https://erp.example.org"},
        {"token_parameters": {"a": "c"}},
        {"scopes": ["orders.write", "orders.read"]},
        {"scopes": "orders.write orders.read"},
    ],
)
def test_a_consent_outlives_everything_else(change: dict[str, Any]) -> None:
    assert consent_basis(INPUTS | change) == consent_basis(INPUTS)


def test_the_directions_of_mail_count_each() -> None:
    out = {"outbound_client_id": "a", "inbound_client_id": "b"}
    assert consent_basis(out) != consent_basis({"outbound_client_id": "b", "inbound_client_id": "a"})


def test_a_direction_of_mail_that_is_given_up_needs_no_new_consent() -> None:
    one = {"outbound_client_id": "a", "outbound_scopes": ["b"]}
    both = one | {"inbound_client_id": "c"}
    assert status("person", True, consent_basis(one), consent_basis(both)) == "ready"
    assert status("person", True, consent_basis(both), consent_basis(one)) == "reauthorization_required"
    changed = consent_basis(one | {"outbound_scopes": ["d"]})
    assert status("person", True, changed, consent_basis(both)) == "reauthorization_required"


def test_the_basis_shows_nothing() -> None:
    basis = consent_basis(INPUTS)
    assert basis.startswith("sha256:")
    assert "orders" not in basis
