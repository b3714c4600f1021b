"""How a Pulumi CLI is found or made: the order, and the sentences. Programs on PATH are shell scripts; no network."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tools import pulumi_cli
from tools.pulumi_sources import PROGRAMS, VERSION, Say, Unavailable, check_go, run

COMPANIONS = PROGRAMS[1:]
ROOT = Path(__file__).parents[2]


def installation(folder: Path, version: str = VERSION, programs: Iterable[str] = PROGRAMS) -> Path:
    """A folder with programs that answer `version` like the real ones."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in programs:
        (folder / name).write_text(f"#!/bin/sh\necho v{version}\n")
        (folder / name).chmod(0o755)
    return folder


def maker(name: str, asked: list[str], programs: Iterable[str] = PROGRAMS) -> pulumi_cli.Way:
    """A way that notes that it was asked and puts `programs` into its target."""

    def way(target: Path, say: Say) -> None:
        asked.append(name)
        installation(target / "bin", programs=programs)

    way.__name__ = name
    return way


def closed(name: str, asked: list[str]) -> pulumi_cli.Way:
    def way(target: Path, say: Say) -> None:
        asked.append(name)
        (target / "half").mkdir(parents=True)
        raise Unavailable(f"{name} is closed")

    way.__name__ = name
    return way


def leftovers(cache: Path) -> list[str]:
    return sorted(entry.name for entry in cache.iterdir() if entry.name.startswith("making-"))


# ---------------------------------------------------------------- on PATH


def test_a_complete_installation_on_path_is_used_and_nothing_is_made(tmp_path: Path) -> None:
    there = installation(tmp_path / "bin")
    asked: list[str] = []
    got = pulumi_cli.obtain(print, str(there), tmp_path / "cache", [maker("installer", asked)])
    assert got == there
    assert asked == []
    assert not (tmp_path / "cache").exists()


def test_companions_may_lie_elsewhere_on_path(tmp_path: Path) -> None:
    cli = installation(tmp_path / "cli", programs=["pulumi"])
    rest = installation(tmp_path / "rest", programs=COMPANIONS)
    assert pulumi_cli.on_path(f"{cli}{os.pathsep}{rest}") == cli


def test_a_link_leads_to_the_folder_that_has_the_companions(tmp_path: Path) -> None:
    real = installation(tmp_path / "opt")
    links = tmp_path / "links"
    links.mkdir()
    (links / "pulumi").symlink_to(real / "pulumi")
    assert pulumi_cli.on_path(str(links)) == real


@pytest.mark.parametrize("absent", COMPANIONS)
def test_a_missing_companion_is_named(tmp_path: Path, absent: str) -> None:
    there = installation(tmp_path / "bin", programs=[name for name in PROGRAMS if name != absent])
    with pytest.raises(Unavailable) as caught:
        pulumi_cli.on_path(str(there))
    text = str(caught.value)
    assert f"incomplete: {absent} neither" in text
    assert str(there / "pulumi") in text


def test_a_companion_without_its_run_bit_is_missing(tmp_path: Path) -> None:
    there = installation(tmp_path / "bin")
    (there / "pulumi-language-python-exec").chmod(0o644)
    with pytest.raises(Unavailable, match="incomplete: pulumi-language-python-exec neither"):
        pulumi_cli.on_path(str(there))


@pytest.mark.parametrize(
    ("version", "usable"),
    [("3.258.9", False), ("3.99.0", False), (VERSION, True), ("3.260.0-dev.0", True), ("3.1000.0", True)],
)
def test_versions_are_compared_as_numbers(tmp_path: Path, version: str, usable: bool) -> None:
    there = installation(tmp_path / "bin", version)
    if usable:
        assert pulumi_cli.on_path(str(there)) == there
    else:
        with pytest.raises(Unavailable, match=f"is version {version}, older than {VERSION}"):
            pulumi_cli.on_path(str(there))


def test_a_shim_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    there = installation(tmp_path / "bin")
    (there / "pulumi").write_text("#!/bin/sh\necho 'no version is selected' >&2\nexit 127\n")
    with pytest.raises(Unavailable, match=r"does not answer its version \(exit status 127\)"):
        pulumi_cli.on_path(str(there))


# ---------------------------------------------------------------- the cache


def test_the_cache_is_used_before_anything_is_made_and_is_not_run(tmp_path: Path) -> None:
    kept = installation(tmp_path / f"pulumi-{VERSION}" / "bin")
    (kept / "pulumi").write_text("#!/bin/sh\nexit 1\n")  # it was run before it was put there
    asked: list[str] = []
    assert pulumi_cli.obtain(print, "", tmp_path, [maker("installer", asked)]) == kept
    assert asked == []


def test_the_cache_stands_in_for_an_unusable_pulumi_which_is_named(tmp_path: Path) -> None:
    there = installation(tmp_path / "bin", programs=["pulumi"])
    kept = installation(tmp_path / "cache" / f"pulumi-{VERSION}" / "bin")
    said: list[str] = []
    assert pulumi_cli.find(str(there), tmp_path / "cache", said.append) == kept
    assert [line.startswith(f"{there / 'pulumi'} is incomplete") for line in said] == [True]


def test_the_cache_stands_in_for_an_absent_pulumi_without_a_word(tmp_path: Path) -> None:
    kept = installation(tmp_path / f"pulumi-{VERSION}" / "bin")
    said: list[str] = []
    assert pulumi_cli.find("", tmp_path, said.append) == kept
    assert said == []


def test_find_says_why_path_did_not_do_and_makes_nothing(tmp_path: Path) -> None:
    said: list[str] = []
    assert pulumi_cli.find("", tmp_path / "cache", said.append) is None
    assert said == ["pulumi is not on PATH"]
    assert not (tmp_path / "cache").exists()


def test_the_cache_lies_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert pulumi_cli.cache_folder() == tmp_path / "pulumi-boomi-spaces"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert pulumi_cli.cache_folder() == tmp_path / "home" / ".cache" / "pulumi-boomi-spaces"


# ---------------------------------------------------------------- making one


def test_the_installer_comes_before_go() -> None:
    assert [way.__name__ for way in pulumi_cli.WAYS] == ["installer", "go_build"]


def test_ways_are_tried_in_order_until_one_makes_it(tmp_path: Path) -> None:
    asked: list[str] = []
    said: list[str] = []
    ways = [closed("installer", asked), maker("go_build", asked), maker("never", asked)]
    got = pulumi_cli.obtain(said.append, "", tmp_path, ways)
    assert asked == ["installer", "go_build"]
    assert got == tmp_path / f"pulumi-{VERSION}" / "bin"
    assert sorted(program.name for program in got.iterdir()) == sorted(PROGRAMS)
    assert said == ["pulumi is not on PATH", "installer is closed"]
    assert leftovers(tmp_path) == []


def test_what_lacks_a_program_is_not_put_into_the_cache(tmp_path: Path) -> None:
    asked: list[str] = []
    said: list[str] = []
    with pytest.raises(Unavailable):
        pulumi_cli.obtain(said.append, "", tmp_path, [maker("installer", asked, PROGRAMS[:-1])])
    assert said[-1] == f"what installer made lacks {PROGRAMS[-1]}"
    assert not (tmp_path / f"pulumi-{VERSION}").exists()


def test_a_damaged_cache_is_replaced(tmp_path: Path) -> None:
    installation(tmp_path / f"pulumi-{VERSION}" / "bin", programs=PROGRAMS[:-1])
    asked: list[str] = []
    got = pulumi_cli.obtain(print, "", tmp_path, [maker("installer", asked)])
    assert asked == ["installer"]
    assert (got / PROGRAMS[-1]).exists()


def test_without_any_way_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    asked: list[str] = []
    with pytest.raises(Unavailable) as caught:
        pulumi_cli.obtain(print, "", tmp_path, [closed("installer", asked), closed("go_build", asked)])
    assert str(caught.value) == (
        f"There is no Pulumi CLI and none could be made: install Pulumi {VERSION} or newer, or Go 1.25.11 or newer "
        "with access to its module proxy, and run this again."
    )
    assert asked == ["installer", "go_build"]
    assert leftovers(tmp_path) == []


def test_the_rest_of_a_killed_build_is_swept(tmp_path: Path) -> None:
    (tmp_path / "making-old").mkdir(parents=True)
    pulumi_cli.obtain(print, "", tmp_path, [maker("installer", [])])
    assert leftovers(tmp_path) == []


def test_two_at_once_make_one(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from tools import pulumi_cli\n"
        "from tests.unit.test_tools_pulumi_cli import installation\n"
        "def slow(target, say):\n"
        "    with open(sys.argv[1] + '/made', 'a') as note: note.write('x')\n"
        "    time.sleep(0.5); installation(target / 'bin')\n"
        "print(pulumi_cli.obtain(lambda line: None, '', Path(sys.argv[1]), [slow]))\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    folders = {process.communicate(timeout=30)[0].strip() for process in both}
    assert folders == {str(tmp_path / f"pulumi-{VERSION}" / "bin")}
    assert (tmp_path / "made").read_text() == "x"


# ---------------------------------------------------------------- Go, and long steps


@pytest.mark.parametrize(
    ("answer", "usable"),
    [
        ("go version go1.25.10 linux/amd64", False),
        ("go version go1.9 linux/amd64", False),
        ("go version go1.25.11 linux/amd64", True),
        ("go version go1.26rc1 darwin/arm64", True),
        ("go version devel go1.27-3f4a2c linux/amd64", True),
    ],
)
def test_the_version_of_go(tmp_path: Path, answer: str, usable: bool) -> None:
    (tmp_path / "go").write_text(f"#!/bin/sh\necho '{answer}'\n")
    (tmp_path / "go").chmod(0o755)
    if usable:
        check_go(str(tmp_path))
    else:
        with pytest.raises(Unavailable, match=r"Go 1\.25\.11 or newer is needed"):
            check_go(str(tmp_path))


def test_go_may_be_absent(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Go is not installed"):
        check_go(str(tmp_path))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path, float], list[str]]:
    """Runs a shell line as a long step with a report every 0.1 s; answers what was said."""
    monkeypatch.setattr("tools.pulumi_sources.REPORT_SECONDS", 0.1)

    def step(line: str, cwd: Path, limit: float) -> list[str]:
        said: list[str] = []
        run("step", ["/bin/sh", "-c", line], cwd=cwd, limit=limit, say=said.append)
        return said

    return step


def test_a_long_step_reports_while_it_runs(tmp_path: Path, quick: Callable[[str, Path, float], list[str]]) -> None:
    said = quick("sleep 0.5; echo hidden", tmp_path, 10)
    assert said[0] == "step ..."
    assert said[1:-1].count("step: 0 s") >= 2
    assert said[-1].startswith("step: done in ")


def test_a_failed_step_shows_its_last_line(tmp_path: Path, quick: Callable[[str, Path, float], list[str]]) -> None:
    with pytest.raises(Unavailable, match=r"step failed with exit status 3 \(the reason\)"):
        quick("echo first; echo the reason >&2; exit 3", tmp_path, 10)


def test_a_step_that_takes_too_long_ends_with_all_it_started(
    tmp_path: Path, quick: Callable[[str, Path, float], list[str]]
) -> None:
    with pytest.raises(Unavailable, match="step took longer than 0 s"):
        quick("sleep 60 & echo $! > child; wait", tmp_path, 0.3)
    child = int((tmp_path / "child").read_text())
    status = Path(f"/proc/{child}/stat")

    def ended() -> bool:
        try:
            return status.read_text().split()[2] == "Z"
        except FileNotFoundError:
            return True

    deadline = time.monotonic() + 10  # a signal is delivered when the system comes to it
    while not ended() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ended()
