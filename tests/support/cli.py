"""Drives the real Pulumi CLI: a scratch project in a folder of its own, and what each command did as data.

Every command writes the engine's event log (as Pulumi's Automation API does), so that tests compare steps, changed
properties and diagnostics instead of searching in text. Commands run in an environment that holds only what the test
put there, in a session of their own, and never longer than `TIMEOUT` seconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.events import Result, read_events

TIMEOUT = 120.0
"""Seconds that one command may take before it is killed and the test fails."""

_UNATTENDED = ("--non-interactive", "--color", "never")
_AT_ONCE = ("--yes", "--skip-preview")

# When an operation fails, the engine interrupts the program and waits up to five seconds for it; Python, interrupted,
# waits for the answers that the engine no longer gives. So a program that is interrupted ends where it stands.
_ENDS_WHERE_IT_STANDS = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)\n"


class Project:
    """A Pulumi project with one Python program, a file backend and a stack, all inside `folder`.

    `environ` is the environment of every command beside PATH, HOME and Pulumi's own settings; tests may change it
    between commands. `stack` is the stack that commands work on. `home` (PULUMI_HOME) may be shared by projects.
    """

    def __init__(
        self,
        folder: Path,
        cli: Path,
        program: str,
        *,
        name: str = "scratch",
        stack: str = "dev",
        home: Path | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.folder, self.cli, self.name, self.stack = folder, cli, name, stack
        self.home = home or folder / "home"
        self.backend = folder / "backend"
        self.environ = dict(environ or {})
        self._logs = folder / "runs"
        self._started: list[Running] = []
        for made in (folder / "program", self.backend, self._logs, self.home):
            made.mkdir(parents=True, exist_ok=True)
        # No `virtualenv` option: the language host in use ignores it, the first Python on PATH is the one that runs.
        self.write("Pulumi.yaml", f"name: {name}\nruntime: python\n")
        self.program(program)
        self.add_stack(stack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End what commands left running, such as the provider process of an engine that a test killed."""
        for running in self._started:
            running.kill()

    # ------------------------------------------------------------ the program

    def program(self, text: str) -> None:
        """Change the program: what the next `up` or `preview` runs. It cannot hold a `__future__` import."""
        self.write("__main__.py", _ENDS_WHERE_IT_STANDS + text)

    def write(self, name: str, text: str) -> Path:
        """Put a file beside the program, for example a module that it imports."""
        path = self.folder / "program" / name
        path.write_text(text)
        return path

    # ------------------------------------------------------------ operations

    def up(self, *flags: str) -> Result:
        """`pulumi up` without the preview before it."""
        return self.start("up", *flags).wait()

    def preview(self, *flags: str) -> Result:
        return self.start("preview", *flags).wait()

    def refresh(self, *flags: str) -> Result:
        """`pulumi refresh`; with `--preview-only` it changes no state."""
        return self.start("refresh", *flags).wait()

    def destroy(self, *flags: str) -> Result:
        return self.start("destroy", *flags).wait()

    def start(self, operation: str, *flags: str) -> Running:
        """Start `up`, `preview`, `refresh` or `destroy` and come back at once, for a test that ends it half-way."""
        fixed = () if operation == "preview" or "--preview-only" in flags else _AT_ONCE
        events = self._logs / f"{len(self._started):03}-{operation}.events"
        return self._spawn([operation, *fixed, *flags, "--stack", self.stack, "--event-log", str(events)], events)

    # ------------------------------------------------------------ the stack

    def add_stack(self, stack: str) -> None:
        """Make one more stack and work on it."""
        self.stack = stack
        self.run("stack", "init", stack).ok()

    def config(self, key: str, value: str, *flags: str) -> None:
        """Set a key of the stack's configuration; `flags` are those of `pulumi config set` (`--secret`, `--path`)."""
        self.run("config", "set", "--stack", self.stack, *flags, "--", key, value).ok()

    def export(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """The whole state, as `pulumi stack export` prints it."""
        return self._json("stack", "export", show_secrets)

    def outputs(self, *, show_secrets: bool = False) -> dict[str, Any]:
        """The stack's outputs; secret ones read `[secret]` unless they are asked for."""
        return self._json("stack", "output", show_secrets)

    def resource(self, name: str, *, show_secrets: bool = False) -> dict[str, Any]:
        """The one resource of the state with this logical name: `id`, `inputs`, `outputs` and the rest."""
        resources = self.export(show_secrets=show_secrets)["deployment"].get("resources", [])
        (found,) = [each for each in resources if each["urn"].rsplit("::", 1)[1] == name]
        return dict(found)

    def cancel(self) -> None:
        """`pulumi cancel`: take away the lock that a killed engine left on the stack."""
        self.run("cancel", "--yes", "--stack", self.stack).ok()

    def run(self, *arguments: str) -> Result:
        """Any other command, for example `run("stack", "rename", "new")`; no events are recorded."""
        return self._spawn(list(arguments), None).wait()

    def _json(self, group: str, command: str, show_secrets: bool) -> dict[str, Any]:
        arguments = [group, command, "--stack", self.stack, *(["--json"] if command == "output" else [])]
        result = self.run(*arguments, *(["--show-secrets"] if show_secrets else [])).ok()
        return dict(json.loads(result.stdout))

    # ------------------------------------------------------------ processes

    def _spawn(self, arguments: list[str], events: Path | None) -> Running:
        stem = self._logs / f"{len(self._started):03}-{arguments[0]}"
        running = Running([str(self.cli / "pulumi"), *_UNATTENDED, *arguments], self, stem, events)
        self._started.append(running)
        return running

    def process_environ(self) -> dict[str, str]:
        """The environment of a command: nothing is inherited but the rest of PATH."""
        # Not resolved: the folder of the virtual environment's link, where its packages and its pip belong.
        python = str(Path(sys.executable).parent)
        return {
            "PATH": os.pathsep.join([python, str(self.cli), os.environ["PATH"]]),
            "HOME": str(self.folder),
            "PULUMI_HOME": str(self.home),
            "PULUMI_BACKEND_URL": f"file://{self.backend}",
            "PULUMI_CONFIG_PASSPHRASE": "correct horse battery staple",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_COMMANDS": "true",  # without it there is no --event-log
            **self.environ,
        }


class Running:
    """A command under way. Its output goes to files, so that no orphan of it can hold the test up."""

    def __init__(self, command: list[str], project: Project, stem: Path, events: Path | None) -> None:
        self._out, self._err, self._events = stem.with_suffix(".out"), stem.with_suffix(".err"), events
        self._command = command
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                command,
                cwd=project.folder / "program",
                env=project.process_environ(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    def wait(self, timeout: float = TIMEOUT) -> Result:
        """What it did, once it has ended; after `timeout` seconds it and all it started are killed: the test fails."""
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{' '.join(self._command)} took longer than {timeout} s:\n{self.text}") from None
        steps, changes, diagnostics = read_events(self._events) if self._events else ((), {}, ())
        return Result(code, _read(self._out), _read(self._err), steps, changes, diagnostics)

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return _read(self._out) + _read(self._err)

    def interrupt(self) -> None:
        """One Ctrl-C: the engine starts nothing new and saves what is running."""
        self._process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End the engine, the program and the provider without warning, as when the machine dies."""
        self.kill_engine()
        for _ in range(100):  # members may start others while they are being ended
            members = _members_of(self._process.pid)
            if not members:
                return
            for pid in members:
                _end(pid)
            time.sleep(0.05)

    def kill_engine(self) -> None:
        """End the engine alone; its provider finishes the calls it is in and then stays until `kill`."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _members_of(session: int) -> set[int]:
    """The living processes of a session whose leader has ended. Plugins have process groups of their own, not sessions.

    While anything is left, the system gives the leader's number to nobody; once somebody has it, nothing is left.
    """
    sessions = {int(entry.name): _session_of(entry) for entry in Path("/proc").glob("[0-9]*")}
    return set() if sessions.get(session) else {pid for pid, found in sessions.items() if found == session}


def _session_of(process: Path) -> int | None:
    """The session of a process; None when it has ended, waited for by its parent or not."""
    try:
        state, _parent, _group, session = (process / "stat").read_text().rsplit(")", 1)[1].split()[:4]
    except OSError:
        return None
    return None if state == "Z" else int(session)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _read(path: Path) -> str:
    return path.read_text(errors="replace")
