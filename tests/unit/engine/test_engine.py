"""The life of a resource, with a kind that stands in a dict: find or finish, lost answers, partial failure,
projection.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from pulumi_boomi_spaces.engine.engine import Engine
from pulumi_boomi_spaces.engine.kind import Completion, Kind, Live, Place, Turn
from pulumi_boomi_spaces.engine.run import Claim, Run
from pulumi_boomi_spaces.engine.spec import Field, Role
from pulumi_boomi_spaces.engine.values import UNKNOWN, flag
from pulumi_boomi_spaces.errors import (
    ConflictError,
    ExistsError,
    GoneError,
    NotThereError,
    SecretUnavailableError,
    ServiceError,
    UnfinishedError,
    WorldError,
)

FIELDS = (
    Field("shelf", "The shelf.", Role.PARENT, required=True),
    Field("box", "The box, by name or id.", Role.OBJECT, required=True),
    Field("label", "What stands on it.", Role.SETTING, required=True),
    Field("size", "How large it is.", Role.SETTING),
    Field("note", "Ours.", Role.OPTION),
    Field("seal", "Whether it is closed.", Role.MARKER),
    Field("adopt", "Take over.", Role.BIRTH, flag),
    Field("owner", "Who.", Role.OWNER),
)
SETTINGS = ("label", "size")


class Warehouse:
    """The service: boxes by id, with faults to order. Counts its calls."""

    def __init__(self) -> None:
        self.boxes: dict[str, dict[str, Any]] = {}
        self.ids = {"A": "box-1", "B": "box-2"}
        self.calls: list[str] = []
        self.faults: dict[str, ServiceError] = {}
        self.lose_answer_of = ""

    def call(self, name: str) -> None:
        self.calls.append(name)
        if fault := self.faults.pop(name, None):
            raise fault

    def put(self, id: str, name: str, value: str) -> None:
        self.call(f"put {name}")
        self.boxes.setdefault(id, {})[name] = value
        if self.lose_answer_of == name:
            self.lose_answer_of = ""
            raise ServiceError("the answer was lost", answer_lost=True)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Box(Live):
    values: Mapping[str, Any]


class BoxKind(Kind[Warehouse, Box]):
    name = "Box"
    outputs = ("contents",)

    def fields(self, inputs: Mapping[str, Any]) -> Sequence[Field]:
        return FIELDS

    def complete(self, api: Warehouse, owner: str, inputs: Mapping[str, Any], olds: Mapping[str, Any]) -> Completion:
        return Completion(added={"seal": "closed"})

    def account(self, inputs: Mapping[str, Any]) -> str:
        return "acme"

    def claims(self, inputs: Mapping[str, Any], place: Place | None) -> Iterable[Claim]:
        return [Claim(f"{place.id}" if place else f"?{inputs['shelf']}/{inputs['box']}", f"box {inputs['box']}")]

    def look_up(self, turn: Turn[Warehouse], name: str, inputs: Mapping[str, Any]) -> str:
        return self.find(turn, inputs).resolved["box"]["id"]

    def find(self, turn: Turn[Warehouse], want: Mapping[str, Any]) -> Place:
        turn.api.call("find")
        named = {**turn.api.ids, **{id: id for id in turn.api.ids.values()}}
        if want["box"] not in named:
            raise NotThereError(f"there is no box {want['box']}")
        id = named[want["box"]]
        name = next(name for name, one in turn.api.ids.items() if one == id)
        return Place(id, {"box": {"id": id, "name": name}})

    def place(self, id: str, outs: Mapping[str, Any]) -> Place:
        return Place(id, outs.get("resolved", {}))

    def observe(self, turn: Turn[Warehouse], place: Place, outs: Mapping[str, Any], since: float | None) -> Box | None:
        turn.api.call("get")
        values = turn.api.boxes.get(str(place.id))
        return None if values is None else Box(id=str(place.id), values=dict(values))

    def foreign(self, turn: Turn[Warehouse], want: Mapping[str, Any], live: Box) -> list[str]:
        return [f"box {live.id} is there already"]

    def ensure(
        self, turn: Turn[Warehouse], want: Mapping[str, Any], place: Place, live: Box | None, outs: Mapping[str, Any]
    ) -> Iterator[Box]:
        id = str(place.id)
        for name in SETTINGS:
            if name in want and (live is None or live.values.get(name) != want[name]):
                turn.api.put(id, name, want[name])
                live = Box(id=id, values=dict(turn.api.boxes[id]), done=f"{name} written")
                yield live

    def release(self, turn: Turn[Warehouse], place: Place, live: Box | None, outs: Mapping[str, Any]) -> None:
        if live is None or turn.run.holder(self.claims(outs, place)):
            return
        turn.api.call("delete")
        del turn.api.boxes[live.id]

    def reown(self, turn: Turn[Warehouse], outs: Mapping[str, Any]) -> None:
        turn.api.call("reown")

    def seen(self, live: Box, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**live.values, "seal": "broken" if "broken" in live.values else "closed"}

    def show(self, turn: Turn[Warehouse], live: Box, outs: Mapping[str, Any]) -> Mapping[str, Any]:
        return {"contents": len(live.values)}


class Words:
    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.steps: list[str] = []

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def progress(self, text: str) -> None:
        self.steps.append(text)


class Desk:
    """One deployment after another against one warehouse; `deployment()` begins the next one."""

    def __init__(self) -> None:
        self.warehouse = Warehouse()
        self.world = "here"
        self.words = Words()
        self.deployment()

    def deployment(self) -> None:
        self.engine: Engine[Warehouse, Box] = Engine(
            BoxKind(), self.warehouse, Run(), self.words, lambda: 0.0, lambda account: f"{self.world}/{account}"
        )

    def inputs(self, olds: Mapping[str, Any] | None = None, **news: Any) -> dict[str, Any]:
        given = {"shelf": "s1", "box": "A", "label": "tea", "owner": "p/dev/Box/one", **news}
        checked = self.engine.check(olds or {}, given)
        assert checked.problems == []
        return checked.inputs

    def created(self, **news: Any) -> tuple[str, dict[str, Any], dict[str, Any]]:
        inputs = self.inputs(**news)
        id, outs = self.engine.create(inputs)
        return id, outs, inputs


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_create_makes_what_is_not_there_and_keeps_inputs_outputs_and_world(desk: Desk) -> None:
    id, outs, _ = desk.created(size="big")
    assert id == "box-1"
    assert desk.warehouse.boxes == {"box-1": {"label": "tea", "size": "big"}}
    assert desk.words.steps == ["label written", "size written"]
    assert (outs["label"], outs["contents"], outs["world"]) == ("tea", 2, "here/acme")
    assert outs["resolved"] == {"box": {"id": "box-1", "name": "A"}}


def test_create_refuses_what_somebody_else_made_and_writes_nothing(desk: Desk) -> None:
    desk.warehouse.boxes["box-1"] = {"label": "coffee"}
    with pytest.raises(ExistsError, match="box-1 is there already"):
        desk.created()
    assert desk.warehouse.boxes == {"box-1": {"label": "coffee"}}


def test_adopt_takes_over_and_writes_only_the_difference(desk: Desk) -> None:
    desk.warehouse.boxes["box-1"] = {"label": "tea", "size": "small"}
    desk.created(adopt=True, size="big")
    assert [call for call in desk.warehouse.calls if call.startswith("put")] == ["put size"]


def test_a_lost_answer_is_followed_by_a_look_and_never_by_the_same_write(desk: Desk) -> None:
    desk.warehouse.lose_answer_of = "label"
    desk.created(size="big")
    assert desk.warehouse.calls.count("put label") == 1
    assert desk.warehouse.boxes["box-1"] == {"label": "tea", "size": "big"}


def test_a_second_lost_answer_is_told(desk: Desk) -> None:
    desk.warehouse.lose_answer_of = "label"
    desk.warehouse.faults["put size"] = ServiceError("lost again", answer_lost=True)
    with pytest.raises(UnfinishedError, match="lost again") as told:
        desk.created(size="big")
    assert told.value.id == "box-1"


def test_a_failure_before_the_first_write_keeps_nothing(desk: Desk) -> None:
    desk.warehouse.faults["put label"] = ServiceError("refused", status=503)
    with pytest.raises(ServiceError, match="refused") as told:
        desk.created()
    assert not isinstance(told.value, UnfinishedError)


def test_a_failure_in_the_middle_is_kept_and_finished_by_the_next_run(desk: Desk) -> None:
    desk.warehouse.faults["put size"] = ServiceError("refused", status=503)
    inputs = desk.inputs(size="big")
    with pytest.raises(UnfinishedError) as told:
        desk.engine.create(inputs)
    outs = dict(told.value.outputs)
    assert outs["unfinished"] is True
    desk.deployment()
    same = desk.inputs(inputs, size="big")
    after = desk.engine.update("box-1", outs, same)
    assert desk.warehouse.boxes["box-1"] == {"label": "tea", "size": "big"}
    assert desk.warehouse.calls.count("put label") == 1
    assert "unfinished" not in after


def test_a_read_between_failure_and_repair_keeps_the_mark(desk: Desk) -> None:
    desk.warehouse.faults["put size"] = ServiceError("refused", status=503)
    with pytest.raises(UnfinishedError) as told:
        desk.engine.create(desk.inputs(size="big"))
    desk.deployment()
    seen = desk.engine.read("box-1", told.value.outputs)
    assert seen is not None
    assert seen.unfinished
    assert seen.outputs["unfinished"] is True


@pytest.mark.parametrize(("moved", "calls"), [({}, []), ({"note": "x"}, []), ({"owner": "p/dev/Box/two"}, ["reown"])])
def test_an_update_in_which_only_values_of_ours_moved_asks_the_service_for_nothing_more(
    desk: Desk, moved: dict[str, Any], calls: list[str]
) -> None:
    id, outs, inputs = desk.created()
    desk.deployment()
    desk.warehouse.calls.clear()
    after = desk.engine.update(id, outs, desk.inputs(inputs, **moved))
    assert desk.warehouse.calls == calls
    assert after["contents"] == 1
    assert {name: after[name] for name in moved} == moved


def test_an_update_writes_only_what_moved(desk: Desk) -> None:
    id, outs, inputs = desk.created(size="big")
    desk.deployment()
    desk.warehouse.calls.clear()
    desk.engine.update(id, outs, desk.inputs(inputs, size="small"))
    assert desk.warehouse.calls == ["get", "put size"]


def test_an_update_of_what_is_gone_says_so(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    desk.warehouse.boxes.clear()
    with pytest.raises(GoneError, match="pulumi up --refresh"):
        desk.engine.update(id, outs, desk.inputs(inputs, label="milk"))


def test_read_projects_live_values_onto_what_the_program_set(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    desk.warehouse.boxes[id] |= {"label": "coffee", "size": "huge", "broken": True}
    desk.deployment()
    seen = desk.engine.read(id, outs)
    assert seen is not None
    assert seen.inputs == {**inputs, "label": "coffee", "size": "huge", "seal": "broken"}


def test_read_leaves_out_a_setting_that_is_not_there_any_more(desk: Desk) -> None:
    id, outs, _ = desk.created(size="big")
    del desk.warehouse.boxes[id]["size"]
    seen = desk.engine.read(id, outs)
    assert seen is not None
    assert "size" not in seen.inputs


def test_a_get_whose_parent_a_preview_does_not_know_only_looks_whether_it_is_there(desk: Desk) -> None:
    id, _, inputs = desk.created()
    given = {name: value for name, value in inputs.items() if name != "shelf"}
    seen = desk.engine.read(id, given)
    assert seen is not None
    assert (seen.inputs, seen.outputs) == (given, given)
    desk.warehouse.boxes.clear()
    with pytest.raises(GoneError):
        desk.engine.read(id, given)


def test_read_of_what_is_gone_is_none_and_of_a_get_an_error(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    desk.warehouse.boxes.clear()
    assert desk.engine.read(id, outs) is None
    with pytest.raises(GoneError):
        desk.engine.read(id, inputs)


@pytest.mark.parametrize("method", ["read", "delete", "diff", "update"])
def test_a_state_of_another_world_is_an_error_and_nothing_is_asked(desk: Desk, method: str) -> None:
    id, outs, inputs = desk.created()
    desk.deployment()
    desk.world = "elsewhere"
    desk.warehouse.calls.clear()
    arguments = (id, outs, inputs) if method in ("diff", "update") else (id, outs)
    with pytest.raises(WorldError, match="belongs to here/acme"):
        getattr(desk.engine, method)(*arguments)
    assert desk.warehouse.calls == []


@pytest.mark.parametrize(
    ("news", "replaces"),
    [
        ({}, []),
        ({"label": "milk"}, []),
        ({"box": "box-1"}, []),
        ({"box": "B"}, ["box"]),
        ({"shelf": "s2"}, ["shelf"]),
        ({"shelf": UNKNOWN}, ["shelf"]),
        ({"box": UNKNOWN}, []),
    ],
)
def test_what_replaces(desk: Desk, news: dict[str, Any], replaces: list[str]) -> None:
    id, outs, inputs = desk.created()
    desk.deployment()
    assert desk.engine.diff(id, outs, {**inputs, **news}) == replaces


def test_a_name_that_means_nothing_stops_the_preview(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    with pytest.raises(NotThereError, match="no box AA"):
        desk.engine.diff(id, outs, {**inputs, "box": "AA"})


def test_a_name_of_the_same_object_replaces_nothing_even_when_it_was_renamed(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    desk.warehouse.ids = {"Z": "box-1", "B": "box-2"}
    assert desk.engine.diff(id, outs, {**inputs, "box": "Z"}) == []


def test_diff_asks_nothing_when_no_identity_name_changed(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    desk.warehouse.calls.clear()
    desk.engine.diff(id, outs, {**inputs, "label": "milk"})
    assert desk.warehouse.calls == []


def test_two_resources_of_a_program_on_one_object_are_refused_naming_the_other(desk: Desk) -> None:
    desk.inputs()
    checked = desk.engine.check({}, {"shelf": "s1", "box": "A", "label": "x", "owner": "p/dev/Box/two"})
    assert len(checked.problems) == 1
    assert "p/dev/Box/one" in checked.problems[0]


def test_the_same_object_under_name_and_id_is_refused_before_anything_is_written(desk: Desk) -> None:
    desk.created()
    inputs = desk.inputs(box="box-1", owner="p/dev/Box/two", adopt=True)
    desk.warehouse.calls.clear()
    with pytest.raises(ConflictError, match="p/dev/Box/one"):
        desk.engine.create(inputs)
    assert not [call for call in desk.warehouse.calls if call.startswith("put")]


def test_the_delete_of_a_renamed_resource_leaves_what_its_successor_took_over(desk: Desk) -> None:
    id, outs, _ = desk.created()
    desk.deployment()
    desk.created(owner="p/dev/Box/renamed", adopt=True)
    desk.engine.delete(id, outs)
    assert id in desk.warehouse.boxes


def test_delete_removes_and_finds_nothing_to_do_when_it_is_gone(desk: Desk) -> None:
    id, outs, _ = desk.created()
    desk.engine.delete(id, outs)
    assert desk.warehouse.boxes == {}
    desk.engine.delete(id, outs)


def test_a_replacement_whose_secret_cannot_be_read_leaves_the_old_one_alone(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    desk.engine.run.unreadable("p/dev/Box/one", "secret: variable X is not set")
    with pytest.raises(SecretUnavailableError, match="variable X"):
        desk.engine.delete(id, outs)
    with pytest.raises(SecretUnavailableError, match="nothing was written"):
        desk.engine.create(inputs)
    assert id in desk.warehouse.boxes


def test_check_tells_all_problems_at_once_each_with_its_input(desk: Desk) -> None:
    checked = desk.engine.check({}, {"box": "", "labell": "tea", "owner": "p/dev/Box/one"})
    assert sorted(problem.split(":")[0] for problem in checked.problems) == ['"labell"', "box", "label", "shelf"]
    assert "did you mean label" in next(problem for problem in checked.problems if "labell" in problem)


def test_check_lets_unknown_values_through(desk: Desk) -> None:
    assert desk.inputs(label=UNKNOWN)["label"] is UNKNOWN


def test_what_matters_at_birth_only_is_kept_from_before(desk: Desk) -> None:
    inputs = desk.inputs(adopt=True)
    assert desk.inputs(inputs)["adopt"] is True
    without = desk.inputs()
    assert "adopt" not in desk.inputs(without, adopt=True)


def test_a_rename_together_with_another_change_moves_the_tags_too(desk: Desk) -> None:
    id, outs, inputs = desk.created()
    desk.deployment()
    desk.warehouse.calls.clear()
    desk.engine.update(id, outs, desk.inputs(inputs, label="milk", owner="p/dev/Box/two"))
    assert desk.warehouse.calls == ["get", "reown", "put label"]


def test_a_fault_of_ours_in_the_middle_is_kept_and_told_without_its_text(desk: Desk) -> None:
    inputs = desk.inputs(size="big")
    desk.warehouse.faults["put size"] = KeyError("canary")  # type: ignore[assignment]
    with pytest.raises(UnfinishedError, match="internal error") as told:
        desk.engine.create(inputs)
    assert "canary" not in str(told.value)
    assert told.value.outputs["label"] == "tea"


def test_when_the_look_after_a_lost_answer_fails_too_what_was_done_is_kept(desk: Desk) -> None:
    inputs = desk.inputs(size="big")
    desk.warehouse.lose_answer_of = "size"
    looks = iter([None, ServiceError("the look failed", status=503)])
    original = desk.warehouse.call

    def call(name: str) -> None:
        original(name)
        if name == "get" and (fault := next(looks, None)):
            raise fault

    desk.warehouse.call = call  # type: ignore[method-assign]
    with pytest.raises(UnfinishedError, match="the answer was lost") as told:
        desk.engine.create(inputs)
    assert told.value.id == "box-1"


def test_an_input_that_is_not_one_of_the_new_fields_any_more_makes_the_update_act(desk: Desk) -> None:
    id, outs, inputs = desk.created(size="big")
    desk.deployment()
    fewer = {name: value for name, value in inputs.items() if name != "size"}
    desk.warehouse.calls.clear()
    desk.engine.update(id, outs, fewer)
    assert "get" in desk.warehouse.calls


def test_during_a_refresh_nothing_is_claimed(desk: Desk) -> None:
    """A diff is asked for resources that left the program too: no check has seen them, so they declare nothing."""
    id, outs, inputs = desk.created()
    desk.deployment()
    assert desk.engine.diff(id, outs, inputs) == []
    renamed = {**inputs, "owner": "p/dev/Box/renamed"}
    assert desk.engine.diff(id, {**outs, "owner": "p/dev/Box/renamed"}, renamed) == []
