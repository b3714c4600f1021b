"""`boomi-spaces redirect-uri`."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from pulumi_boomi_spaces.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environ, check=False, timeout=30)


def test_it_prints_one_line_for_each_account() -> None:
    result = run("redirect-uri", "acmechild-4M1T8Z", "globex-9K2P4D")
    assert result.returncode == 0
    assert result.stdout.splitlines() == [
        "https://platform.boomi.com/account/acmechild-4M1T8Z/oauth2/callback",
        "https://platform.boomi.com/account/globex-9K2P4D/oauth2/callback",
    ]


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [(("redirect-uri",), {}), (("redirekt",), {}), (("redirect-uri", "a"), {"BOOMI_REGION": "mars"})],
)
def test_wrong_use_and_wrong_settings_are_one_line_and_status_1(
    arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    result = run(*arguments, **environ)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert "rror: " in result.stderr.splitlines()[-1]
