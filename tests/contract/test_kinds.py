"""What Pulumi asks of the names of outputs, for every kind and every cell of the grant table."""

from __future__ import annotations

from typing import Any

import pytest

from pulumi_boomi_spaces import connectors, runtime
from pulumi_boomi_spaces.engine.engine import RESOLVED, UNFINISHED, WORLD

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "instance": ("IntegrationPackInstance", {}),
    "attachment": ("IntegrationPackAttachment", {}),
} | {
    f"{cell.connector} {cell.grant_type}": (
        "OAuthConnection",
        {"connector": cell.connector, "grant_type": cell.grant_type} | {field.name: "x" for field in cell.fields},
    )
    for cell in connectors.rows()
}


@pytest.mark.parametrize("case", CASES)
def test_no_output_is_called_like_an_input(case: str) -> None:
    """An output with the name of an optional input that is not set is lost."""
    kind, inputs = CASES[case]
    one = runtime.KINDS[kind]
    fields = {field.name for field in one.fields(inputs)}
    assert fields >= inputs.keys() | {"owner"}
    assert not fields & {*one.outputs, RESOLVED, WORLD, UNFINISHED}
