"""check, diff, create, read, update and delete, once for all kinds.

The heart is `ensure`, a generator over durable steps that are compared with what is there before they write. So create,
resuming after a crash, update and repair are one function, and lost answers, partial failures and progress are settled
here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Generic, NoReturn

from ..errors import (
    BoomiSpacesError,
    ConflictError,
    ExistsError,
    GoneError,
    NotThereError,
    SecretUnavailableError,
    ServiceError,
    UnfinishedError,
    WorldError,
)
from ..redact import one_line, quoted
from . import spec
from .kind import AnyLive, Clients, Kind, Place, Say, Turn, WorldOf
from .run import Claim, Run
from .spec import ACTING, Role
from .values import UNKNOWN, known

WORLD = "world"
RESOLVED = "resolved"
UNFINISHED = "unfinished"
"""An output that a partial failure leaves behind: the next update acts although no input moved."""


@dataclasses.dataclass(frozen=True)
class Checked:
    """The inputs that go to state, and all problems of the resource."""

    inputs: dict[str, Any]
    problems: list[str]


@dataclasses.dataclass(frozen=True)
class Seen:
    """What `read` found: inputs as they are there, all outputs, and whether a write is still to be finished."""

    inputs: dict[str, Any]
    outputs: dict[str, Any]
    unfinished: bool


class Engine(Generic[Clients, AnyLive]):
    """The six methods for one kind; one object per call, since `say` belongs to the resource of that call."""

    def __init__(
        self,
        kind: Kind[Clients, AnyLive],
        api: Clients,
        run: Run,
        say: Say,
        now: Callable[[], float],
        world: WorldOf,
    ) -> None:
        self.kind = kind
        self.api = api
        self.run = run
        self.say = say
        self.now = now
        self.world = world

    def check(self, olds: Mapping[str, Any], news: Mapping[str, Any]) -> Checked:
        """Offline and deterministic: normalise, validate, add digests and markers, claim by names."""
        fields = self.kind.fields(news)
        inputs, problems = spec.clean(self.kind.name, fields, news, olds)
        owner = str(inputs.get("owner", ""))
        self.run.declare(owner)
        completion = self.kind.complete(self.api, owner, inputs, olds)
        problems += completion.problems
        self.run.unreadable(owner, completion.unreadable)
        if not problems:
            inputs |= completion.added
            problems += _told_twice(self.run.claim(owner, self.kind.claims(inputs, None)))
        for text in completion.warnings:
            self.say.warn(text)
        return Checked(spec.without_hints(fields, inputs), problems)

    def diff(self, id: str, outs: Mapping[str, Any], news: Mapping[str, Any]) -> list[str]:
        """The inputs that make a replacement; every other change is an update, seen by comparing inputs."""
        self._same_world(outs)
        fields = self.kind.fields(news)
        turn = self._turn(news)
        place = self.kind.place(id, outs)
        replaces = [
            field.name
            for field in fields
            if field.role in spec.IDENTITY and self._is_another(turn, field, place, outs, news)
        ]
        if replaces and (reason := self.kind.unreadable(turn, news)):
            self.run.unreadable(turn.owner, reason)
        if not replaces:
            _refuse(_told_twice(self.run.claim(turn.owner, self.kind.claims({**outs, **_known(news)}, place))))
        return replaces

    def create(self, inputs: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Find or finish: nothing is made twice, and what somebody else made is not taken over silently."""
        turn = self._turn(inputs)
        if reason := self.run.why_unreadable(turn.owner):
            raise SecretUnavailableError(f"{reason}; nothing was written")
        place = self.kind.find(turn, inputs)
        _refuse(_told_twice(self.run.claim(turn.owner, self.kind.claims(inputs, place))))
        live = self.kind.observe(turn, place, {}, turn.since) if place.id is not None else None
        if live is not None and not inputs.get("adopt") and (problems := self.kind.foreign(turn, inputs, live)):
            raise ExistsError(*problems)
        return self._reach(turn, inputs, place, live, {}, again=True)

    def update(self, id: str, outs: Mapping[str, Any], inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Only what moved, from a fresh look; nothing at all when only values of ours moved."""
        self._same_world(outs)
        turn = self._turn(inputs)
        place = self.kind.place(id, outs)
        fields = [*self.kind.fields(self._inputs_of(outs)), *self.kind.fields(inputs)]
        moved = spec.moved(fields, outs, inputs)
        if not outs.get(UNFINISHED) and not moved & ACTING:
            if Role.OWNER in moved:
                self.kind.reown(turn, outs)
            return {**self._outputs_of(outs), **inputs}
        _refuse(_told_twice(self.run.claim(turn.owner, self.kind.claims(inputs, place))))
        live = self.kind.observe(turn, place, outs, turn.since)
        if live is None:
            raise GoneError(
                f"{self.kind.name} {quoted(id)}: it is not there any more. Nothing was changed; "
                "run pulumi up --refresh, which makes it again"
            )
        if Role.OWNER in moved:
            self.kind.reown(turn, outs)
        return self._reach(turn, inputs, place, live, outs, again=True)[1]

    def read(self, id: str, outs: Mapping[str, Any]) -> Seen | None:
        """What is there now, projected onto what the program set; None is a proof that it is gone."""
        getting = WORLD not in outs
        if getting:
            outs = {**self.kind.given(id), **outs}
        else:
            self._same_world(outs)
        turn = self._turn(outs)
        place = self.kind.place(id, outs)
        live = self.kind.observe(turn, place, outs, None)
        if live is None:
            if getting:
                raise GoneError(f"{self.kind.name} {quoted(id)}: there is no such object")
            return None
        fields = self.kind.fields(self._inputs_of(outs))
        if getting and any(field.role is Role.PARENT and field.name not in outs for field in fields):
            # A preview of a get: Pulumi leaves the parent's id out while it does not know it. The object is there.
            return Seen(dict(outs), dict(outs), unfinished=False)
        inputs = spec.project(fields, outs, self.kind.seen(live, outs))
        try:
            resolved, warnings = self.kind.renamed(turn, live, place, outs)
        except NotThereError as error:
            # What the resource is tied to can be out of sight, a withdrawn pack for example; it is there all the same.
            resolved, warnings = place.resolved, [str(error)]
        for text in warnings:
            self.say.warn(text)
        outputs = {
            **self._outputs_of(outs),
            **self.kind.show(turn, live, {**outs, **inputs}),
            RESOLVED: _printable(resolved),
        }
        unfinished = bool(outs.get(UNFINISHED))
        if unfinished:
            outputs[UNFINISHED] = True
        return Seen(inputs, self._whole(inputs, outputs), unfinished)

    def delete(self, id: str, outs: Mapping[str, Any]) -> None:
        """Undo what we did, also what stands elsewhere because of it; gone already is success."""
        self._same_world(outs)
        turn = self._turn(outs)
        if reason := self.run.why_unreadable(turn.owner):
            raise SecretUnavailableError(
                f"{reason}; what is there was left as it is, since its replacement could not be made"
            )
        place = self.kind.place(id, outs)
        self.run.release(turn.owner, [*self.kind.claims(outs, None), *self.kind.claims(outs, place)])
        live = self.kind.observe(turn, place, outs, turn.since)
        self.kind.release(turn, place, live, outs)

    def _reach(
        self,
        turn: Turn[Clients],
        inputs: Mapping[str, Any],
        place: Place,
        live: AnyLive | None,
        outs: Mapping[str, Any],
        again: bool,
    ) -> tuple[str, dict[str, Any]]:
        done = bool(outs.get(UNFINISHED))
        try:
            for step in self.kind.ensure(turn, inputs, place, live, outs):
                live, done = step, True
                self.say.progress(step.done)
        except Exception as error:  # noqa: BLE001 - whatever it was, what is done has to be known to state
            if not (again and isinstance(error, ServiceError) and error.answer_lost):
                self._stop(turn, inputs, place, live, outs, error, done)
            lost: ServiceError = error
        else:
            if live is None:
                raise ServiceError(f"{self.kind.name}: nothing is there after it was written; run pulumi up again")
            self.run.finish(turn.owner)
            return live.id, self._finished(turn, inputs, place, live, outs)
        # A write is never repeated blindly: look what is there, and go on from that and from what was done.
        reached = dict(outs)
        if live is not None and done:
            shown = self.kind.show(turn, live, {**outs, **inputs})
            reached = _without_none({**outs, **shown, **self.kind.digests(inputs, outs, live)})
        turn = dataclasses.replace(turn, since=self.now())
        try:
            place = place if place.id is not None else self.kind.find(turn, inputs)
            there = self.kind.observe(turn, place, reached, turn.since) if place.id is not None else None
        except BoomiSpacesError:
            self._stop(turn, inputs, place, live, outs, lost, done)
        if there is not None:  # what is there now may be ours: if the next step fails, state has to know it
            reached = {**reached, UNFINISHED: True}
        return self._reach(turn, inputs, place, there, reached, again=False)

    def _stop(
        self,
        turn: Turn[Clients],
        inputs: Mapping[str, Any],
        place: Place,
        live: AnyLive | None,
        outs: Mapping[str, Any],
        error: Exception,
        done: bool,
    ) -> NoReturn:
        """End with the error; when something was done, with it kept in state for the next run."""
        if live is None or not done:
            raise error
        if not isinstance(error, BoomiSpacesError):
            error = BoomiSpacesError(f"internal error ({place_of(error)}); please report it")
        applied = _without_none({**inputs, **self.kind.digests(inputs, outs, live)})
        outputs = self._finished(turn, applied, place, live, {**outs, **applied})
        raise UnfinishedError(live.id, {**outputs, UNFINISHED: True}, error) from None

    def _finished(
        self,
        turn: Turn[Clients],
        inputs: Mapping[str, Any],
        place: Place,
        live: AnyLive,
        outs: Mapping[str, Any],
    ) -> dict[str, Any]:
        shown = self.kind.show(turn, live, {**outs, **inputs})
        return self._whole(inputs, {**shown, RESOLVED: _printable(place.resolved)})

    def _whole(self, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> dict[str, Any]:
        """Everything that state keeps: the inputs (delete and read get nothing else), the outputs, the world."""
        return {**inputs, **outputs, WORLD: self.world(self.kind.account(inputs))}

    def _outputs_of(self, outs: Mapping[str, Any]) -> dict[str, Any]:
        return {name: outs[name] for name in (*self.kind.outputs, RESOLVED, WORLD) if name in outs}

    def _inputs_of(self, outs: Mapping[str, Any]) -> dict[str, Any]:
        outputs = {*self.kind.outputs, RESOLVED, WORLD, UNFINISHED}
        return {name: value for name, value in outs.items() if name not in outputs}

    def _turn(self, inputs: Mapping[str, Any]) -> Turn[Clients]:
        return Turn(self.api, self.run, self.say, str(inputs.get("owner", "")), self.now())

    def _same_world(self, outs: Mapping[str, Any]) -> None:
        before, now = outs.get(WORLD), self.world(self.kind.account(outs))
        if before is not None and before != now:
            raise WorldError(
                f"this state belongs to {before}, but the settings of this run point to {now}; nothing was read or "
                "changed. Use the settings with which the stack was deployed, or another stack"
            )

    def _is_another(
        self,
        turn: Turn[Clients],
        field: spec.Field,
        place: Place,
        outs: Mapping[str, Any],
        news: Mapping[str, Any],
    ) -> bool:
        new, old = news.get(field.name), outs.get(field.name)
        if new is UNKNOWN:
            return field.role is Role.PARENT
        if field.role is not Role.OBJECT:
            return bool(new != old)
        if new in spec.pinned(place.resolved, field.name, old):
            return False
        if not all(known(news.get(other.name)) for other in self.kind.fields(news) if other.role in spec.IDENTITY):
            return True  # its parent is about to be replaced, and so is this one
        return self.kind.look_up(turn, field.name, news) != place.resolved.get(field.name, {}).get("id")


def _printable(resolved: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Names are texts of others, and Pulumi prints outputs as they are."""
    return {input: {**at, **({"name": one_line(at["name"])} if "name" in at else {})} for input, at in resolved.items()}


def _without_none(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def place_of(error: BaseException) -> str:
    """Where a fault of ours happened: its text may hold anything, so only its class and its place are told."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace else "an unknown place"
    return f"{type(error).__name__} in {where}"


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if known(value)}


def _told_twice(conflicts: list[tuple[Claim, str]]) -> list[str]:
    told = {claim.key for claim, _ in conflicts}
    return [
        f"{claim.what} is declared by another resource of this program too: {quoted(holder)}. Keep one of the two"
        for claim, holder in conflicts
        if claim.part_of not in told
    ]


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ConflictError(*problems)
