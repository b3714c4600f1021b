"""The one object that kinds get: sources are read, and our secrets decided on, kept and retired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..redact import quoted
from ..secret import Secret
from ..settings import Settings
from . import digest as digests
from . import plan as plans
from .aws import Aws
from .facts import Described, Kept, Wanted
from .names import NaturalKey, name_of, name_problem, region_of
from .resolve import Resolver
from .secrets_manager import SecretsManager
from .store import Store, Stored, Target


class Vault:
    """References, digests, decisions and AWS Secrets Manager. Nothing is imported or asked before it is needed.

    `options` are the input `secrets_manager` of a resource: name, region, kms_key_id (None: as the settings say).
    """

    def __init__(self, settings: Settings, environ: Mapping[str, str]) -> None:
        self._settings = settings.secrets_manager
        self._aws = Aws(settings, environ)
        self._secrets = SecretsManager(self._aws)
        self._store = Store(self._secrets)
        self._resolver = Resolver(settings, environ, self._aws.identity, self._secrets)

    def resolve(self, value: Secret | str) -> str:
        """The secret itself, hidden from every message. SecretUnavailableError where the reference yields none."""
        return self._resolver.resolve(value)

    def digest(self, value: str, owner: str, previous: str | None, *, slow: bool = False) -> str:
        """A salted digest; with the salt and scheme of `previous`, so that one value has one digest for life."""
        return digests.digest(value, owner, previous, slow=slow)

    def plan(
        self, wanted: Wanted | None, kept: Kept | None, described: Described | None, set_in_boomi: bool, delivery: str
    ) -> plans.Plan:
        """What to do; `described` is the secret that `wanted` names in AWS, else the one that `kept` names.

        Raises InputError or SecretUnavailableError for a source in AWS that may not or cannot be used.
        """
        if wanted is not None and wanted.arn is not None:
            self._resolver.refuse_unlisted(wanted.arn)
        return plans.plan(wanted, kept, described, set_in_boomi, delivery)

    def describe(self, arn_or_name: str) -> Described | None:
        """What AWS shows of a secret, values aside; None when there is none."""
        return self._secrets.describe(arn_or_name)

    def source(self, arn: str) -> Described | None:
        """The same of a secret that the program names, once it is known that it may be read (else InputError)."""
        self._resolver.refuse_unlisted(arn)
        return self._secrets.describe(arn)

    def key(self, account: str, environment: str, group: str, connection: str, name: str, input: str) -> NaturalKey:
        """What a secret is for: the ids of the connection, its name for readers, and the secret input."""
        return NaturalKey(account, environment, group, connection, input, name)

    def write(
        self,
        key: NaturalKey,
        value: str,
        *,
        owner: str,
        kept: Kept | None,
        options: Mapping[str, Any],
        adopt: bool | None,
    ) -> Stored:
        """Keep a value in our secret. `kept` is what state says of it, when it is ours; `adopt` None: it is too late to
        take over what is there.

        Raises ConflictError, before anything is written, for a secret that is somebody else's or not safe.
        """
        if kept is not None and plans.moved(kept.arn, options.get("name"), options.get("region")):
            kept = None
        return self._store.write(self._target(key, owner, kept, options), value, kept, adopt=adopt)

    def is_continued(self, key: NaturalKey, owner: str, options: Mapping[str, Any]) -> bool:
        """Whether our own young secret is there although no state says so: a create was killed."""
        return self._store.is_continued(self._target(key, owner, None, options))

    def owner(self, key: NaturalKey, options: Mapping[str, Any]) -> str | None:
        """Whose secret is there under the name that ours would have; None where there is none, or it is not marked."""
        target = self._target(key, "", None, options)
        seen = self._secrets.describe(target.name, target.region)
        return seen.owner if seen is not None and seen.deleted is None else None

    def overtaken(self, arn: str, version: str) -> str | None:
        """The closing look after a delivery: the version that is current now, when it is another one."""
        return self._store.overtaken(arn, version)

    def value(self, arn: str, version: str | None, key: str | None) -> str:
        """The value of one version of a secret in AWS, or of one key of it; hidden from every message."""
        if version is None:
            raise InputError(f"AWS secret {quoted(name_of(arn))} has no version that could be read")
        return self._secrets.value(arn, version, key)

    def retire(self, arn: str, owner: str, window_days: int | None) -> str | None:
        """Schedule our secret for deletion, in 30 days by default; a warning when it is another owner's now."""
        return self._store.retire(arn, owner, window_days)

    def retag(self, arn: str, owner: str, before: str | None = None) -> str | None:
        """Write a renamed resource's new owner (`before`: the old one); a warning when it is another owner's now."""
        return self._store.retag(arn, owner, before)

    def _target(self, key: NaturalKey, owner: str, kept: Kept | None, options: Mapping[str, Any]) -> Target:
        """The name is computed once and then kept, so that a renamed connection moves no secret."""
        name = name_of(kept.arn) if kept else options.get("name") or key.secret_name(self._settings.prefix)
        if kept is None and (problem := name_problem(name)):
            raise InputError(f"secrets_manager: {problem}, not {quoted(name)}")
        region = region_of(kept.arn) if kept else None
        return Target(
            name=name,
            region=region or self._aws.region(options.get("region")),
            owner=owner,
            natural_key=key.text,
            kms_key_id=options.get("kms_key_id") or self._settings.kms_key_id,
            tags=self._settings.tags,
        )
