"""An extension object as EnvironmentExtensions shows it: encrypted values never, overrides beside defaults."""

from __future__ import annotations

from boomi_emulator.model import overrides
from boomi_emulator.model.declarations import Extensions
from boomi_emulator.store import Document
from boomi_emulator.world import World

HIDDEN = "[[HIDDEN]]"


def show(world: World, account: str, extensions: Extensions) -> Document:
    """Every section is there; one that declares nothing is a container without its list."""
    stored = overrides.load(world, account, extensions.environment_id, extensions.group_id)
    connections = [
        {
            "@type": "Connection",
            "id": connection["id"],
            "name": connection["name"],
            "field": [
                field(world, declared, stored["connections"].get(connection["id"], {}).get(id))
                for id, declared in connection["fields"].items()
            ],
        }
        for connection in extensions.connections.values()
    ]
    components = [
        _component(component, stored["process_properties"].get(id, {}))
        for id, component in extensions.process_properties.items()
    ]
    dynamic = [_dynamic(name, stored["dynamic_process_properties"]) for name in extensions.dynamic_process_properties]
    tables = [_table(table, stored["cross_references"].get(id)) for id, table in extensions.cross_references.items()]
    return {
        "id": extensions.id,
        "environmentId": extensions.environment_id,
        "extensionGroupId": extensions.group_id,
        "connections": _section("Connections", "connection", connections),
        "operations": _section("Operations", "operation", []),
        "processProperties": _section("OverrideProcessProperties", "ProcessProperty", components),
        "properties": _section("", "property", dynamic),
        "crossReferences": _section("CrossReferences", "crossReference", tables),
        "tradingPartners": _section("TradingPartners", "tradingPartner", []),
        "sharedCommunications": _section("SharedCommunications", "sharedCommunication", []),
        "PGPCertificates": _section("PGPCertificates", "PGPCertificate", []),
    }


def field(world: World, declared: Document, override: Document | None) -> Document:
    """One connection field; `override` is what it was set to, None when its default applies."""
    document: Document = {
        "@type": "Field",
        "id": declared["id"],
        "encryptedValueSet": override is not None and declared["encrypted"],
        "usesEncryption": declared["encrypted"],
        "componentOverride": False,
        "useDefault": override is None,
    }
    if override is None:
        shown = declared["default"] is not None and not declared["encrypted"] and world.switch("default_values_shown")
        return {**document, "value": declared["default"]} if shown else document
    if "reference" in override:
        configuration = {"@type": "CloudManagedSecretConfig", "usesRemoteSecretsManager": True}
        document["CloudManagedSecretConfig"] = {**configuration, **override["reference"]}
    elif "table" in override:
        pairs = [_pair(pair) for pair in override["table"]]
        document["customProperties"] = _section("customProperties", "properties", pairs)
    elif not declared["encrypted"]:
        document["value"] = override["value"]
    return document


def _pair(pair: Document) -> Document:
    shown = {"@type": "PropertyPair", "key": pair["key"], "encrypted": pair["encrypted"]}
    return shown if pair["encrypted"] else {**shown, "value": pair["value"]}


def _component(component: Document, values: dict[str, str]) -> Document:
    """A process property component. A value shows only after it was set once."""
    properties = []
    for declared in component["properties"]:
        value = values.get(declared["key"])
        document: Document = {
            "@type": "ProcessPropertyValue",
            "label": declared["label"],
            "key": declared["key"],
            "encryptedValueSet": value is not None and declared["encrypted"],
            "usesEncryption": declared["encrypted"],
            "componentOverride": False,
            "useDefault": value is None,
        }
        if value is not None:
            document["value"] = HIDDEN if declared["encrypted"] else value
        properties.append(document)
    shown = {"@type": "OverrideProcessProperty", "id": component["id"], "name": component["name"]}
    return {**shown, "ProcessPropertyValue": properties}


def _dynamic(name: str, values: dict[str, str]) -> Document:
    document = {"@type": "", "name": name}
    return {**document, "value": values[name]} if name in values else document


def _table(table: Document, rows: list[Document] | None) -> Document:
    shown = [{"@type": "CrossReferenceRow", **row} for row in rows or []]
    document = {"@type": "CrossReference", "id": table["id"], "name": table["name"], "overrideValues": rows is not None}
    return {**document, "CrossReferenceRows": _section("", "row", shown)}


def _section(type: str, key: str, members: list[Document]) -> Document:
    return {"@type": type, key: members} if members else {"@type": type}
