"""Reads a scenario file: the accounts, packs and environments with which a sandbox begins.

`load` answers the documents of the store. A mistake is one line with file and line number (ScenarioError).
"""

from __future__ import annotations

from pathlib import Path

from boomi_emulator.connectors import CONNECTORS
from boomi_emulator.ids import new_space_uuid, new_uuid
from boomi_emulator.store import Document, Kind
from boomi_emulator.yaml_section import Section

DEFAULT = Path(__file__).parent / "scenarios" / "default.yaml"
GRANTS = ("code", "password", "client_credentials", "jwt-bearer")
CREATED = "2026-01-05 08:00:00.0"
Row = tuple[Kind, str, str, Document]
"""Kind, account, id and document, as the store takes them."""


def load(path: Path) -> list[Row]:
    """Raises ScenarioError."""
    root = Section.of_file(path)
    rows: list[Row] = []
    owner = root.section("owner")
    owner_id = _account(rows, owner, None)
    for consumer in root.sections("consumers"):
        _account(rows, consumer, owner_id)
    packs = {pack["name"]: pack for pack in map(_pack, root.sections("packs"))}
    rows += [("pack", owner_id, pack["id"], pack) for pack in packs.values()]
    accounts = {id for kind, _, id, _ in rows if kind == "account"}
    groups: dict[str, str] = {}
    for section in root.sections("account_groups"):
        members = [section.one_of("members", member, accounts) for member in section.texts("members")]
        shared = [packs[section.one_of("packs", name, packs)]["id"] for name in section.texts("packs")]
        group: Document = {**_named(section), "members": members, "packs": shared}
        rows.append(("account_group", owner_id, group["id"], group))
        groups[group["name"]] = group["id"]
        section.close()
    for section in root.sections("spaces"):
        group_id = groups[section.one_of("group", section.text("group"), groups)]
        id = section.text("id", new_space_uuid())
        space = {"id": id, "guid": section.text("guid", id), "name": section.text("name"), "group": group_id}
        space |= {"description": section.text("description", ""), "created": CREATED, "owner": owner_id}
        rows.append(("space", owner_id, id, space))
        section.close()
    root.close()
    return rows


def _named(section: Section) -> Document:
    return {"id": section.text("id", new_uuid()), "name": section.text("name")}


def _account(rows: list[Row], section: Section, primary: str | None) -> str:
    id, user = section.text("id"), section.text("user", "")
    account = {"id": id, "name": section.text("name"), "primary": primary, "partner": section.flag("partner")}
    rows.append(("account", "", id, {**account, "user": user or None}))
    known = next((document for kind, _, email, document in rows if (kind, email) == ("user", user)), None)
    if known is not None:
        known["accounts"].append(id)
    elif user:
        rows.append(("user", "", user, {"email": user, "token": new_uuid(), "accounts": [id]}))
    for environment in section.sections("environments"):
        document = {**_named(environment), "classification": environment.choice("classification", ("PROD", "TEST"))}
        rows.append(("environment", id, document["id"], document))
        environment.close()
    section.close()
    return id


def _pack(section: Section) -> Document:
    pack = {
        **_named(section),
        "Description": section.text("description", ""),
        "installationType": section.choice("type", ("SINGLE", "MULTI")),
        "released": section.flag("released"),
        "processes": [_process(process) for process in section.sections("processes")],
    }
    return _closed(section, pack)


def _process(section: Section) -> Document:
    process = {
        **_named(section),
        "connections": [_connection(connection) for connection in section.sections("connections")],
        "process_properties": [_component(component) for component in section.sections("process_properties")],
        "dynamic_process_properties": section.texts("dynamic_process_properties"),
        "cross_references": [_closed(table, _named(table)) for table in section.sections("cross_references")],
    }
    return _closed(section, process)


def _connection(section: Section) -> Document:
    connector = section.choice("connector", CONNECTORS)
    offered = {field.id: field for field in CONNECTORS[connector]}
    defaults = section.texts_by_name("defaults")
    for id in defaults:
        section.one_of("defaults", id, offered)
    declares = list(offered) if section.is_text("declares", "all") else section.texts("declares")
    fields = [offered[section.one_of("declares", id, offered)] for id in declares]
    connection = {
        **_named(section),
        "connector": connector,
        "grant": section.choice("grant", GRANTS),
        "fields": [{**field._asdict(), "default": defaults.get(field.id)} for field in fields],
        "fixed": {id: value for id, value in defaults.items() if id not in declares},
    }
    return _closed(section, connection)


def _component(section: Section) -> Document:
    component = {**_named(section), "properties": [_property(property) for property in section.sections("properties")]}
    return _closed(section, component)


def _property(section: Section) -> Document:
    property = {
        "key": section.text("key", new_uuid()),
        "label": section.text("label"),
        "encrypted": section.flag("encrypted"),
        "allowed": section.texts("allowed"),
    }
    return _closed(section, property)


def _closed(section: Section, document: Document) -> Document:
    section.close()
    return document
