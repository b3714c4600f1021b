"""The two places that a Pulumi CLI comes from when the machine has none: Pulumi's own installer, and Go's module proxy.

Each way fills `<target>/bin` with the four programs of a complete installation or raises `Unavailable` with the
reason. Neither touches anything outside `target` and the caches that Go keeps for itself.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

VERSION = "3.259.0"
"""The CLI that the texts and behaviours in tests/engine were measured with."""

PROGRAMS = ("pulumi", "pulumi-language-python", "pulumi-language-python-exec", "pulumi-resource-pulumi-python")
"""The CLI and the three companions without which it runs no Python program and no dynamic provider."""

OLDEST_GO = (1, 25, 11)
"""What the CLI's own go.mod asks for."""

INSTALLER_SECONDS = 300
GO_BUILD_SECONDS = 2400
REPORT_SECONDS = 15

Say = Callable[[str], None]


class Unavailable(Exception):
    """One way to a CLI is closed; the text says why, in half a sentence."""


def installer(target: Path, say: Say) -> None:
    """Run the official installer, `pulumi.automation.PulumiCommand.install`, in a process that can be timed out."""
    work = target.parent
    command = [sys.executable, "-c", _INSTALL, str(target), VERSION]
    environ = {**os.environ, "PULUMI_HOME": str(work / "home")}
    run("running Pulumi's installer", command, cwd=work, limit=INSTALLER_SECONDS, say=say, environ=environ)


# The library gives its download no timeout, and a firewall that drops packets would hold it for minutes.
_INSTALL = """
import socket, sys
socket.setdefaulttimeout(10)
from pulumi.automation import PulumiCommand
from semver import VersionInfo
PulumiCommand.install(root=sys.argv[1], version=VersionInfo.parse(sys.argv[2]))
"""


def go_build(target: Path, say: Say) -> None:
    """Build the CLI and its Python companions from the sources on the Go module proxy.

    The language host is a module version of its own: 3.79.0 is the last one that has it inside the SDK module.
    """
    check_go()
    sdk, bin_ = "github.com/pulumi/pulumi/sdk/v3", target / "bin"
    bin_.mkdir(parents=True)

    cli = target.parent / "cli"
    cli.mkdir()
    (cli / "go.mod").write_text(
        f"module cli\ngo 1.25\nrequire (\n\tgithub.com/pulumi/pulumi/pkg/v3 v{VERSION}\n\t{sdk} v{VERSION}\n)\n"
        # The CLI's own go.mod has this replacement, and Go follows only the main module's.
        "replace github.com/atotto/clipboard => "
        "github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e\n"
    )
    say("no CLI to download: building one with Go, about five minutes the first time")
    stamp = f"-s -w -X {sdk}/go/common/version.Version=v{VERSION}"
    _build(bin_ / "pulumi", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", stamp, cli, say)

    host = target.parent / "host"
    host.mkdir()
    (host / "go.mod").write_text(f"module host\ngo 1.25\nrequire {sdk} v3.79.0\n")
    _build(bin_ / "pulumi-language-python", f"{sdk}/python/cmd/pulumi-language-python", "-s -w", host, say)

    sources = Path(_answer(["go", "list", "-m", "-f", "{{.Dir}}", sdk], cwd=cli, environ=_go_environ())) / "python"
    for script in (sources / "cmd/pulumi-language-python-exec", sources / "dist/pulumi-resource-pulumi-python"):
        shutil.copyfile(script, bin_ / script.name)
        (bin_ / script.name).chmod(0o755)  # the module cache holds them without a run bit


def _build(program: Path, package: str, flags: str, module: Path, say: Say) -> None:
    command = ["go", "build", "-ldflags", flags, "-o", str(program), package]
    run(f"building {program.name}", command, cwd=module, limit=GO_BUILD_SECONDS, say=say, environ=_go_environ())


def check_go(path: str | None = None) -> None:
    """Raise `Unavailable` unless the `go` on `path` (default: PATH) is new enough."""
    wanted = ".".join(map(str, OLDEST_GO))
    program = shutil.which("go", path=path)
    if program is None:
        raise Unavailable("Go is not installed")
    answer = _answer([program, "version"])
    numbers = re.search(r"go(\d+)\.(\d+)(?:\.(\d+))?", answer)
    if numbers is None or tuple(int(part or 0) for part in numbers.groups()) < OLDEST_GO:
        raise Unavailable(f"Go {wanted} or newer is needed and {program} is {answer!r}")


def run(
    what: str,
    command: Sequence[str],
    *,
    cwd: Path,
    limit: float,
    say: Say,
    environ: Mapping[str, str] | None = None,
) -> None:
    """Run one long step, at most `limit` seconds, with a line at least every `REPORT_SECONDS`; its output is logged.

    The step gets a process group of its own, so that the compilers it starts end with it.
    """
    began = time.monotonic()
    log = cwd / "log"
    say(f"{what} ...")
    with log.open("ab") as sink:
        process = subprocess.Popen(
            command, cwd=cwd, env=environ, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, process_group=0
        )
        try:
            while (code := _wait(process, min(REPORT_SECONDS, limit))) is None:
                seconds = time.monotonic() - began
                if seconds >= limit:
                    raise Unavailable(f"{what} took longer than {limit:.0f} s")
                say(f"{what}: {seconds:.0f} s")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    if code != 0:
        raise Unavailable(f"{what} failed with exit status {code} ({_last_line(log)})")
    say(f"{what}: done in {time.monotonic() - began:.0f} s")


def _wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1][:300] if lines else "no output"


def _go_environ() -> dict[str, str]:
    # Without -mod=mod Go asks for go.sum entries that only it can write.
    return {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=mod"}


def _answer(command: Sequence[str], *, cwd: Path | None = None, environ: Mapping[str, str] | None = None) -> str:
    try:
        done = subprocess.run(command, cwd=cwd, env=environ, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{' '.join(command)} does not run: {error}") from None
    if done.returncode != 0:
        raise Unavailable(f"{' '.join(command)} failed with exit status {done.returncode}: {done.stderr.strip()[:300]}")
    return done.stdout.strip()
