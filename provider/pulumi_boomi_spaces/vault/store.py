"""The life of our secrets in AWS Secrets Manager: found, made, restored or taken over, written, retired."""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from ..errors import ConflictError, InputError, ServiceError
from ..redact import quoted
from . import guard, versions
from .facts import Described, Kept
from .names import name_of, read_tags, tags
from .plan import same_key
from .secrets_manager import PENDING, PREVIOUS, SecretsManager

LARGEST_VALUE = 65_536
"""Bytes. AWS Secrets Manager, "Quotas"."""
YOUNG = timedelta(days=1)
"""A secret that is no older may be what a create left behind that was killed."""
RECOVERY_DAYS = 30

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between looks, where AWS may show an older state for a moment (API reference: eventual consistency)."""

_TAKEN = {"ResourceExistsException", "InvalidRequestException"}


@dataclasses.dataclass(frozen=True)
class Target:
    """Where a value is to be kept, and as whose. `tags` are the organisation's, beside ours."""

    name: str
    region: str
    owner: str
    natural_key: str
    kms_key_id: str | None
    tags: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Stored:
    """The secret and the version that holds the value."""

    arn: str
    version: str


class Store:
    """AWS Secrets Manager as this provider uses it. Raises ServiceError, ConflictError and SettingsError."""

    def __init__(
        self,
        secrets: SecretsManager,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._secrets = secrets
        self._now = now
        self._sleep = sleep

    def write(self, target: Target, value: str, kept: Kept | None, *, adopt: bool | None) -> Stored:
        """Keep a value in our secret, which is made, continued, restored or taken over as far as that is allowed.

        `kept` is what state says, when the secret is ours by it. Raises ConflictError for a secret that is somebody
        else's or not safe to write into; nothing is written then.
        """
        if len(value.encode()) > LARGEST_VALUE:
            raise InputError(f"AWS secret {quoted(target.name)}: a value has at most {LARGEST_VALUE} bytes")
        token = str(uuid.uuid4())
        problem = ServiceError(f"AWS secret {quoted(target.name)} cannot be made")
        for _ in self._looks(PAUSES):
            if (seen := self._find(target, kept)) is not None:
                return self._write_into(seen, target, value, token, kept, adopt)
            try:
                return self._create(target, value, token)
            except ServiceError as error:
                if error.code not in _TAKEN:
                    raise
                # Somebody was faster; or the name is not free yet, seconds after a deletion without a recovery window.
                problem = error
        raise problem

    def is_continued(self, target: Target) -> bool:
        """Whether a secret is there that a create of this owner left behind: it may be gone on with."""
        seen = self._secrets.describe(target.name, target.region)
        return seen is not None and seen.deleted is None and self._left_behind(seen, target)

    def overtaken(self, arn: str, version: str) -> str | None:
        """The closing look after a delivery: the version that is current now, when it is another than `version`."""
        for _ in self._looks(PAUSES[:3]):
            seen = self._secrets.describe(arn)
            if seen is None or seen.deleted is not None or seen.current in (None, version):
                return None
            labels = seen.labels.get(version, frozenset())
            if PENDING not in labels or PREVIOUS in labels:
                return seen.current
            # It is shown as waiting to become current, which it did: an older state.
        return None

    def retire(self, arn: str, owner: str, window_days: int | None) -> str | None:
        """Schedule our secret for deletion. Gone or scheduled already is success.

        Returns a warning, and leaves it alone, when its tag names another owner.
        """
        seen = self._secrets.describe(arn)
        if seen is None or seen.deleted is not None:
            return None
        if seen.owner not in (None, owner):
            return f"AWS secret {quoted(seen.name)} was left as it is: it belongs to {quoted(seen.owner)} now"
        try:
            self._secrets.change("DeleteSecret", arn, {"RecoveryWindowInDays": window_days or RECOVERY_DAYS})
        except ServiceError:
            seen = self._secrets.describe(arn)
            if seen is not None and seen.deleted is None:
                raise
        return None

    def retag(self, arn: str, owner: str, before: str | None = None) -> str | None:
        """Write the new owner of a renamed resource; nothing when the secret is gone or scheduled for deletion.

        Returns a warning, and leaves the tag alone, when it names neither the old owner (`before`) nor the new one.
        """
        seen = self._secrets.describe(arn)
        if seen is None or seen.deleted is not None or seen.owner == owner:
            return None
        if before is not None and seen.owner not in (None, before):
            return f"AWS secret {quoted(seen.name)} was left as it is: it belongs to {quoted(seen.owner)} now"
        self._tag(arn, tags(owner, seen.natural_key or "", {}))
        return None

    def _looks(self, pauses: Sequence[float]) -> Iterator[None]:
        """One turn more than there are pauses, with the pauses in between."""
        yield
        for pause in pauses:
            self._sleep(pause)
            yield

    def _find(self, target: Target, kept: Kept | None) -> Described | None:
        """The secret that state names, else the one of the target's name, which may be another one."""
        by_state = self._secrets.describe(kept.arn) if kept is not None else None
        return by_state or self._secrets.describe(target.name, target.region)

    def _create(self, target: Target, value: str, token: str) -> Stored:
        key = {"KmsKeyId": target.kms_key_id} if target.kms_key_id else {}
        parameters = {
            "Name": target.name,
            "ClientRequestToken": token,
            "SecretString": value,
            "Tags": tags(target.owner, target.natural_key, target.tags),
            **key,
        }
        try:
            answer = self._secrets.create(target.region, parameters)
        except ServiceError as error:
            seen = self._secrets.describe(target.name, target.region) if error.answer_lost else None
            if seen is None or seen.current != token:
                raise
            return Stored(seen.arn, token)
        if answer["VersionId"] != token:
            raise ServiceError(
                f"CreateSecret of AWS secret {quoted(target.name)} answered another version than was asked for. "
                "Run pulumi up again"
            )
        return Stored(answer["ARN"], token)

    def _write_into(
        self, seen: Described, target: Target, value: str, token: str, kept: Kept | None, adopt: bool | None
    ) -> Stored:
        ours = kept is not None and kept.arn == seen.arn
        if kept is not None and ours:
            self._refuse_lost(seen, target, kept)
        elif not adopt:
            self._refuse_foreign(seen, target, adoptable=adopt is not None)
        guard.refuse_unsafe(seen, target.kms_key_id, ours=ours, key_may_change=ours or bool(adopt))
        if seen.deleted is None:
            self._refuse_open_policy(seen)
        else:
            seen = self._restored(seen)
        if target.kms_key_id is not None and not same_key(target.kms_key_id, seen.kms_key_id):
            self._secrets.change("UpdateSecret", seen.arn, {"KmsKeyId": target.kms_key_id})
        if (seen.owner, seen.natural_key) != (target.owner, target.natural_key):
            self._tag(seen.arn, tags(target.owner, target.natural_key, target.tags))
        versions.put(self._secrets, seen, value, token)
        return Stored(seen.arn, token)

    def _refuse_lost(self, seen: Described, target: Target, kept: Kept) -> None:
        """Ours by state, but another stack has taken it over since; `adopt` is for the first write alone."""
        if seen.owner not in (None, target.owner, kept.owner):
            raise ConflictError(
                f"AWS secret {quoted(seen.name)} belongs to {quoted(seen.owner)} now; nothing was written. "
                "Take this resource out of one of the two stacks"
            )

    def _refuse_foreign(self, seen: Described, target: Target, adoptable: bool) -> None:
        """By its tags alone a secret is ours only where a create or a destroy left it behind."""
        if self._left_behind(seen, target):
            return
        about = f"AWS secret {quoted(seen.name)}"
        another = "give the secret another name (SecretsManager(name=…))"
        ways = f"To take it over, set adopt=True; or {another}" if adoptable else another.capitalize()
        if seen.owner is None:
            raise ConflictError(f"{about} exists already and was not made by this provider. {ways}")
        since = f" since {seen.created:%Y-%m-%d}" if seen.created else ""
        if seen.owner == target.owner:
            raise ConflictError(
                f"{about} was left there{since} by a resource of this name, and state does not know it any more. {ways}"
            )
        raise ConflictError(f"{about} exists already{since} and belongs to {quoted(seen.owner)}. {ways}")

    def _left_behind(self, seen: Described, target: Target) -> bool:
        """By a create of this owner that was killed, or by its destroy."""
        if (seen.owner, seen.natural_key) != (target.owner, target.natural_key):
            return False
        return seen.deleted is not None or (seen.created is not None and self._now() - seen.created < YOUNG)

    def _tag(self, arn: str, wanted: Sequence[Mapping[str, str]]) -> None:
        """The answer has no content that could be checked, so the tags are looked at."""
        self._secrets.change("TagResource", arn, {"Tags": wanted}, ())
        for _ in self._looks(PAUSES[:3]):
            seen = self._secrets.describe(arn)
            if seen is not None and (seen.owner, seen.natural_key) == read_tags(wanted):
                return
        raise ServiceError(
            f"AWS secret {quoted(name_of(arn))} was tagged, but AWS shows other tags. Run pulumi up again"
        )

    def _refuse_open_policy(self, seen: Described) -> None:
        guard.refuse_open_policy(seen, self._secrets.resource_policy(seen.arn))

    def _restored(self, scheduled: Described) -> Described:
        """The secret live again; scheduled again when its policy, which cannot be read before, is refused."""
        self._secrets.change("RestoreSecret", scheduled.arn, {})
        for _ in self._looks(PAUSES):
            seen = self._secrets.describe(scheduled.arn)
            if seen is not None and seen.deleted is None:
                try:
                    self._refuse_open_policy(seen)
                except ConflictError:
                    self._secrets.change("DeleteSecret", seen.arn, {"RecoveryWindowInDays": RECOVERY_DAYS})
                    raise
                return seen
        raise ServiceError(
            f"AWS secret {quoted(scheduled.name)} was restored, but AWS still shows it as deleted. Run pulumi up again",
            answer_lost=True,
        )
