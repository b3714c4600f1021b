"""An OAuth 2.0 connection of a deployed process: what the connector needs to sign in, and the secrets behind it.

The connection exists anyway; this resource is an overlay of extension values on it. So every change but that of its
identity is an update in place: to delete and create would be an outage, two listener restarts and a lost consent.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .. import connectors
from ..boomi.extensions import ConnectionState, ObjectKey
from ..boomi.model import Process
from ..engine.kind import Completion, Kind, Place, Turn
from ..engine.run import Claim
from ..engine.spec import Field
from ..engine.values import known
from ..errors import InputError, NotThereError
from ..oauth import consent_basis, is_new_basis, redirect_uri, status
from ..redact import quoted
from ..vault import AS_APPLIED, arn_problem, name_problem
from . import connection_fields, connection_secrets, ids
from .clients import Clients
from .common import name_of, named_now, refuse_if_name_moved
from .connection_inputs import OUTPUTS, cell_of, delivery, field_ids, fields_of, wire
from .connection_keys import Keys
from .connection_live import Connection
from .connection_secrets import options_of, options_of_all, recovery_days, secret_inputs, stored_inputs
from .connection_work import Work

GRANTED, TO_BE_RENEWED = "granted", "to be renewed"


class OAuthConnection(Kind[Clients, Connection]):
    """Identity: attachment, process and connection."""

    name = "OAuthConnection"
    outputs = OUTPUTS

    def fields(self, inputs: Mapping[str, Any]) -> Sequence[Field]:
        return fields_of(inputs)

    def complete(self, api: Clients, owner: str, inputs: Mapping[str, Any], olds: Mapping[str, Any]) -> Completion:
        sandbox = api.settings.sandbox
        done = Completion(problems=connectors.problems(wire(inputs), field_ids=field_ids(inputs), sandbox=sandbox))
        if done.problems:
            return done
        cell = cell_of(inputs)
        done.warnings += connectors.warnings(wire(inputs))
        connection_secrets.complete(api.vault, owner, cell, inputs, olds, done)
        if stored_inputs(cell, inputs):
            done.added["stored_secret"] = AS_APPLIED
        given = options_of_all(inputs).get("name")
        for path, secret in (
            stored_inputs(cell, inputs).items() if isinstance(given, str) and name_problem(given) is None else ()
        ):
            if wrong := name_problem(name := options_of(inputs, secret)["name"]):
                done.problems.append(f"secrets_manager: the name of {path} would be {quoted(name)}: {wrong}")
        for secret in secret_inputs(cell, inputs):
            if secret.reference and secret.reference.place == "aws" and (wrong := arn_problem(secret.reference.at)):
                done.problems.append(f"{secret.path}: {wrong}")
            if secret.reference and secret.reference.key is not None and delivery(inputs) == "arn":
                done.problems.append(
                    f'{secret.path}: key cannot be used with delivery="arn", since Boomi reads the whole secret; '
                    'use delivery="value"'
                )
        if cell.consent == "person":
            done.added["authorization"] = _authorization(inputs, olds)
        return done

    def account(self, inputs: Mapping[str, Any]) -> str:
        return ids.split(inputs["attachment"], *ids.ATTACHMENT)[0]

    def claims(self, inputs: Mapping[str, Any], place: Place | None) -> Iterable[Claim]:
        what = f"connection {quoted(inputs.get('connection'))}"
        if place is None:
            parent = inputs.get("attachment")
            at = parent if isinstance(parent, str) else inputs.get("attachment_of")
            if at is None or not known([inputs.get("process"), inputs.get("connection")]):
                return
            yield Claim(f"connection/{at}/?{inputs.get('process')}/?{inputs.get('connection')}", what)
            return
        yield Claim(f"connection/{place.id}", what)
        for id in (inputs.get("managed_fields") or connection_fields.managed(cell_of(inputs), inputs)).values():
            yield Claim(_field_key(str(place.id), id), f"field {quoted(id)} of {what}", f"connection/{place.id}")

    def look_up(self, turn: Turn[Clients], name: str, inputs: Mapping[str, Any]) -> str:
        place = self.find(turn, inputs)
        return str(place.resolved[name]["id"])

    def find(self, turn: Turn[Clients], want: Mapping[str, Any]) -> Place:
        account, instance, environment = ids.split(want["attachment"], *ids.ATTACHMENT)
        process = turn.api.names.process(account, instance, want.get("process"))
        object = turn.api.extensions.of(ObjectKey(account, environment, process.group), turn.since)
        if object is None:
            raise NotThereError(
                f"process {quoted(process.name)} is not deployed in environment "
                f"{quoted(turn.api.names.environment_name(account, environment))}: is the instance attached to it?"
            )
        connection = turn.api.extensions.connection(object, want["connection"])
        return Place(
            ids.join(account, environment, process.group, connection.id),
            {
                "process": {
                    "id": process.id,
                    "name": process.name,
                    "origin": self._origin(turn, account, instance, process),
                },
                "connection": {"id": connection.id, "name": connection.name},
            },
        )

    @staticmethod
    def _origin(turn: Turn[Clients], account: str, instance: str, process: Process) -> str:
        """What stays the same when the pack is uninstalled and installed again, while the process's id does not.

        Names of secrets are made of it, so that a secret that waits for its deletion is found again.
        """
        installed = turn.api.packs.instance(account, instance, None)
        return ids.join(installed.pack_id, installed.name, process.original_id) if installed else process.id

    def place(self, id: str, outs: Mapping[str, Any]) -> Place:
        return Place(id, outs.get("resolved", {}))

    def observe(
        self, turn: Turn[Clients], place: Place, outs: Mapping[str, Any], since: float | None
    ) -> Connection | None:
        account, environment, group, id = ids.split(str(place.id), *ids.CONNECTION)
        object = turn.api.extensions.of(ObjectKey(account, environment, group), since)
        if object is None or (id not in object.connections and not place.resolved):
            return None
        # A connection of ours that is not declared any more is not gone: its values return with the declaration.
        name = place.resolved.get("connection", {}).get("name", id)
        secrets: Mapping[str, Mapping[str, Any]] = outs.get("secrets") or {}
        return Connection(
            id=str(place.id),
            object=object,
            connection=object.connections.get(id) or ConnectionState(id, name, {}),
            described={path: turn.api.vault.describe(record["arn"]) for path, record in secrets.items()},
            secrets=secrets,
            fields=_before(outs),
            form=outs.get("form"),
        )

    def foreign(self, turn: Turn[Clients], want: Mapping[str, Any], live: Connection) -> list[str]:
        cell = cell_of(want)
        fields = connection_fields.managed(cell, want)
        if connection_fields.obstacles(cell, fields, live.object, live.connection.id):
            return []  # told by ensure, all of them, before anything is written
        differing, overridden, hidden = [], [], []
        for field in cell.fields:
            if (id := fields.get(field.name)) is None:
                continue
            there = live.connection.fields[id]
            if field.secret:
                hidden += [field.name] if there.overridden and (there.value_set or there.reference) else []
            elif connection_fields.differs(field, want[field.name], there, connection_secrets.marked(want, field)):
                differing.append(field.name)
                overridden += [field.name] if there.overridden else []
        if not overridden and not hidden:
            return []
        keys = Keys(turn, want, self.find(turn, want), live.connection.name, stored_inputs(cell, want))
        if other := keys.owner_of_another():
            ways = "to take it over, set adopt=True"
            if other.split("/")[:2] == turn.owner.split("/")[:2]:
                ways = f'was the resource renamed, add aliases=[pulumi.Alias(name="{name_of(other)}")]; {ways}'
            return [f"connection {quoted(live.connection.name)} ({live.id}) belongs to {quoted(other)}: {ways}"]
        if not (overridden or differing) or keys.continued():
            return []
        listed = ", ".join([*overridden, *(f"{name} (encrypted, cannot be compared)" for name in hidden)])
        return [
            f"connection {quoted(live.connection.name)} ({live.id}) holds values that this stack did not set: "
            f"{listed}. "
            'To take it over, set adopt=True; was the resource renamed, add aliases=[pulumi.Alias(name="OLD NAME")]; '
            "else clear them in the portal"
        ]

    def ensure(
        self,
        turn: Turn[Clients],
        want: Mapping[str, Any],
        place: Place,
        live: Connection | None,
        outs: Mapping[str, Any],
    ) -> Iterator[Connection]:
        if live is None:
            raise NotThereError(f"connection {quoted(want['connection'])} is not there any more")
        cell, fields = cell_of(want), connection_fields.managed(cell_of(want), want)
        refuse_if_name_moved("process", place.resolved.get("process", {}))
        refuse_if_name_moved("connection", live.called_now(want["connection"])[0])
        if problems := connection_fields.obstacles(cell, fields, live.object, live.connection.id):
            raise InputError(*problems)
        work = Work(turn, want, outs, place, live.connection, live.described)
        for path in work.store():
            yield (live := live.after(work, f"{path} stored"))
        changes = [
            *connection_fields.changes(cell, want, live.connection, work.delivers, work.value, work.reference),
            *connection_fields.reverts(_before(outs), fields, live.connection, lambda id: _taken(turn, place, id)),
        ]
        if changes:
            object = turn.api.extensions.write(live.object, changes, work.words(changes))
            work.note_delivered()
            yield (live := live.after(work, "fields written", object))
        if newer := work.overtaken():
            again = [*connection_fields.changes(cell, want, live.connection, newer.__contains__, work.value, None)]
            object = turn.api.extensions.write(live.object, again, work.words(again))
            work.note_newer(newer)
            yield (live := live.after(work, "newer secret delivered", object))
        for path in work.retire():
            yield (live := live.after(work, f"{path} scheduled for deletion"))
        if (form := work.form(live.form, live.token_set(cell))) is not None:
            yield (live := dataclasses.replace(live.after(work, "portal form written"), form=form))
        yield dataclasses.replace(live, fields=fields, secrets=dict(work.records), done="as declared")

    def reown(self, turn: Turn[Clients], outs: Mapping[str, Any]) -> None:
        for record in (outs.get("secrets") or {}).values():
            if record.get("ours") and (warning := turn.api.vault.retag(record["arn"], turn.owner, outs.get("owner"))):
                turn.say.warn(warning)

    def digests(self, inputs: Mapping[str, Any], outs: Mapping[str, Any], live: Connection) -> Mapping[str, Any]:
        return connection_secrets.digests_of_what_is_stored(cell_of(inputs), inputs, outs, live.stored)

    def unreadable(self, turn: Turn[Clients], inputs: Mapping[str, Any]) -> str | None:
        for path, secret in stored_inputs(cell_of(inputs), inputs).items():
            wanted = secret.wanted(inputs)
            if wanted.arn is None:
                continue  # check has looked
            try:
                turn.api.vault.plan(wanted, None, turn.api.vault.source(wanted.arn), False, delivery(inputs))
            except InputError as error:
                return f"{path}: {error}"
        return None

    def release(self, turn: Turn[Clients], place: Place, live: Connection | None, outs: Mapping[str, Any]) -> None:
        successor = turn.run.holder([*self.claims(outs, None), Claim(f"connection/{place.id}", "")])
        if successor and not turn.run.has_finished(successor):
            turn.say.warn(f"connection {quoted(outs['connection'])} was left as it is: {quoted(successor)} claims it")
            return
        described = {one.arn: one for one in (live.described.values() if live else ()) if one}
        kept_by_us, theirs = [], set()
        for record in (outs.get("secrets") or {}).values():
            for arn in (record["arn"] if record.get("ours") else None, record.get("replaces")):
                secret = arn and (described.get(arn) or turn.api.vault.describe(arn))
                if secret:
                    kept_by_us.append(secret.arn)
                    theirs |= {secret.owner} - {None, turn.owner, successor}
        if theirs:
            turn.say.warn(
                f"connection {quoted(outs['connection'])} was left as it is: its secret belongs to "
                f"{quoted(', '.join(sorted(map(str, theirs))))} now"
            )
            return
        if live is not None:
            undo = [*connection_fields.reverts(live.fields, {}, live.connection, lambda id: _taken(turn, place, id))]
            what = f"giving connection {quoted(live.connection.name)} back to its defaults"
            turn.api.extensions.write(live.object, undo, what)
        for arn in kept_by_us:
            # What a successor took over carries its tag, and is left alone without a word.
            if (warning := turn.api.vault.retire(arn, turn.owner, recovery_days(outs))) and not successor:
                turn.say.warn(warning)

    def seen(self, live: Connection, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        cell = cell_of(outs)
        seen = connection_fields.as_inputs(cell, outs, live.connection)
        if "stored_secret" in outs:
            seen["stored_secret"] = live.stored_secret(cell, outs)
        if "authorization" in outs:
            seen["authorization"] = live.authorization(cell, outs)
        return seen

    def show(self, turn: Turn[Clients], live: Connection, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        cell, account = cell_of(outs), ids.split(live.id, *ids.CONNECTION)[0]
        token_set = live.token_set(cell)
        basis = consent_basis(outs)
        seen_basis = (outs.get("consent_basis") or basis) if token_set and cell.consent == "person" else None
        return {
            "status": status(cell.consent, token_set, basis, seen_basis),
            "redirect_uri": redirect_uri(account, turn.api.settings.platform) if cell.consent == "person" else None,
            "secrets": {path: dict(record) for path, record in live.secrets.items()},
            "managed_fields": dict(live.fields),
            "consent_basis": seen_basis,
            "form": live.form,
        }

    def renamed(
        self, turn: Turn[Clients], live: Connection, place: Place, outs: Mapping[str, Any]
    ) -> tuple[Mapping[str, Mapping[str, str]], Iterable[str]]:
        account, _, group, _ = ids.split(live.id, *ids.CONNECTION)
        _, instance, _ = ids.split(outs["attachment"], *ids.ATTACHMENT)
        connection, warnings = live.called_now(outs["connection"])
        process = turn.api.names.process(
            account, instance, place.resolved.get("process", {}).get("id") or group or None
        )
        warnings += live.moved_addresses(cell_of(outs), outs)
        was = place.resolved.get("process", {})
        written = outs.get("process")
        try:
            meaning = turn.api.names.process(account, instance, written).id if written else None
        except NotThereError:
            meaning = None
        resolved, moved = named_now(
            "process", None if meaning == process.id else written, {"id": process.id}, process.name, meaning
        )
        return {"process": {**was, **resolved}, "connection": connection}, [*warnings, *moved]


def _before(outs: Mapping[str, Any]) -> Mapping[str, str]:
    return outs.get("managed_fields") or {}


def _field_key(id: str, field: str) -> str:
    return f"{id.rsplit('/', 1)[0]}#{id.rsplit('/', 1)[1]}/{field}"


def _taken(turn: Turn[Clients], place: Place, field: str) -> bool:
    """Whether another resource of this run has claimed the field: then its value is that one's, not ours to revert."""
    other = turn.run.holder([Claim(_field_key(str(place.id), field), "")])
    return other not in (None, turn.owner)


def _authorization(inputs: Mapping[str, Any], olds: Mapping[str, Any]) -> str:
    before = olds.get("authorization")
    if before is None:
        return GRANTED
    now = consent_basis(inputs) if all(known(value) for value in inputs.values()) else None
    return TO_BE_RENEWED if is_new_basis(now, consent_basis(olds)) else str(before)
