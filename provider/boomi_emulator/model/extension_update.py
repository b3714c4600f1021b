"""UPDATE of an extension object: partial or full, and what each section takes as its smallest unit.

Boomi Platform API, EnvironmentExtensions; Boomi help, "Environment Extensions dialog".
"""

from __future__ import annotations

from typing import Any

from boomi_emulator.connectors import is_access_token
from boomi_emulator.errors import bad_request
from boomi_emulator.model import overrides, secret_references
from boomi_emulator.model.declarations import Extensions
from boomi_emulator.model.extension_view import HIDDEN
from boomi_emulator.store import Document
from boomi_emulator.world import World

REFERENCE_COLUMNS = frozenset(f"ref{number}" for number in range(1, 21))


def update(world: World, account: str, extensions: Extensions, request: Document) -> None:
    """Stores what the request sets; without `"partial": true` everything that it does not send is reset.

    What is not declared is passed over in silence. All listeners of the environment restart, whatever changed.
    Raises Refused (400).
    """
    partial = flag(request.get("partial")) is True
    held = overrides.load(world, account, extensions.environment_id, extensions.group_id)
    change = _Change(world, extensions, held, partial)
    change.connections(request)
    change.process_properties(request)
    change.dynamic_process_properties(request)
    change.cross_references(request)
    overrides.save(world, account, change.result)
    restarts = world.store.get("restarts", account, extensions.environment_id) or {"count": 0}
    document = {"environmentId": extensions.environment_id, "count": restarts["count"] + 1}
    world.store.put("restarts", account, extensions.environment_id, document)


class _Change:
    def __init__(self, world: World, extensions: Extensions, held: Document, partial: bool) -> None:
        self._world, self._declared, self._held, self._partial = world, extensions, held, partial
        kept = {section: dict(held[section]) if partial else {} for section in overrides.SECTIONS}
        self.result: Document = {**held, **kept}

    def connections(self, request: Document) -> None:
        """The unit is one field."""
        declared = self._declared.connections
        for sent in members(request, "connections", "connection"):
            connection = declared.get(str(sent.get("id")))
            if connection is None:
                continue
            before = self._held["connections"].get(connection["id"], {})
            after = dict(self.result["connections"].get(connection["id"], {}))
            for sent_field in as_list(sent.get("field"), "field"):
                field = connection["fields"].get(str(sent_field.get("id")))
                if field is not None:
                    override = self._field(field, sent_field, before.get(field["id"]))
                    _put(after, field["id"], override)
            _put(self.result["connections"], connection["id"], after or None)

    def _field(self, field: Document, sent: Document, before: Document | None) -> Document | None:
        """What the field is set to afterwards; None: its default applies."""
        value = text(sent.get("value"), f"The value of {field['id']}")
        if is_access_token(field["id"]) and (value is not None or "CloudManagedSecretConfig" in sent):
            if self._world.switch("access_token_update") == "refused":
                raise bad_request(f"The access token field {field['id']} cannot be set.")
            return before
        if flag(sent.get("useDefault")) is True:
            return None
        configuration = sent.get("CloudManagedSecretConfig")
        if field["encrypted"] and secret_references.is_one(configuration):
            return {"reference": secret_references.checked(configuration)}
        if field["table"]:
            if sent.get("customProperties") is not None:
                pairs = members(sent, "customProperties", "properties")
                return {"table": _pairs(pairs, before["table"] if before else [])}
        elif value is not None:
            return {"value": value}
        return before if self._partial or field["encrypted"] else None

    def process_properties(self, request: Document) -> None:
        """The unit is one property, or one component with all its properties: the documents say both."""
        whole_component = self._world.switch("process_property_unit") == "component"
        declared = self._declared.process_properties
        for sent in members(request, "processProperties", "ProcessProperty"):
            component = declared.get(str(sent.get("id")))
            if component is None:
                continue
            before = self._held["process_properties"].get(component["id"], {})
            after = {} if whole_component else dict(self.result["process_properties"].get(component["id"], {}))
            properties = {property["key"]: property for property in component["properties"]}
            for sent_value in as_list(sent.get("ProcessPropertyValue"), "ProcessPropertyValue"):
                property = properties.get(str(sent_value.get("key")))
                if property is not None:
                    _put(after, property["key"], self._property(property, sent_value, before.get(property["key"])))
            _put(self.result["process_properties"], component["id"], after or None)

    def _property(self, property: Document, sent: Document, before: str | None) -> str | None:
        use_default = flag(sent.get("useDefault"))
        value = text(sent.get("value"), f"The value of {property['label']}")
        if use_default is True:
            return None
        if value is None:
            return before if use_default is False or property["encrypted"] else None
        if property["encrypted"] and value == HIDDEN and self._world.switch("hidden_echo") == "kept":
            return before
        if property["allowed"] and flag(sent.get("validate")) is not False and value not in property["allowed"]:
            allowed = ", ".join(property["allowed"])
            raise bad_request(f"{property['label']} ({property['key']}) does not allow this value. Allowed: {allowed}.")
        return value

    def dynamic_process_properties(self, request: Document) -> None:
        """The unit is one property; an entry without a value removes it."""
        for sent in members(request, "properties", "property"):
            if "useDefault" in sent:
                raise bad_request("A dynamic process property has no useDefault.")
            if sent.get("name") in self._declared.dynamic_process_properties:
                value = text(sent.get("value"), f"The value of {sent['name']}")
                _put(self.result["dynamic_process_properties"], sent["name"], value)

    def cross_references(self, request: Document) -> None:
        """The unit is one table with all its rows."""
        for sent in members(request, "crossReferences", "crossReference"):
            table = self._declared.cross_references.get(str(sent.get("id")))
            if table is not None:
                rows = [_row(row) for row in members(sent, "CrossReferenceRows", "row")]
                override = None if flag(sent.get("overrideValues")) is False else rows
                _put(self.result["cross_references"], table["id"], override)


def _put(section: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        section.pop(key, None)
    else:
        section[key] = value


def _pairs(sent: list[Document], before: list[Document]) -> list[Document]:
    """Pairs are replaced as a whole; an encrypted pair without a value keeps its secret, as fields do."""
    secrets = {pair["key"]: pair["value"] for pair in before if pair["encrypted"]}
    pairs: list[Document] = []
    for pair in sent:
        key = text(pair.get("key"), "The key of a custom property")
        if not key:
            raise bad_request("A custom property needs a key.")
        encrypted = flag(pair.get("encrypted")) is True
        value = text(pair.get("value"), f"The value of {key}")
        if value is None:
            value = secrets.get(key, "") if encrypted else ""
        pairs.append({"key": key, "value": value, "encrypted": encrypted})
    return pairs


def _row(row: Document) -> Document:
    return {key: value for key, value in row.items() if key in REFERENCE_COLUMNS}


def members(request: Document, container: str, key: str) -> list[Document]:
    """The list inside a container. Boomi's own sample sends lone objects where the schema has lists."""
    outer = request.get(container)
    if outer is None:
        return []
    if not isinstance(outer, dict):
        raise bad_request(f"{container} is not an object.")
    return as_list(outer.get(key), key)


def as_list(value: Any, name: str) -> list[Document]:
    found = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(member, dict) for member in found):
        raise bad_request(f"{name} is not a list of objects.")
    return found


def flag(value: Any) -> bool | None:
    """A boolean, also as the text that Boomi's own sample sends; None when it is not there."""
    if value is None or isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise bad_request(f"{value!r} is not a boolean.")


def text(value: Any, name: str) -> str | None:
    """A text; None when it is not there. Clients that read `true` as a boolean send one."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    raise bad_request(f"{name} is not a text.")
