"""What a Pulumi command did, read from the engine's event log (one JSON object a line, apitype.EngineEvent)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class Step:
    """What the engine did, or plans to do, with one resource of the program.

    `op` is the engine's word: create, update, delete, same, refresh, replace, create-replacement, delete-replaced,
    read. In `refresh` it says what was found: same, update (drift) or delete (gone). `diff` names the changed
    properties; `old` and `new` are the resource's states, secrets masked, None where there is none.
    """

    op: str
    type: str
    name: str
    diff: tuple[str, ...] = ()
    failed: bool = False
    finished: bool = False
    old: Mapping[str, Any] | None = field(default=None, repr=False)
    new: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Diagnostic:
    """A message for the user: `severity` is info, info#err, warning or error; `name` the resource it is shown under."""

    severity: str
    message: str
    name: str
    ephemeral: bool


@dataclass(frozen=True)
class Result:
    """The end of a command.

    `changes` counts resources by operation as the summary line does, the stack itself included: {"create": 2}.
    """

    code: int
    stdout: str
    stderr: str
    steps: tuple[Step, ...] = ()
    changes: Mapping[str, int] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def text(self) -> str:
        """Everything that was printed."""
        return self.stdout + self.stderr

    def ok(self) -> Self:
        """This result; fails the test, showing what was printed, when the command did not succeed."""
        assert self.code == 0, f"exit status {self.code}\n{self.text}"
        return self

    def failed(self, code: int | None = None) -> Self:
        """This result; fails the test when the command succeeded, or ended with another status than `code`."""
        assert self.code != 0, f"it succeeded\n{self.text}"
        assert code in (None, self.code), f"exit status {self.code}\n{self.text}"
        return self

    @property
    def ops(self) -> dict[str, list[str]]:
        """The operations on each resource, by logical name: {"erp": ["refresh", "update"]}."""
        found: dict[str, list[str]] = {}
        for step in self.steps:
            found.setdefault(step.name, []).append(step.op)
        return found

    def step(self, name: str, op: str | None = None) -> Step:
        """The one step of this resource (with this operation); fails the test when there is none or more than one."""
        found = [step for step in self.steps if step.name == name and op in (None, step.op)]
        assert len(found) == 1, f"{len(found)} steps for {name!r}: {self.ops}\n{self.text}"
        return found[0]

    def messages(self, severity: str, name: str | None = None) -> list[str]:
        """The messages of one severity, of one resource when `name` is given."""
        return [each.message for each in self.diagnostics if each.severity == severity and name in (None, each.name)]


def read_events(path: Path) -> tuple[tuple[Step, ...], Mapping[str, int], tuple[Diagnostic, ...]]:
    """Steps, changes and diagnostics of an event log; a log that a kill cut short gives what is complete in it."""
    steps: list[Step] = []
    open_: dict[str, int] = {}  # urn -> index of the step that has begun and not ended
    changes: dict[str, int] = {}
    diagnostics: list[Diagnostic] = []
    for event in _events(path):
        if before := event.get("resourcePreEvent"):
            urn = before["metadata"]["urn"]
            open_[urn] = len(steps)
            steps.append(_step(before["metadata"]))
        elif after := event.get("resOutputsEvent") or event.get("resOpFailedEvent"):
            step = replace(_step(after["metadata"]), finished=True, failed="resOpFailedEvent" in event)
            index = open_.pop(after["metadata"]["urn"], None)
            if index is None:
                steps.append(step)
            else:
                steps[index] = step
        elif message := event.get("diagnosticEvent"):
            diagnostics.append(_diagnostic(message))
        elif summary := event.get("summaryEvent"):
            changes = dict(summary["resourceChanges"])
    return (
        tuple(step for step in steps if not step.type.startswith("pulumi:")),
        changes,
        tuple(each for each in diagnostics if each.severity != "debug"),
    )


def _events(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _step(metadata: Mapping[str, Any]) -> Step:
    return Step(
        op=metadata["op"],
        type=metadata["type"],
        name=_name(metadata["urn"]),
        diff=tuple(sorted(metadata.get("diffs") or ())),
        old=metadata.get("old"),
        new=metadata.get("new"),
    )


def _diagnostic(event: Mapping[str, Any]) -> Diagnostic:
    text = re.sub(r"<\{%.*?%\}>", "", event["message"])  # the engine's colour marks
    return Diagnostic(event["severity"], text.strip("\n"), _name(event.get("urn", "")), event.get("ephemeral", False))


def _name(urn: str) -> str:
    return urn.rsplit("::", 1)[-1]
