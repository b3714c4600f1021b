"""The driver of the real CLI, tried on a dynamic provider of a few lines that keeps its objects in a folder."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from tests.conftest import NewProject
from tests.support.cli import Project

THINGS = """
import json, os, pathlib, time
from pulumi import Output
from pulumi.dynamic import CreateResult, ReadResult, Resource, ResourceProvider, UpdateResult

STORE = pathlib.Path(os.environ["STORE"])

class ThingProvider(ResourceProvider):
    serialize_as_secret_always = False

    def create(self, props):
        self.save(props)
        print("stored", props["name"], flush=True)
        time.sleep(props.get("seconds", 0))
        if props.get("broken"):
            raise RuntimeError("broken as asked")
        return CreateResult(props["name"], props)

    def update(self, id_, olds, news):
        self.save(news)
        return UpdateResult(news)

    def read(self, id_, props):
        if not (STORE / id_).exists():
            return ReadResult(None, {})
        live = {**props, "colour": json.loads((STORE / id_).read_text())["colour"]}
        return ReadResult(id_, live, inputs=live)

    def delete(self, id_, props):
        (STORE / id_).unlink()

    def save(self, props):
        (STORE / props["name"]).write_text(json.dumps({"colour": props["colour"]}))

class Thing(Resource, module="scratch", name="Thing"):
    colour: Output[str]

    def __init__(self, name, opts=None, **props):
        super().__init__(ThingProvider(), name, {**props, "name": name}, opts)
"""


def program(arguments: str, name: str = "t") -> str:
    return (
        "import pulumi\nfrom things import Thing\n"
        f"thing = Thing({name!r}, {arguments})\npulumi.export('colour', thing.colour)\n"
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


@pytest.fixture
def project(new_project: NewProject, store: Path) -> Project:
    made = new_project(program("colour='red'"), environ={"STORE": str(store)})
    made.write("things.py", THINGS)
    return made


def colour_of(thing: Path) -> str:
    return str(json.loads(thing.read_text())["colour"])


def test_create_no_op_update_destroy(project: Project, store: Path) -> None:
    planned = project.preview().ok()
    assert planned.changes == {"create": 2}  # the stack and the thing
    assert planned.step("t").op == "create"
    assert not list(store.iterdir())

    made = project.up().ok()
    assert made.changes == {"create": 2}
    step = made.step("t")
    assert (step.op, step.type, step.finished, step.failed) == (
        "create",
        "pulumi-python:dynamic/scratch:Thing",
        True,
        False,
    )
    assert colour_of(store / "t") == "red"
    assert "stored t" in made.text
    assert project.outputs() == {"colour": "red"}
    assert project.resource("t")["id"] == "t"

    again = project.up().ok()
    assert again.changes == {"same": 2}
    assert again.ops == {"t": ["same"]}

    project.program(program("colour='green'"))
    changed = project.up().ok()
    assert changed.changes == {"same": 1, "update": 1}
    assert changed.step("t", "update").diff == ("colour",)
    assert colour_of(store / "t") == "green"

    gone = project.destroy().ok()
    assert gone.changes == {"delete": 2}
    assert not list(store.iterdir())


def test_refresh_tells_drift_and_loss(project: Project, store: Path) -> None:
    project.up().ok()
    (store / "t").write_text(json.dumps({"colour": "blue"}))

    gate = project.refresh("--preview-only", "--expect-no-changes").failed(7)
    assert gate.step("t").op == "update"
    assert gate.step("t").diff == ("colour",)
    new = gate.step("t").new
    assert new is not None
    assert new["outputs"]["colour"] == "blue"

    repaired = project.up("--refresh").ok()
    assert repaired.ops == {"t": ["refresh", "update"]}
    assert colour_of(store / "t") == "red"

    (store / "t").unlink()
    assert project.refresh().ok().step("t").op == "delete"


def test_a_failure_is_a_failed_step_with_its_message(project: Project) -> None:
    project.program(program("colour='red', broken=True"))
    result = project.up().failed(1)
    assert result.step("t").failed
    (message,) = result.messages("error", "t")
    assert "RuntimeError: broken as asked" in message
    with pytest.raises(AssertionError, match="broken as asked"):
        result.ok()


def test_secrets_are_masked_unless_asked_for(project: Project) -> None:
    project.program(program("colour=pulumi.Config().require_secret('colour')"))
    project.config("colour", "canary-colour", "--secret")
    assert "canary-colour" not in project.up().ok().text
    assert project.outputs() == {"colour": "[secret]"}
    assert project.outputs(show_secrets=True) == {"colour": "canary-colour"}
    assert "canary-colour" not in json.dumps(project.export())
    assert project.resource("t", show_secrets=True)["inputs"]["colour"]["plaintext"] == '"canary-colour"'


def test_stacks_of_one_project(project: Project) -> None:
    project.up().ok()
    project.add_stack("prod")
    assert project.export()["deployment"].get("resources", []) == []
    project.stack = "dev"
    assert project.resource("t")["id"] == "t"


def test_only_what_the_test_gives_is_in_the_environment(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-key")
    project.environ["GIVEN"] = "given"
    project.program(
        "import os, pulumi\npulumi.export('names', sorted(os.environ))\npulumi.export('home', os.environ['HOME'])\n"
    )
    project.up().ok()
    outputs = project.outputs()
    assert "GIVEN" in outputs["names"]
    assert "AWS_SECRET_ACCESS_KEY" not in outputs["names"]
    assert outputs["home"] == str(project.folder)


def waits_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} did not appear in 30 s")


def test_a_killed_create_leaves_the_object_and_a_lock(project: Project, store: Path) -> None:
    project.program(program("colour='red', seconds=60"))
    running = project.start("up")
    waits_for(store / "t")
    running.kill()
    killed = running.wait()
    assert killed.code == -9
    assert not killed.step("t").finished
    assert left_running(project) == []

    assert "currently locked" in project.up().failed().text
    project.cancel()
    project.program(program("colour='red'"))
    assert "interrupted while creating" in project.up().ok().text


def test_an_orphaned_provider_ends_with_the_project(project: Project, store: Path) -> None:
    project.program(program("colour='red', seconds=60"))
    running = project.start("up")
    waits_for(store / "t")
    running.kill_engine()
    assert left_running(project)
    project.close()
    assert left_running(project) == []


def test_one_interrupt_saves_what_is_running(project: Project, store: Path) -> None:
    project.program(program("colour='red', seconds=2"))
    running = project.start("up")
    waits_for(store / "t")
    running.interrupt()
    assert running.wait().failed().step("t").finished
    assert project.resource("t")["id"] == "t"


def test_a_command_that_hangs_is_ended_and_fails_the_test(project: Project, store: Path) -> None:
    project.program(program("colour='red', seconds=60"))
    running = project.start("up")
    waits_for(store / "t")
    with pytest.raises(AssertionError, match=r"took longer than 0\.2 s"):
        running.wait(timeout=0.2)
    assert left_running(project) == []


def left_running(project: Project) -> list[str]:
    """Command lines of living processes whose environment holds this project's store."""
    mark = f"STORE={project.environ['STORE']}\0".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes() and int(process.name) != os.getpid():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found
