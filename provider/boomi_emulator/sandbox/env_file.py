"""The file that tells a shell and a test where the sandbox is: `export NAME='value'` lines, readable by its owner."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

NAME = "env"


def write(folder: Path, variables: dict[str, str]) -> None:
    """Appears whole or not at all."""
    quoted = {name: value.replace("'", "'\"'\"'") for name, value in variables.items()}
    text = "".join(f"export {name}='{value}'\n" for name, value in quoted.items())
    unfinished = folder / f".{NAME}.{os.getpid()}"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    unfinished.replace(folder / NAME)


def read(folder: Path) -> dict[str, str]:
    """Raises FileNotFoundError while the sandbox does not listen."""
    words = shlex.split((folder / NAME).read_text("utf-8"))
    return dict(word.split("=", 1) for word in words if "=" in word)


def remove(folder: Path) -> None:
    (folder / NAME).unlink(missing_ok=True)
