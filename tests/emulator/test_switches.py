"""Every reading that the documents leave open has a test of both sides."""

from __future__ import annotations

import re
from pathlib import Path

from boomi_emulator.switches import SWITCHES


def test_every_switch_has_a_test_of_its_name() -> None:
    texts = [file.read_text("utf-8") for file in Path(__file__).parent.glob("test_*.py")]
    tested = {name for text in texts for name in re.findall(r"def test_switch_(\w+)\(", text)}
    assert tested == set(SWITCHES)
