"""What one create or update does about a connection's secrets and its form in the portal: decisions first, then
steps.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ..boomi.extensions import ConnectionState, FieldChange
from ..engine.kind import Place, Turn
from ..errors import InputError, SecretUnavailableError
from ..redact import quoted
from ..secret import Secret
from ..vault import Decision, Described, Kept, Plan
from . import connection_fields, ids
from .clients import Clients
from .connection_inputs import cell_of, delivery
from .connection_keys import Keys
from .connection_secrets import (
    SecretInput,
    in_the_right_form,
    is_set,
    kept,
    options_of,
    record,
    recovery_days,
    stored_inputs,
)


class Work:
    """All decisions are made, and all values that will be sent are read, before the first write."""

    def __init__(
        self,
        turn: Turn[Clients],
        want: Mapping[str, Any],
        outs: Mapping[str, Any],
        place: Place,
        connection: ConnectionState,
        described: Mapping[str, Described | None],
    ) -> None:
        self._turn, self._want, self._outs = turn, want, outs
        self._vault = turn.api.vault
        self._cell = cell_of(want)
        self._account, self._environment, self._group, self._connection = ids.split(str(place.id), *ids.CONNECTION)
        self._name = connection.name
        self._delivery = delivery(want)
        before, now = outs.get("managed_fields") or {}, connection_fields.managed(self._cell, want)
        self._ids = now
        self.fields: Mapping[str, str] = {**before, **now}
        """What is managed while the work is under way: what was, and what will be."""
        self.records: dict[str, Mapping[str, Any]] = dict(outs.get("secrets") or {})
        """{path: what state keeps of that secret}, as far as the work got."""
        self.stored: frozenset[str] = frozenset()
        """The paths of the secrets that were written."""
        if outs and outs.get("credentials_version") != want.get("credentials_version"):
            # All have to be sent again, also when it is the next run that comes to it.
            self.records = {path: {**record, "delivered": None} for path, record in self.records.items()}
        self._inputs = stored_inputs(self._cell, want)
        self._keys = Keys(turn, want, place, connection.name, self._inputs)
        self._plans = {path: self._plan(secret, connection, described) for path, secret in self._inputs.items()}
        self._gone = [path for path in self.records if path not in self._inputs]
        self._values: dict[str, str] = {}
        for path, plan in self._plans.items():
            if plan.decision is Decision.WRITE_OURS or (plan.deliver and self._delivery == "value"):
                self.value(path)

    def _plan(
        self, secret: SecretInput, connection: ConnectionState, described: Mapping[str, Described | None]
    ) -> Plan:
        wanted, before = secret.wanted(self._want), self._before(secret.path)
        there = connection.fields.get(self._ids[secret.field.name])
        try:
            if wanted.arn is not None and (before is None or before.arn != wanted.arn):
                seen = self._vault.source(wanted.arn)
            else:
                seen = described.get(secret.path)
            plan = self._vault.plan(wanted, before, seen, is_set(secret, there), self._delivery)
        except InputError as error:
            raise type(error)(f"{secret.path}: {error}. Nothing was changed") from None
        arn = wanted.arn or (before.arn if before else None)
        return plan.delivering() if not in_the_right_form(secret, there, self._delivery, arn) else plan

    def _before(self, path: str) -> Kept | None:
        return kept({**self._outs, "secrets": self.records}, path)

    def value(self, path: str) -> str:
        """The value of one secret: from the program's source, or from AWS where the manager's version is followed."""
        if path not in self._values:
            plan, secret = self._plans[path], self._inputs[path]
            if plan.decision in (Decision.USE_THEIRS, Decision.FOLLOW_OURS):
                arn = plan.arn or self.records[path]["arn"]
                self._values[path] = self._vault.value(arn, plan.version, secret.key)
            else:
                self._values[path] = self._own_value(path, secret)
        return self._values[path]

    def _own_value(self, path: str, secret: SecretInput) -> str:
        try:
            return self._vault.resolve(secret.reference or str(secret.value))
        except SecretUnavailableError as error:
            before = self.records.get(path)
            if before is None or self._plans[path].decision is not Decision.KEEP:
                raise SecretUnavailableError(f"{path}: {error}. Nothing was changed") from None
            return self._vault.value(before["arn"], before["version"], None)

    def arn(self, path: str) -> str:
        """The reference that Boomi gets instead of the value."""
        return str(self.records[path]["arn"])

    @property
    def reference(self) -> Callable[[str], str] | None:
        """How to get the reference that Boomi is given, or None where it is given values."""
        return self.arn if self._delivery == "arn" else None

    def delivers(self, path: str) -> bool:
        """Whether Boomi has to be told this secret (again)."""
        return self._plans[path].deliver

    def store(self) -> Iterator[str]:
        """Put our own secrets into AWS; yields the path of each that was written. The others are only noted."""
        for path, plan in self._plans.items():
            before, secret = self._before(path), self._inputs[path]
            if plan.decision is Decision.WRITE_OURS:
                stored = self._vault.write(
                    self._keys.of(path),
                    self.value(path),
                    owner=self._turn.owner,
                    kept=before if before and before.ours else None,
                    options=options_of(self._want, secret),
                    # It matters at birth only: later it would take over whatever a new name happens to meet.
                    adopt=None if self._outs else bool(self._want.get("adopt")),
                )
                delivered = before.delivered if before and before.arn == stored.arn else None
                self._note(path, record(stored.arn, stored.version, delivered, ours=True), plan.retire)
                self.stored |= {path}
                yield path
            elif plan.decision is Decision.USE_THEIRS:
                delivered = before.delivered if before and before.arn == plan.arn else None
                theirs = record(str(plan.arn), plan.version, delivered, ours=False, key=secret.key)
                self._note(path, theirs, plan.retire)
            elif before is not None:
                self._note(path, record(before.arn, plan.version, before.delivered, ours=before.ours), plan.retire)

    def _note(self, path: str, now: Mapping[str, Any], replaces: str | None) -> None:
        """Keep what state is to know; `replaces` is the ARN of ours that is scheduled for deletion once all is done."""
        replaces = replaces or self.records.get(path, {}).get("replaces")
        self.records[path] = {**now, **({"replaces": replaces} if replaces and replaces != now["arn"] else {})}

    def note_delivered(self) -> None:
        """Boomi has what was to be delivered."""
        for path, plan in self._plans.items():
            if plan.deliver and path in self.records:
                self.records[path] = {**self.records[path], "delivered": self.records[path]["version"]}

    def overtaken(self) -> dict[str, str]:
        """The closing look: {path: version} of what became current while this was delivered; its values are read."""
        newer = {}
        for path, plan in self._plans.items():
            now = self.records.get(path)
            if now is None or not plan.deliver or self._delivery == "arn":
                continue
            version = self._vault.overtaken(now["arn"], now["version"])
            if version is not None:
                self._values[path] = self._vault.value(now["arn"], version, self._inputs[path].key)
                newer[path] = version
        return newer

    def note_newer(self, newer: Mapping[str, str]) -> None:
        """Boomi has these versions. Where the program's source wins, a refresh still tells that it was replaced."""
        for path, version in newer.items():
            followed = self._plans[path].decision in (Decision.USE_THEIRS, Decision.FOLLOW_OURS)
            known = version if followed else self.records[path]["version"]
            self.records[path] = {**self.records[path], "version": known, "delivered": version}

    def retire(self) -> Iterator[str]:
        """Schedule what is ours and not used any more for deletion; yields what it was."""
        for path, now in list(self.records.items()):
            if arn := now.get("replaces"):
                self._schedule(arn)
                self.records[path] = {name: value for name, value in now.items() if name != "replaces"}
                yield f"replaced {path}"
        for path in self._gone:
            if self.records[path].get("ours"):
                self._schedule(self.records[path]["arn"])
            del self.records[path]
            yield path

    def _schedule(self, arn: str) -> None:
        days = recovery_days(self._want)
        if warning := self._vault.retire(arn, self._turn.owner, days):
            self._turn.say.warn(warning)

    def words(self, changes: Sequence[FieldChange]) -> str:
        """What a write attempts, for its error message."""
        names = {id: name for name, id in self.fields.items()}
        named = ", ".join(sorted(names.get(change.field, change.field) for change in changes))
        environment = self._turn.api.names.environment_name(self._account, self._environment)
        return f"writing {named} to connection {quoted(self._name)} in {quoted(environment)}"

    def form(self, before: str | None, token_set: bool) -> str | None:
        """Write what the portal's form shows, where a Space is named and it changed; the digest of what was written."""
        space = self._want.get("space")
        if space is None:
            return None
        details = {
            "baseURL": str(self._want.get("base_url", "")),
            "companyId": str(self._want.get("company_id", "")),
            "clientId": str(self._want.get("client_id", self._want.get("outbound_client_id", ""))),
            "authParams": _open(self._want.get("authorization_parameters"), self._inputs, "authorization_parameters"),
            "accessTokenParams": _open(self._want.get("token_parameters"), self._inputs, "token_parameters"),
        }
        digest = hashlib.sha256(json.dumps([space, details, token_set], sort_keys=True).encode()).hexdigest()[:16]
        if digest == before:
            return None
        _, instance, _ = ids.split(self._want["attachment"], *ids.ATTACHMENT)
        self._turn.api.form.save(
            self._account, space, instance, self._environment, self._group, self._connection, details, token_set
        )
        return digest


def _open(values: Any, secrets: Mapping[str, SecretInput], field: str) -> dict[str, str]:
    """The parameters that are no secrets: the form's memory is not a place for those."""
    return {
        name: str(value)
        for name, value in (values or {}).items()
        if f"{field}.{name}" not in secrets and Secret.parse(value) is None
    }
