from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pulumi_boomi_spaces.errors import ConflictError
from pulumi_boomi_spaces.vault import Described, guard

SEEN = Described("arn:aws:secretsmanager:eu-west-1:111122223333:secret:erp-AbCd12", "erp", "v1")


def allow(principal: Any, **more: Any) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "secretsmanager:*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | more]})


def check(seen: Described, key: str | None = None, *, ours: bool = False, key_may_change: bool = False) -> None:
    guard.refuse_unsafe(seen, key, ours=ours, key_may_change=key_may_change)


@pytest.mark.parametrize("ours", [False, True])
@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (replace(SEEN, owning_service="rds"), 'managed by the AWS service "rds"'),
        (replace(SEEN, replicas=True), "replicated"),
        (replace(SEEN, kms_key_id="alias/theirs"), 'KMS key "alias/theirs"'),
    ],
)
def test_each_obstacle_is_named(seen: Described, said: str, ours: bool) -> None:
    with pytest.raises(ConflictError, match=said):
        check(seen, ours=ours)


def test_all_obstacles_are_named_at_once() -> None:
    with pytest.raises(ConflictError, match=r"rds.*replicated.*rotation.*KMS key"):
        check(replace(SEEN, owning_service="rds", replicas=True, rotates=True, kms_key_id="k"))


def test_a_plain_secret_is_safe() -> None:
    check(SEEN)


def test_a_rotation_is_expected_on_our_own_secret_alone() -> None:
    check(replace(SEEN, rotates=True), ours=True)
    with pytest.raises(ConflictError, match="rotation function"):
        check(replace(SEEN, rotates=True))


def test_the_key_that_the_program_names_is_expected() -> None:
    check(replace(SEEN, kms_key_id="alias/orders"), "alias/orders")


def test_another_key_is_replaced_by_the_one_that_the_program_names_and_by_no_other() -> None:
    theirs = replace(SEEN, kms_key_id="alias/theirs")
    check(theirs, "alias/orders", key_may_change=True)
    with pytest.raises(ConflictError, match="alias/theirs"):
        check(theirs, "alias/orders")
    with pytest.raises(ConflictError, match="alias/theirs"):
        check(theirs, None, key_may_change=True)


@pytest.mark.parametrize(
    ("policy", "who"),
    [
        (allow({"AWS": "arn:aws:iam::999922223333:root"}), "999922223333:root"),
        (allow({"AWS": "arn:aws:iam::111122223333:role/other-team"}), "role/other-team"),
        (allow({"AWS": ["111122223333", "999922223333"]}), "999922223333"),
        (allow({"Service": "lambda.amazonaws.com"}), "lambda.amazonaws.com"),
        (allow("*"), r"\*"),
        (allow({"AWS": "*"}, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}}), r"\*"),
        (json.dumps({"Statement": {"Effect": "Allow", "NotPrincipal": {"AWS": "x"}}}), "everybody but some"),
        (json.dumps({"Statement": {"Effect": "allow?"}}), "cannot be read"),
        ("not json", "cannot be read"),
        ("{}", "cannot be read"),
        ("[]", "cannot be read"),
    ],
)
def test_a_policy_that_lets_somebody_in_is_refused_by_name(policy: str, who: str) -> None:
    with pytest.raises(ConflictError, match=who):
        guard.refuse_open_policy(SEEN, policy)


@pytest.mark.parametrize(
    "policy",
    [
        None,
        "",
        allow("*", Effect="Deny"),
        allow({"AWS": "arn:aws:iam::111122223333:root"}),
        allow({"AWS": "111122223333"}),
    ],
)
def test_a_policy_that_lets_nobody_in_is_no_obstacle(policy: str | None) -> None:
    guard.refuse_open_policy(SEEN, policy)
