"""A type checker accepts the right programs, and every typical mistake is exactly one error in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from tests.typing.programs import CELLS, HEAD, RIGHT, WRONG

ROOT = Path(__file__).parents[2]
EXPECTED: dict[str, tuple[str, str | None]] = {
    **{f"cell_{name}": case for name, case in CELLS.items()},
    **{f"right_{name}": (program, None) for name, program in RIGHT.items()},
    **{f"wrong_{name}": case for name, case in WRONG.items()},
}


def codes(programs: Path) -> dict[str, list[str]]:
    """{program: codes of the errors that mypy finds in it}, from one strict run over all of a folder."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", "--no-pretty"),
            *("--follow-imports", "silent", "--cache-dir", str(ROOT / ".mypy_cache" / "programs"), "."),
        ],
        cwd=programs,
        env={**os.environ, "MYPYPATH": str(ROOT / "provider"), "MYPY_FORCE_COLOR": "0"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = defaultdict(list)
    for line in done.stdout.splitlines():
        if said := re.fullmatch(r"(\w+)\.py:\d+: error: .*\[([\w-]+)\]", line):
            found[said[1]].append(said[2])
    return found


def test_the_thirty_cells_are_eleven_right_ones() -> None:
    assert len(CELLS) == 30
    assert sum(code is None for _, code in CELLS.values()) == 11


def test_every_program_has_the_errors_that_it_should_have(tmp_path: Path) -> None:
    for name, (program, _) in EXPECTED.items():
        (tmp_path / f"{name}.py").write_text(f"{HEAD}{program}\n")
    assert codes(tmp_path) == {name: [code] for name, (_, code) in EXPECTED.items() if code}
