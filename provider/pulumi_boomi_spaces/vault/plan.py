"""What to do with one secret: a decision from what the program wants, what state says and what AWS shows. Pure.

The source that the program names wins. Environment variables, files and literals are written into a secret of ours; a
version that somebody else put there is replaced. A secret given as `Secret.aws` is used in place and never written; its
current version is followed, as is that of a secret of ours whose rotation was switched on in AWS.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import Literal

from ..errors import InputError
from ..redact import quoted
from .facts import Described, Kept, Wanted
from .names import parse_arn
from .sources import usable_version

Delivery = Literal["value", "arn"]
"""What Boomi is given: the value itself, or the ARN that its runtime follows."""

AS_APPLIED = "as applied"

MANAGED_KEY = "alias/aws/secretsmanager"
"""The key that AWS manages; DescribeSecret leaves it out."""


class Decision(enum.Enum):
    """What happens to the secret in AWS."""

    KEEP = "keep"
    WRITE_OURS = "write ours"
    FOLLOW_OURS = "follow ours"
    USE_THEIRS = "use theirs"
    RETIRE_OURS = "retire ours"


@dataclasses.dataclass(frozen=True)
class Plan:
    """A decision, and what follows from it.

    `version` is the version that Boomi is to have, where it exists already; `arn` the secret of a source in AWS;
    `retire` a secret of ours that nobody uses once Boomi has the new one; `deliver` whether Boomi has to be told.
    """

    decision: Decision
    version: str | None = None
    retire: str | None = None
    deliver: bool = False
    arn: str | None = None

    def delivering(self) -> Plan:
        """The same, told to Boomi in any case."""
        return dataclasses.replace(self, deliver=True)


def plan(
    wanted: Wanted | None, kept: Kept | None, described: Described | None, set_in_boomi: bool, delivery: str
) -> Plan:
    """The decision. `described` is the secret that a reference to AWS names, else the one that state names.

    Raises InputError or SecretUnavailableError for a source in AWS that cannot be used.
    """
    ours = kept if kept is not None and kept.ours else None
    if wanted is None:
        return Plan(Decision.RETIRE_OURS, retire=ours.arn) if ours else Plan(Decision.KEEP)
    if wanted.kind == "aws":
        return _use_theirs(wanted, kept, described, set_in_boomi, delivery)
    if ours is None:
        return Plan(Decision.WRITE_OURS, deliver=True)
    if moved(ours.arn, wanted.name, wanted.region):
        return Plan(Decision.WRITE_OURS, retire=ours.arn, deliver=True)
    if described is None:
        return Plan(Decision.WRITE_OURS, deliver=True)
    unknown_to_boomi = not set_in_boomi or ours.delivered is None
    if _has_to_be_written(wanted, ours, described):
        return Plan(Decision.WRITE_OURS, deliver=delivery == "value" or unknown_to_boomi)
    current = described.current
    decision = Decision.KEEP if current == ours.version else Decision.FOLLOW_OURS
    return Plan(decision, current, deliver=unknown_to_boomi or (delivery == "value" and ours.delivered != current))


def moved(arn: str, name: str | None, region: str | None) -> bool:
    """Whether the program asks for another name or Region than those of this secret."""
    parts = parse_arn(arn)
    return parts is not None and (name not in (None, parts.name) or region not in (None, parts.region))


def same_key(one: str | None, other: str | None) -> bool:
    """Whether two spellings of a KMS key (id, alias, ARN of either; None: AWS's own) may mean one key."""
    one, other = one or MANAGED_KEY, other or MANAGED_KEY
    if one.startswith("arn:") and other.startswith("arn:"):
        return one == other
    return _key_id(one) == _key_id(other)


def marker(wanted: Wanted, kept: Kept, described: Described | None, set_in_boomi: bool) -> str:
    """What `refresh` says of a secret: "as applied", or what happened to it behind the program's back."""
    if described is None:
        return "gone"
    if described.deleted is not None:
        return f"scheduled for deletion (on {described.deleted:%Y-%m-%d})"
    if described.current is None:
        return "replaced outside (no version is current)"
    if described.current != kept.version:
        followed = wanted.kind == "aws" or described.rotates
        return f"{'new version in AWS' if followed else 'replaced outside'} (version {described.current[:8]}…)"
    return AS_APPLIED if set_in_boomi else "missing in Boomi"


def _use_theirs(
    wanted: Wanted, kept: Kept | None, described: Described | None, set_in_boomi: bool, delivery: str
) -> Plan:
    arn = str(wanted.arn)
    if kept is not None and kept.ours and kept.arn == arn:
        # Its tag may have been taken off; to retire it as ours would delete what the program names as the source.
        raise InputError(
            f"AWS secret {quoted(arn)} is the one that this resource keeps the value in; it cannot be its own source. "
            "Name the place where the value comes from"
        )
    version = usable_version(arn, described)
    same = kept is not None and not kept.ours and (kept.arn, kept.key) == (arn, wanted.key) and set_in_boomi
    delivered = kept.delivered if kept is not None and same else None
    return Plan(
        Decision.USE_THEIRS,
        version,
        retire=kept.arn if kept is not None and kept.ours else None,
        deliver=delivered is None or (delivery == "value" and delivered != version),
        arn=arn,
    )


def _has_to_be_written(wanted: Wanted, ours: Kept, described: Described) -> bool:
    if described.deleted is not None or described.current is None or ours.version is None:
        return True
    if wanted.digest is not None and wanted.digest != ours.digest:
        return True
    if wanted.kms_key_id is not None and not same_key(wanted.kms_key_id, described.kms_key_id):
        return True
    return described.current != ours.version and not described.rotates


def _key_id(key: str) -> str:
    return key.rpartition(":")[2].removeprefix("key/")
