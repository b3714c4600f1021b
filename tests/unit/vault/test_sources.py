from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pulumi_boomi_spaces.errors import InputError, SecretUnavailableError
from pulumi_boomi_spaces.vault import Described, sources

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:intuit-AbCd12"


def caller(account: str, region: str) -> sources.Identity:
    return lambda: (account, region)


def nobody() -> tuple[str, str]:
    raise AssertionError("the caller is not asked for")


def test_a_secret_of_the_callers_account_and_region_is_allowed() -> None:
    sources.refuse_unlisted(ARN, (), caller("111122223333", "eu-west-1"))


@pytest.mark.parametrize("identity", [("999922223333", "eu-west-1"), ("111122223333", "us-east-1")])
def test_any_other_is_refused_with_the_line_that_allows_it(identity: tuple[str, str]) -> None:
    with pytest.raises(InputError, match="pulumi config set --path 'boomi:secretSources") as refused:
        sources.refuse_unlisted(ARN, ("444455556666",), caller(*identity))

    assert ARN in str(refused.value)
    assert identity[0] in str(refused.value)


@pytest.mark.parametrize("listed", ["111122223333", ARN])
def test_what_is_listed_is_allowed_without_asking_who_we_are(listed: str) -> None:
    sources.refuse_unlisted(ARN, (listed,), nobody)


def test_the_list_takes_whole_entries_only() -> None:
    with pytest.raises(InputError):
        sources.refuse_unlisted(ARN, ("1111", ARN[:-3], "eu-west-1"), caller("999922223333", "eu-west-1"))


@pytest.mark.parametrize("text", ["intuit", ARN[:-7], ARN.replace("secretsmanager", "ssm")])
def test_half_an_arn_is_refused(text: str) -> None:
    assert "not the whole ARN" in str(sources.arn_problem(text))
    with pytest.raises(InputError, match="not the whole ARN"):
        sources.refuse_unlisted(text, (), nobody)


def test_the_current_version_is_used() -> None:
    assert sources.usable_version(ARN, Described(ARN, "intuit", "v7")) == "v7"


@pytest.mark.parametrize(
    ("described", "text"),
    [
        (None, "there is no AWS secret"),
        (Described(ARN, "intuit", None), "has no value"),
        (Described(ARN, "intuit", "v7", deleted=datetime(2031, 5, 4, tzinfo=UTC)), "on 2031-05-04"),
    ],
)
def test_a_source_without_a_value_is_unavailable(described: Described | None, text: str) -> None:
    with pytest.raises(SecretUnavailableError, match=text):
        sources.usable_version(ARN, described)


def test_a_secret_that_this_provider_manages_is_no_source() -> None:
    with pytest.raises(InputError, match='managed by this provider for "shop/prod/OAuthConnection/erp"'):
        sources.usable_version(ARN, Described(ARN, "intuit", "v7", owner="shop/prod/OAuthConnection/erp"))
