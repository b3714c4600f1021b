"""An integration pack installed in a consumer account."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..boomi.packs import Instance
from ..engine.kind import Completion, Kind, Live, Place, Turn
from ..engine.run import Claim
from ..engine.spec import Field, Role
from ..engine.values import known
from ..errors import InputError
from ..redact import one_line, quoted
from . import ids
from .clients import Clients
from .common import ADOPT, OWNER, named_now, space

ACCOUNT = Field("account", "The consumer account; may be left out where boomi:accounts lists exactly one.", Role.KEY)
PACK = Field(
    "pack", "The integration pack, by name or id; released, and shared with the account.", Role.OBJECT, required=True
)
NAME = Field(
    "name", "The name of the instance: required for a multi-install pack, refused for a single-install one.", Role.KEY
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class InstalledPack(Live):
    """The instance as Boomi has it."""

    instance: Instance


class IntegrationPackInstance(Kind[Clients, InstalledPack]):
    """Identity: account, pack and name; Boomi has no update for it. Made once, never twice."""

    name = "IntegrationPackInstance"
    outputs = ("processes",)

    def fields(self, inputs: Mapping[str, Any]) -> Sequence[Field]:
        return (ACCOUNT, PACK, NAME, space(Role.OPTION), ADOPT, OWNER)

    def complete(self, api: Clients, owner: str, inputs: Mapping[str, Any], olds: Mapping[str, Any]) -> Completion:
        done = Completion()
        if "account" not in inputs:
            # The account of before stays, so that another entry in boomi:accounts does not move what is installed.
            account = olds.get("account") or api.settings.default_account()
            if account is None:
                done.problems.append(
                    "account: is required, since boomi:accounts does not list exactly one. " + ACCOUNT.about
                )
            else:
                done.added["account"] = account
        return done

    def account(self, inputs: Mapping[str, Any]) -> str:
        return str(inputs["account"])

    def claims(self, inputs: Mapping[str, Any], place: Place | None) -> Iterable[Claim]:
        account, name = inputs.get("account"), inputs.get("name")
        if not known([account, name, inputs.get("pack")]):
            return
        pack = place.resolved["pack"]["id"] if place else f"?{inputs.get('pack')}"
        what = f"the instance {quoted(name)} of pack {quoted(inputs.get('pack'))} in account {quoted(account)}"
        yield Claim(f"{account}/{pack}/{name}", what)

    def look_up(self, turn: Turn[Clients], name: str, inputs: Mapping[str, Any]) -> str:
        return turn.api.names.pack(inputs["account"], inputs["pack"]).id

    def find(self, turn: Turn[Clients], want: Mapping[str, Any]) -> Place:
        account, name = want["account"], want.get("name")
        pack = turn.api.names.pack(account, want["pack"])
        if pack.installation_type == "SINGLE" and name:
            raise InputError(
                f"name: pack {quoted(pack.name)} is single-install, there is one instance in an account and it has no "
                "name; leave name out"
            )
        if pack.installation_type == "MULTI" and not name:
            raise InputError(f"name: is required, since pack {quoted(pack.name)} is multi-install")
        there = turn.api.packs.find_instance(account, pack.id, name)
        return Place(
            ids.join(account, there.id) if there else None,
            {"pack": {"id": pack.id, "name": pack.name}},
        )

    def place(self, id: str, outs: Mapping[str, Any]) -> Place:
        return Place(id, outs.get("resolved", {}))

    def given(self, id: str) -> Mapping[str, Any]:
        return {"account": ids.split(id, *ids.INSTANCE)[0]}

    def observe(
        self, turn: Turn[Clients], place: Place, outs: Mapping[str, Any], since: float | None
    ) -> InstalledPack | None:
        account, instance_id = ids.split(str(place.id), *ids.INSTANCE)
        instance = turn.api.packs.instance(account, instance_id, since)
        return InstalledPack(id=str(place.id), instance=instance) if instance else None

    def foreign(self, turn: Turn[Clients], want: Mapping[str, Any], live: InstalledPack) -> list[str]:
        named = f"instance {quoted(live.instance.name)}" if live.instance.name else "an instance"
        return [
            f"{named} of pack {quoted(want['pack'])} exists already in account {quoted(want['account'])}, with id "
            f"{live.id}, and no state says that it is this resource. Three ways on: was the resource renamed, add "
            'aliases=[pulumi.Alias(name="OLD NAME")]; should this stack own it, set adopt=True; should it only be '
            f'used, pass opts=pulumi.ResourceOptions(id="{live.id}")'
        ]

    def ensure(
        self,
        turn: Turn[Clients],
        want: Mapping[str, Any],
        place: Place,
        live: InstalledPack | None,
        outs: Mapping[str, Any],
    ) -> Iterator[InstalledPack]:
        if live is None:
            pack = turn.api.names.pack(want["account"], place.resolved["pack"]["id"])
            instance = turn.api.packs.install(want["account"], pack, want.get("name"))
            yield InstalledPack(id=ids.join(want["account"], instance.id), instance=instance, done="pack installed")
        else:
            yield dataclasses.replace(live, done="instance taken over")

    def renamed(
        self, turn: Turn[Clients], live: InstalledPack, place: Place, outs: Mapping[str, Any]
    ) -> tuple[Mapping[str, Mapping[str, str]], Iterable[str]]:
        account = ids.split(live.id, *ids.INSTANCE)[0]
        pack = turn.api.names.pack(account, live.instance.pack_id)
        meaning = turn.api.names.pack_id(account, outs["pack"])
        resolved, warnings = named_now("pack", outs["pack"], {"id": pack.id}, pack.name, meaning)
        return {"pack": resolved}, warnings

    def release(self, turn: Turn[Clients], place: Place, live: InstalledPack | None, outs: Mapping[str, Any]) -> None:
        if live is None:
            return
        if holder := turn.run.holder([*self.claims(outs, None), *self.claims(outs, place)]):
            turn.say.warn(f"instance {live.id} was left installed: {quoted(holder)} has it now")
            return
        turn.api.packs.uninstall(outs["account"], live.instance.id)

    def seen(self, live: InstalledPack, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        return {}

    def show(self, turn: Turn[Clients], live: InstalledPack, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        return {
            "processes": {
                one_line(process.name): {"id": process.id, "original_id": process.original_id}
                for process in live.instance.processes
            }
        }
