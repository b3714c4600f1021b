"""One test for each row of the decision about a secret, and of what refresh says about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from pulumi_boomi_spaces.errors import InputError, SecretUnavailableError
from pulumi_boomi_spaces.vault import Decision, Described, Kept, Plan, Wanted, marker
from pulumi_boomi_spaces.vault.plan import plan, same_key

OURS = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:boomi-spaces/erp-AbCd12"
THEIRS = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:intuit-EfGh34"
OTHER = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:xero-IjKl56"

GIVEN = Wanted("given", "d1")
AWS = Wanted("aws", None, THEIRS)
KEPT = Kept(OURS, "v1", "v1", ours=True, digest="d1")
USED = Kept(THEIRS, "t1", "t1", ours=False, digest=None)
LIVE = Described(OURS, "boomi-spaces/erp", "v1", owner="me")
SOURCE = Described(THEIRS, "intuit", "t1")
SCHEDULED = datetime(2031, 5, 4, tzinfo=UTC)

KEEP = Plan(Decision.KEEP, "v1")
WRITE = Plan(Decision.WRITE_OURS, deliver=True)
WRITE_ONLY = Plan(Decision.WRITE_OURS)
USE = Plan(Decision.USE_THEIRS, "t1", arn=THEIRS)


def decide(
    wanted: Wanted | None,
    kept: Kept | None,
    described: Described | None,
    *,
    set_in_boomi: bool = True,
    delivery: str = "value",
) -> Plan:
    return plan(wanted, kept, described, set_in_boomi, delivery)


class TestGiven:
    """Environment variable, file or literal: the source is the program's."""

    def test_nothing_kept(self) -> None:
        assert decide(GIVEN, None, None, set_in_boomi=False) == WRITE

    def test_nothing_moved(self) -> None:
        assert decide(GIVEN, KEPT, LIVE) == KEEP

    def test_not_delivered_yet(self) -> None:
        assert decide(GIVEN, replace(KEPT, delivered=None), LIVE) == KEEP.delivering()

    def test_an_older_version_delivered(self) -> None:
        assert decide(GIVEN, replace(KEPT, delivered="v0"), LIVE) == KEEP.delivering()

    def test_reset_in_boomi(self) -> None:
        assert decide(GIVEN, KEPT, LIVE, set_in_boomi=False) == KEEP.delivering()

    def test_another_value(self) -> None:
        assert decide(replace(GIVEN, digest="d2"), KEPT, LIVE) == WRITE

    def test_the_source_cannot_be_read(self) -> None:
        assert decide(replace(GIVEN, digest=None), KEPT, LIVE) == KEEP

    def test_the_value_was_never_digested(self) -> None:
        assert decide(GIVEN, replace(KEPT, digest=None), LIVE) == WRITE

    def test_replaced_in_aws(self) -> None:
        assert decide(GIVEN, KEPT, replace(LIVE, current="v2")) == WRITE

    def test_replaced_in_aws_while_the_source_cannot_be_read(self) -> None:
        assert decide(replace(GIVEN, digest=None), KEPT, replace(LIVE, current="v2")) == WRITE

    def test_gone(self) -> None:
        assert decide(GIVEN, KEPT, None) == WRITE

    def test_scheduled_for_deletion(self) -> None:
        assert decide(GIVEN, KEPT, replace(LIVE, deleted=SCHEDULED)) == WRITE

    def test_no_current_version(self) -> None:
        assert decide(GIVEN, KEPT, replace(LIVE, current=None)) == WRITE

    def test_the_version_is_not_known(self) -> None:
        """Also where a rotation could explain the version."""
        assert decide(GIVEN, replace(KEPT, version=None), replace(LIVE, rotates=True)) == WRITE

    def test_rotated_by_aws(self) -> None:
        followed = Plan(Decision.FOLLOW_OURS, "v2", deliver=True)

        assert decide(GIVEN, KEPT, replace(LIVE, current="v2", rotates=True)) == followed

    def test_rotation_on_but_not_rotated_yet(self) -> None:
        assert decide(GIVEN, KEPT, replace(LIVE, rotates=True)) == KEEP

    def test_rotated_by_aws_and_another_value(self) -> None:
        assert decide(replace(GIVEN, digest="d2"), KEPT, replace(LIVE, current="v2", rotates=True)) == WRITE

    def test_another_kms_key(self) -> None:
        assert decide(replace(GIVEN, kms_key_id="alias/orders"), KEPT, LIVE) == WRITE

    def test_the_kms_key_that_it_has(self) -> None:
        described = replace(LIVE, kms_key_id="arn:aws:kms:eu-west-1:111122223333:alias/orders")

        assert decide(replace(GIVEN, kms_key_id="alias/orders"), KEPT, described) == KEEP

    @pytest.mark.parametrize("elsewhere", [{"name": "team/erp"}, {"region": "us-east-1"}])
    def test_another_name_or_region(self, elsewhere: dict[str, Any]) -> None:
        assert decide(replace(GIVEN, **elsewhere), KEPT, LIVE) == replace(WRITE, retire=OURS)

    def test_the_name_and_region_that_it_has(self) -> None:
        assert decide(replace(GIVEN, name="boomi-spaces/erp", region="eu-west-1"), KEPT, LIVE) == KEEP

    def test_instead_of_a_source_in_aws(self) -> None:
        """What is not ours is not written and not retired."""
        assert decide(GIVEN, USED, SOURCE) == WRITE


class TestAws:
    """Secret.aws: used in place, its current version followed."""

    def test_nothing_kept(self) -> None:
        assert decide(AWS, None, SOURCE, set_in_boomi=False) == USE.delivering()

    def test_nothing_moved(self) -> None:
        assert decide(AWS, USED, SOURCE) == USE

    def test_a_new_version(self) -> None:
        assert decide(AWS, USED, replace(SOURCE, current="t2")) == replace(USE, version="t2", deliver=True)

    def test_reset_in_boomi(self) -> None:
        assert decide(AWS, USED, SOURCE, set_in_boomi=False) == USE.delivering()

    def test_another_secret(self) -> None:
        wanted, described = replace(AWS, arn=OTHER), Described(OTHER, "xero", "t1")

        assert decide(wanted, USED, described) == replace(USE, arn=OTHER, deliver=True)

    def test_another_key_of_the_secret(self) -> None:
        assert decide(replace(AWS, key="secret"), replace(USED, key="password"), SOURCE) == USE.delivering()

    def test_instead_of_ours(self) -> None:
        assert decide(AWS, KEPT, SOURCE) == replace(USE, deliver=True, retire=OURS)

    def test_gone(self) -> None:
        with pytest.raises(SecretUnavailableError, match="there is no AWS secret"):
            decide(AWS, USED, None)

    def test_scheduled_for_deletion(self) -> None:
        with pytest.raises(SecretUnavailableError, match="scheduled for deletion"):
            decide(AWS, USED, replace(SOURCE, deleted=SCHEDULED))

    def test_managed_by_this_provider(self) -> None:
        with pytest.raises(InputError, match="managed by this provider"):
            decide(AWS, None, replace(SOURCE, owner="somebody"))

    def test_the_very_secret_that_we_keep(self) -> None:
        """Also without its tags: else it would be scheduled for deletion while it is the source."""
        with pytest.raises(InputError, match="cannot be its own source"):
            decide(replace(AWS, arn=OURS), KEPT, replace(LIVE, owner=None))


class TestDeliveredAsArn:
    """Boomi's runtime follows the ARN: a version needs no delivery, another ARN does."""

    def test_nothing_kept(self) -> None:
        assert decide(GIVEN, None, None, set_in_boomi=False, delivery="arn") == WRITE

    def test_another_value(self) -> None:
        assert decide(replace(GIVEN, digest="d2"), KEPT, LIVE, delivery="arn") == WRITE_ONLY

    def test_scheduled_for_deletion(self) -> None:
        """It is restored, so its ARN stays."""
        assert decide(GIVEN, KEPT, replace(LIVE, deleted=SCHEDULED), delivery="arn") == WRITE_ONLY

    def test_gone(self) -> None:
        """Made anew, it has another ARN."""
        assert decide(GIVEN, KEPT, None, delivery="arn") == WRITE

    def test_another_value_while_reset_in_boomi(self) -> None:
        assert decide(replace(GIVEN, digest="d2"), KEPT, LIVE, set_in_boomi=False, delivery="arn") == WRITE

    def test_another_value_of_what_was_never_delivered(self) -> None:
        assert decide(replace(GIVEN, digest="d2"), replace(KEPT, delivered=None), LIVE, delivery="arn") == WRITE

    def test_rotated_by_aws(self) -> None:
        followed = Plan(Decision.FOLLOW_OURS, "v2")

        assert decide(GIVEN, KEPT, replace(LIVE, current="v2", rotates=True), delivery="arn") == followed

    def test_an_older_version_delivered(self) -> None:
        assert decide(GIVEN, replace(KEPT, delivered="v0"), LIVE, delivery="arn") == KEEP

    def test_a_new_version_of_theirs(self) -> None:
        assert decide(AWS, USED, replace(SOURCE, current="t2"), delivery="arn") == replace(USE, version="t2")

    def test_another_secret_of_theirs(self) -> None:
        described = Described(OTHER, "xero", "t1")

        decided = decide(replace(AWS, arn=OTHER), USED, described, delivery="arn")

        assert decided == replace(USE, arn=OTHER, deliver=True)

    def test_theirs_instead_of_ours(self) -> None:
        assert decide(AWS, KEPT, SOURCE, delivery="arn") == replace(USE, deliver=True, retire=OURS)


class TestNoLongerWanted:
    def test_ours(self) -> None:
        assert decide(None, KEPT, LIVE) == Plan(Decision.RETIRE_OURS, retire=OURS)

    def test_theirs(self) -> None:
        assert decide(None, USED, SOURCE) == Plan(Decision.KEEP)

    def test_nothing(self) -> None:
        assert decide(None, None, None) == Plan(Decision.KEEP)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (None, None, True),
        (None, "alias/aws/secretsmanager", True),
        (None, "alias/orders", False),
        ("alias/orders", "arn:aws:kms:eu-west-1:111122223333:alias/orders", True),
        ("1234abcd", "arn:aws:kms:eu-west-1:111122223333:key/1234abcd", True),
        ("1234abcd", "arn:aws:kms:eu-west-1:111122223333:key/5678", False),
        ("arn:aws:kms:eu-west-1:999922223333:key/1", "arn:aws:kms:eu-west-1:111122223333:key/1", False),
    ],
)
def test_kms_keys_are_compared_in_all_spellings(one: str | None, other: str | None, same: bool) -> None:
    assert same_key(one, other) is same
    assert same_key(other, one) is same


@pytest.mark.parametrize(
    ("wanted", "kept", "described", "set_in_boomi", "text"),
    [
        (GIVEN, KEPT, LIVE, True, "as applied"),
        (GIVEN, KEPT, LIVE, False, "missing in Boomi"),
        (GIVEN, KEPT, None, True, "gone"),
        (GIVEN, KEPT, replace(LIVE, deleted=SCHEDULED), True, "scheduled for deletion (on 2031-05-04)"),
        (GIVEN, KEPT, replace(LIVE, current="1a2b3c4d5e"), True, "replaced outside (version 1a2b3c4d…)"),
        (GIVEN, KEPT, replace(LIVE, current=None), True, "replaced outside (no version is current)"),
        (
            GIVEN,
            KEPT,
            replace(LIVE, current="1a2b3c4d5e", rotates=True),
            True,
            "new version in AWS (version 1a2b3c4d…)",
        ),
        (AWS, USED, SOURCE, True, "as applied"),
        (AWS, USED, replace(SOURCE, current="1a2b3c4d5e"), True, "new version in AWS (version 1a2b3c4d…)"),
        (AWS, USED, None, True, "gone"),
    ],
)
def test_refresh_says_what_happened(
    wanted: Wanted, kept: Kept, described: Described | None, set_in_boomi: bool, text: str
) -> None:
    assert marker(wanted, kept, described, set_in_boomi) == text
