"""What is allowed and yet deserves a word."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_boomi_spaces.connectors import flatten, warnings
from pulumi_boomi_spaces.engine.values import UNKNOWN
from tests.unit.connectors.samples import mapping, plain, said


def warned(connector: str, grant: str | None, **changes: Any) -> list[str]:
    return warnings(flatten(mapping(connector, grant), plain) | changes)


def test_password_is_warned_about_at_every_use() -> None:
    for connector in ("rest_client", "http_client"):
        (warning,) = warned(connector, "password")
        assert warning.startswith("grant_type: ")
        assert "RFC 9700" in warning
    assert warned("rest_client", "client_credentials") == []


@pytest.mark.parametrize(
    ("seconds", "where", "warned_about"),
    [
        (181, {"audience": "https://login.salesforce.com"}, True),
        (3600, {"token_url": "https://orders.my.salesforce.com/services/oauth2/token"}, True),
        (180, {"audience": "https://test.salesforce.com"}, False),
        (181, {"audience": "https://login.example.com"}, False),
        (181, {"audience": "https://notsalesforce.com"}, False),
        (181, {"audience": UNKNOWN}, False),
    ],
)
def test_long_assertions_for_salesforce_are_warned_about(
    seconds: int, where: dict[str, Any], warned_about: bool
) -> None:
    found = warned("rest_client", "jwt_bearer", expiration_seconds=seconds, **where)
    assert [warning.partition(":")[0] for warning in found] == (["expiration_seconds"] if warned_about else [])


def test_a_literal_that_reads_like_a_reference_is_used_with_a_warning() -> None:
    looks = {"client_secret": "env:ERP_SECRET", "token_parameters": {"pin": "file:/run/pin", "audience": "plain"}}
    assert said("rest_client", "client_credentials", **looks) == []
    found = warned("rest_client", "client_credentials", **looks)
    assert [warning.partition(":")[0] for warning in found] == ["client_secret", 'token_parameters["pin"]']
    assert not any("ERP_SECRET" in warning for warning in found)
