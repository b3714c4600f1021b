"""Scenario files: what they may say, and how a mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from boomi_emulator import scenario
from boomi_emulator.connectors import CONNECTORS
from boomi_emulator.yaml_section import ScenarioError

START = """owner: {id: acme-A1B2C3, name: Acme, user: boss@acme.example}
consumers:
  - {id: child-A1B2C3, name: Child, partner: true}
packs:
  - name: Orders
    type: MULTI
    released: true
    processes:
      - name: Sync
        connections:
          - {name: ERP, connector: rest_client, grant: code, declares: [url]}
account_groups:
  - {name: All, members: [child-A1B2C3], packs: [Orders]}
spaces:
  - {name: Portal, group: All}
"""


def load(tmp_path: Path, text: str) -> list[scenario.Row]:
    file = tmp_path / "world.yaml"
    file.write_text(text)
    return scenario.load(file)


def test_a_small_scenario_is_enough(tmp_path: Path) -> None:
    kinds = [kind for kind, *_ in load(tmp_path, START)]
    assert sorted(kinds) == ["account", "account", "account_group", "pack", "space", "user"]


def test_the_default_scenario_has_every_connector() -> None:
    packs = [document for kind, _, _, document in scenario.load(scenario.DEFAULT) if kind == "pack"]
    used = {one["connector"] for pack in packs for process in pack["processes"] for one in process["connections"]}
    assert used == set(CONNECTORS)


def test_publisher_side_ids_are_the_same_in_every_sandbox() -> None:
    first, second = (
        [id for kind, _, id, _ in scenario.load(scenario.DEFAULT) if kind in ("pack", "space")] for _ in range(2)
    )
    assert first == second


def test_a_user_may_have_several_accounts(tmp_path: Path) -> None:
    text = START.replace("partner: true", "user: boss@acme.example")
    (user,) = [document for kind, _, _, document in load(tmp_path, text) if kind == "user"]
    assert user["accounts"] == ["acme-A1B2C3", "child-A1B2C3"]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("partner: true", "partnr: true", 3, "'partnr' means nothing here."),
        ("partner: true", "partner: yes", 3, "'partner' is true or false."),
        ("type: MULTI", "type: BOTH", 6, "'BOTH' is not one of MULTI, SINGLE."),
        ("    type: MULTI\n", "", 5, "'type' is missing."),
        ("rest_client", "rest", 11, "'rest' is not one of azure_service_bus,"),
        ("declares: [url]", "declares: [base]", 11, "'base' is not one of"),
        ("declares: [url]", "declares: url", 11, "'declares' is a list."),
        ("packs: [Orders]", "packs: [Order]", 13, "'Order' is not one of Orders."),
        ("members: [child-A1B2C3]", "members: [x]", 13, "'x' is not one of"),
        ("group: All}", "group: Some}", 15, "'Some' is not one of All."),
        ("name: Portal", "name: Portal, name: Again", 15, "'name' is there twice."),
        ("name: Orders", "name: [Orders]", 5, "'name' is a text."),
        ("spaces:\n  - {", "spaces:\n  {", 15, "'spaces' is a list."),
        ("packs: [Orders]", "packs: [Orders", 13, "expected ',' or ']'"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(tmp_path: Path, old: str, new: str, line: int, sentence: str) -> None:
    assert old in START
    with pytest.raises(ScenarioError) as error:
        load(tmp_path, START.replace(old, new, 1))
    message = str(error.value)
    assert message.startswith(f"{tmp_path / 'world.yaml'}:{line}: ")
    assert sentence in message
    assert "\n" not in message


@pytest.mark.parametrize("text", ["", "- a list\n", "just text\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ScenarioError, match=r"world\.yaml:1: "):
        load(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="No such file"):
        scenario.load(tmp_path / "absent.yaml")
