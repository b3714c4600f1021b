"""An integration pack instance attached to an environment of its account: there its processes are deployed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..engine.kind import Kind, Live, Place, Turn
from ..engine.run import Claim
from ..engine.spec import Field, Role
from ..engine.values import known
from ..redact import quoted
from . import ids
from .clients import Clients
from .common import OWNER, named_now, space

INSTANCE = Field(
    "instance",
    "The installed pack.",
    Role.PARENT,
    ids.of("an IntegrationPackInstance", *ids.INSTANCE),
    required=True,
)
ENVIRONMENT = Field("environment", "The environment of the account, by name or id.", Role.OBJECT, required=True)


class IntegrationPackAttachment(Kind[Clients, Live]):
    """A link: the program declares that it exists, so a create that finds it goes on."""

    name = "IntegrationPackAttachment"
    outputs = ("account", "environment_id", "space_guid")

    def fields(self, inputs: Mapping[str, Any]) -> Sequence[Field]:
        return (INSTANCE, ENVIRONMENT, space(Role.TRIGGER), OWNER)

    def account(self, inputs: Mapping[str, Any]) -> str:
        return ids.split(inputs["instance"], *ids.INSTANCE)[0]

    def claims(self, inputs: Mapping[str, Any], place: Place | None) -> Iterable[Claim]:
        what = f"the attachment to environment {quoted(inputs.get('environment'))}"
        if place is not None:
            yield Claim(f"attachment/{place.id}", what)
        elif isinstance(inputs.get("instance"), str) and known(inputs.get("environment")):
            yield Claim(f"attachment/{inputs['instance']}/?{inputs.get('environment')}", what)

    def look_up(self, turn: Turn[Clients], name: str, inputs: Mapping[str, Any]) -> str:
        return turn.api.names.environment(self.account(inputs), inputs["environment"]).id

    def find(self, turn: Turn[Clients], want: Mapping[str, Any]) -> Place:
        account, instance = ids.split(want["instance"], *ids.INSTANCE)
        environment = turn.api.names.environment(account, want["environment"])
        return Place(
            ids.join(account, instance, environment.id),
            {"environment": {"id": environment.id, "name": environment.name}},
        )

    def place(self, id: str, outs: Mapping[str, Any]) -> Place:
        return Place(id, outs.get("resolved", {}))

    def observe(self, turn: Turn[Clients], place: Place, outs: Mapping[str, Any], since: float | None) -> Live | None:
        # What was seen earlier in this run is good enough: to attach twice is harmless, and detaching looks again.
        account, instance, environment = ids.split(str(place.id), *ids.ATTACHMENT)
        there = turn.api.packs.attached(account, instance, environment, None)
        return Live(id=str(place.id)) if there else None

    def foreign(self, turn: Turn[Clients], want: Mapping[str, Any], live: Live) -> list[str]:
        return []

    def ensure(
        self, turn: Turn[Clients], want: Mapping[str, Any], place: Place, live: Live | None, outs: Mapping[str, Any]
    ) -> Iterator[Live]:
        if live is None:
            turn.api.packs.attach(*ids.split(str(place.id), *ids.ATTACHMENT))
        yield Live(id=str(place.id), done="attached")

    def release(self, turn: Turn[Clients], place: Place, live: Live | None, outs: Mapping[str, Any]) -> None:
        if live is None:
            return
        if holder := turn.run.holder([*self.claims(outs, None), *self.claims(outs, place)]):
            turn.say.warn(f"{live.id} was left attached: {quoted(holder)} declares it now")
            return
        turn.api.packs.detach(*ids.split(live.id, *ids.ATTACHMENT))

    def seen(self, live: Live, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    def show(self, turn: Turn[Clients], live: Live, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        account, _, environment = ids.split(live.id, *ids.ATTACHMENT)
        return {"account": account, "environment_id": environment, "space_guid": outs.get("space")}

    def renamed(
        self, turn: Turn[Clients], live: Live, place: Place, outs: Mapping[str, Any]
    ) -> tuple[Mapping[str, Mapping[str, str]], Iterable[str]]:
        account, _, environment = ids.split(live.id, *ids.ATTACHMENT)
        there = turn.api.names.environment(account, environment)
        meaning = turn.api.names.environment_id(account, outs["environment"])
        resolved, warnings = named_now("environment", outs["environment"], {"id": environment}, there.name, meaning)
        return {"environment": resolved}, warnings
