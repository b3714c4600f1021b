"""Find a complete Pulumi CLI, or get one: `python -m tools.pulumi_cli` prints its folder as the last line.

In this order: the `pulumi` on PATH, when it is new enough and has its three companions; the copy that an earlier run
left in the user's cache folder; Pulumi's installer; a build with Go. Whatever is made is made in a temporary folder and
moved into place as the last step, by one process at a time.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tools.pulumi_sources import (
    GO_BUILD_SECONDS,
    INSTALLER_SECONDS,
    OLDEST_GO,
    PROGRAMS,
    REPORT_SECONDS,
    VERSION,
    Say,
    Unavailable,
    go_build,
    installer,
)

Way = Callable[[Path, Say], None]

WAYS: tuple[Way, ...] = (installer, go_build)

LOCK_SECONDS = INSTALLER_SECONDS + 2 * GO_BUILD_SECONDS
"""As long as another process may take for all the ways together."""


class Absent(Unavailable):
    """Nothing called pulumi is on PATH: nothing that its owner would want to hear about while another one does."""


def cache_folder() -> Path:
    """Where made CLIs stay, outside every working tree: `pulumi-boomi-spaces` in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "pulumi-boomi-spaces"


def on_path(path: str | None = None) -> Path:
    """The folder of the `pulumi` on `path` (default: PATH); `Unavailable` when it cannot be used, with the reason."""
    path = os.environ.get("PATH", "") if path is None else path
    pulumi = shutil.which(PROGRAMS[0], path=path)
    if pulumi is None:
        raise Absent("pulumi is not on PATH")
    if absent := missing(Path(pulumi), path):
        raise Unavailable(f"{pulumi} is incomplete: {', '.join(absent)} neither beside it nor on PATH")
    version = version_of(Path(pulumi))
    if _numbers(version) < _numbers(VERSION):
        raise Unavailable(f"{pulumi} is version {version}, older than {VERSION}")
    return _home_of(Path(pulumi))


def _home_of(pulumi: Path) -> Path:
    # A link in a folder of its own (~/bin/pulumi): the language host looks for its companion on PATH only.
    real = pulumi.resolve().parent
    return real if _complete(real) else pulumi.parent


def missing(pulumi: Path, path: str) -> list[str]:
    """The companions that this `pulumi` would not find: it looks beside its own file and on PATH."""
    places = os.pathsep.join([str(pulumi.parent), str(pulumi.resolve().parent), path])
    return [name for name in PROGRAMS[1:] if shutil.which(name, path=places) is None]


def version_of(pulumi: Path) -> str:
    """What `pulumi version` answers, without the leading v."""
    with tempfile.TemporaryDirectory() as home:  # even this command writes a log into its home
        try:
            done = subprocess.run(
                [pulumi, "version"],
                env={**os.environ, "PULUMI_HOME": home, "PULUMI_SKIP_UPDATE_CHECK": "1"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=30,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable(f"{pulumi} does not run: {error}") from None
    version = done.stdout.strip().removeprefix("v")
    if done.returncode != 0 or not re.match(r"\d+\.\d+\.\d+", version):
        raise Unavailable(f"{pulumi} does not answer its version (exit status {done.returncode})")
    return version


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def cached(cache: Path) -> Path | None:
    """The folder of the CLI in `cache`, when all its programs are there. It was run before it was put there."""
    folder = cache / f"pulumi-{VERSION}" / "bin"
    return folder if _complete(folder) else None


def _complete(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in PROGRAMS)


def find(path: str | None = None, cache: Path | None = None, say: Say = lambda line: None) -> Path | None:
    """The folder of a CLI that is there already, on PATH or in the cache; `say` hears why PATH did not do."""
    try:
        return on_path(path)
    except Unavailable as reason:
        folder = cached(cache or cache_folder())
        if folder is None or not isinstance(reason, Absent):
            say(str(reason))
        return folder


def obtain(say: Say, path: str | None = None, cache: Path | None = None, ways: Sequence[Way] = WAYS) -> Path:
    """The folder of a CLI, made by the first of `ways` that can; `Unavailable` with one sentence when none can."""
    cache = cache or cache_folder()
    if folder := find(path, cache, say):
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache, say):
        if folder := cached(cache):  # another process made it while this one waited
            return folder
        for leftover in cache.glob("making-*"):  # of a build that was killed
            shutil.rmtree(leftover, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix="making-", dir=cache))
        try:
            for way in ways:
                try:
                    return _make(way, work, cache, say)
                except Unavailable as reason:
                    say(str(reason))
        finally:
            shutil.rmtree(work, ignore_errors=True)
    raise Unavailable(
        f"There is no Pulumi CLI and none could be made: install Pulumi {VERSION} or newer, or Go "
        f"{'.'.join(map(str, OLDEST_GO))} or newer with access to its module proxy, and run this again."
    )


def _make(way: Way, work: Path, cache: Path, say: Say) -> Path:
    made = work / way.__name__
    way(made, say)
    if absent := [name for name in PROGRAMS if not os.access(made / "bin" / name, os.X_OK)]:
        raise Unavailable(f"what {way.__name__} made lacks {', '.join(absent)}")
    version_of(made / "bin" / PROGRAMS[0])
    final = cache / f"pulumi-{VERSION}"
    if final.exists():  # refused by `cached`: programs are missing from it
        final.rename(work / "incomplete")
    made.rename(final)
    return final / "bin"


@contextmanager
def _alone(cache: Path, say: Say) -> Iterator[None]:
    """Hold the cache's lock; the system lets go of it when this process ends, however it ends."""
    began = time.monotonic()
    told = began - REPORT_SECONDS
    with (cache / "lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                now = time.monotonic()
                if now - began > LOCK_SECONDS:
                    raise Unavailable(f"another process has held {cache / 'lock'} for {LOCK_SECONDS} s") from None
                if now - told >= REPORT_SECONDS:
                    say(f"another process is getting the Pulumi CLI, waiting for it: {now - began:.0f} s")
                    told = now
                time.sleep(0.2)
        yield


def main() -> int:
    """Print the folder of the CLI; 1, and one sentence on standard error, when there is no way to one."""
    signal.signal(signal.SIGTERM, _stop)

    def say(line: str) -> None:
        print(f"pulumi cli: {line}", file=sys.stderr, flush=True)

    try:
        folder = obtain(say)
    except Unavailable as sentence:
        say(str(sentence))
        return 1
    except OSError as error:
        say(f"{cache_folder()} cannot be used for the Pulumi CLI: {error}")
        return 1
    print(folder)
    return 0


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(128 + number)  # so that the temporary folder and the step that runs are cleaned up


if __name__ == "__main__":
    sys.exit(main())
