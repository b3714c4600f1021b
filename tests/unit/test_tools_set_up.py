"""Set-up of a fresh machine: which Python is taken, and what requirements.lock may hold."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def python_on(path: Path) -> subprocess.CompletedProcess[str]:
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run(
        [bash, ROOT / "tools" / "python.sh"], env={"PATH": str(path)}, capture_output=True, text=True, check=False
    )


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def old_python(path: Path) -> Path:
    """Answers as a Python 3.10 does when it is asked whether it will do."""
    code = f'exec {sys.executable} -c "import sys; sys.version_info = (3, 10, 13); $2"'
    return program(path, code)


def new_python(path: Path) -> Path:
    return program(path, f'exec {sys.executable} "$@"')


def test_the_newest_python_that_runs_is_taken(tmp_path: Path) -> None:
    program(tmp_path / "python3.13", "echo 'no such version is selected' >&2; exit 127")  # a version manager's shim
    wanted = new_python(tmp_path / "python3.12")
    new_python(tmp_path / "python3.11")
    assert python_on(tmp_path).stdout.strip() == str(wanted)


def test_a_second_python_of_the_same_name_is_tried(tmp_path: Path) -> None:
    program(tmp_path / "shims" / "python3.11", "exit 127")
    wanted = new_python(tmp_path / "bin" / "python3.11")
    assert python_on(Path(f"{tmp_path / 'shims'}:{tmp_path / 'bin'}")).stdout.strip() == str(wanted)


def test_python3_will_do_when_it_is_new_enough(tmp_path: Path) -> None:
    wanted = new_python(tmp_path / "python3")
    assert python_on(tmp_path).stdout.strip() == str(wanted)


@pytest.mark.parametrize("make", [old_python, None], ids=["too old", "none at all"])
def test_without_a_python_one_sentence_says_what_to_install(tmp_path: Path, make: object) -> None:
    if make is old_python:
        old_python(tmp_path / "python3")
    result = python_on(tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == (
        "Python 3.11 or newer with its venv module is needed, and PATH has none: install it, then run this again.\n"
    )


def locked() -> Iterator[tuple[str, str]]:
    """Every requirement of the lock: its name and version, and all that follows."""
    text = (ROOT / "requirements.lock").read_text()
    for entry in re.split(r"(?m)^(?=\S)", text):
        if entry and not entry.startswith("#"):
            name, _, rest = entry.partition("==")
            yield name, rest


def test_everything_in_the_lock_is_pinned_with_hashes() -> None:
    entries = list(locked())
    assert len(entries) > 50
    for name, rest in entries:
        assert re.fullmatch(r"[a-z0-9-]+", name), name
        assert re.match(r"\d\S* ", rest), name
        assert "--hash=sha256:" in rest, name


def test_the_lock_holds_no_address() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text()


def test_the_lock_covers_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["sandbox"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().replace("_", "-") for requirement in asked}
    assert names <= {name for name, _ in locked()}
