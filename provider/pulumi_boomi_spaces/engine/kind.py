"""What a kind of resource has to say for the engine to run its life: the contract between `kinds/` and the engine."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from .run import Claim, Run
from .spec import Field


class Say(Protocol):
    """Words for the person in front of the terminal, attached to the resource they belong to."""

    def warn(self, text: str) -> None:
        """A warning that stays in the output."""

    def progress(self, text: str) -> None:
        """A line that says how far a write got; not kept."""


Clients = TypeVar("Clients")
AnyLive = TypeVar("AnyLive", bound="Live")


@dataclasses.dataclass(frozen=True)
class Turn(Generic[Clients]):
    """One call of the engine for one resource: the clients, the run, its owner, and when it began.

    `since` is a monotonic time: facts that were read at or after it count as fresh for this call.
    """

    api: Clients
    run: Run
    say: Say
    owner: str
    since: float


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a resource is: its id (None while the service has not made one) and what its identity inputs stand for."""

    id: str | None
    resolved: Mapping[str, Mapping[str, str]]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Live:
    """A remote object as it was seen or as a step left it; `done` says what the step did."""

    id: str
    done: str = ""


@dataclasses.dataclass
class Completion:
    """What check adds to the inputs offline: digests and markers, further problems, and warnings."""

    added: dict[str, Any] = dataclasses.field(default_factory=dict)
    problems: list[str] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    unreadable: str | None = None
    """A reference that yields nothing in this run although the resource needs it."""


class Kind(abc.ABC, Generic[Clients, AnyLive]):
    """One kind of resource, whole. Inputs and outputs are plain values; `UNKNOWN` stands for what a preview cannot
    know.
    """

    name: ClassVar[str]
    outputs: ClassVar[tuple[str, ...]]
    """The names that `show` answers with; none of them is the name of an input."""

    @abc.abstractmethod
    def fields(self, inputs: Mapping[str, Any]) -> Sequence[Field]:
        """The inputs that this resource has; they may depend on inputs that are never unknown."""

    def complete(self, api: Clients, owner: str, inputs: Mapping[str, Any], olds: Mapping[str, Any]) -> Completion:
        """What only this kind can add or object to, offline."""
        return Completion()

    @abc.abstractmethod
    def account(self, inputs: Mapping[str, Any]) -> str:
        """The account in which the object lives; part of the world of a state."""

    @abc.abstractmethod
    def claims(self, inputs: Mapping[str, Any], place: Place | None) -> Iterable[Claim]:
        """What this resource manages, by names (`place` None) or by ids."""

    def look_up(self, turn: Turn[Clients], name: str, inputs: Mapping[str, Any]) -> str:
        """The id behind an OBJECT input that was given another name; NotThereError when there is none or two."""
        raise NotImplementedError(name)

    @abc.abstractmethod
    def find(self, turn: Turn[Clients], want: Mapping[str, Any]) -> Place:
        """The place of what the inputs describe, found by names; NotThereError lists what exists."""

    @abc.abstractmethod
    def place(self, id: str, outs: Mapping[str, Any]) -> Place:
        """The place of a resource in state; also when only its id is known."""

    @abc.abstractmethod
    def observe(
        self, turn: Turn[Clients], place: Place, outs: Mapping[str, Any], since: float | None
    ) -> AnyLive | None:
        """What is there now; None is a proof that it is gone, everything unclear raises."""

    @abc.abstractmethod
    def foreign(self, turn: Turn[Clients], want: Mapping[str, Any], live: AnyLive) -> list[str]:
        """Why a create may not go on with what it found there; empty: it may."""

    @abc.abstractmethod
    def ensure(
        self,
        turn: Turn[Clients],
        want: Mapping[str, Any],
        place: Place,
        live: AnyLive | None,
        outs: Mapping[str, Any],
    ) -> Iterator[AnyLive]:
        """The durable steps from what is there to what is wanted; each is compared first and yielded once it is
        done."""

    def digests(self, inputs: Mapping[str, Any], outs: Mapping[str, Any], live: AnyLive) -> Mapping[str, Any]:
        """After some of the steps: the DIGEST inputs of what is stored by now (None: nothing), where they differ."""
        return {}

    def unreadable(self, turn: Turn[Clients], inputs: Mapping[str, Any]) -> str | None:
        """Before a replacement: why a secret that the new one needs cannot be read, as far as check could not know."""
        return None

    def given(self, id: str) -> Mapping[str, Any]:
        """The inputs that an id tells, for a resource that is only looked up."""
        return {}

    def reown(self, turn: Turn[Clients], outs: Mapping[str, Any]) -> None:
        """The resource was renamed with an alias: move ownership tags to `turn.owner`, nothing else."""

    @abc.abstractmethod
    def release(self, turn: Turn[Clients], place: Place, live: AnyLive | None, outs: Mapping[str, Any]) -> None:
        """Undo what we did to it (`live` None: it is gone); what another resource of this run claims stays."""

    @abc.abstractmethod
    def seen(self, live: AnyLive, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        """The settings and markers as they are there, under the names of the inputs."""

    @abc.abstractmethod
    def show(self, turn: Turn[Clients], live: AnyLive, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        """The outputs."""

    def renamed(
        self, turn: Turn[Clients], live: AnyLive, place: Place, outs: Mapping[str, Any]
    ) -> tuple[Mapping[str, Mapping[str, str]], Iterable[str]]:
        """During a read: the identity objects as they are called now, and a warning for each that moved."""
        return place.resolved, ()


WorldOf = Callable[[str], str]
"""From an account to the world in which it lives."""
