"""QUERY filters: the grammar of Boomi's Platform API, checked and applied.

body     := {} | {"QueryFilter": {}} | {"QueryFilter": {"expression": expr}}
expr     := {"operator": OP, "property": NAME, "argument": [text, ...]}
          | {"operator": "and" | "or", "nestedExpression": [expr, ...]}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from boomi_emulator.errors import bad_request
from boomi_emulator.store import Document

Values = str | list[str] | None
"""What a filter property of a row holds: one text, several, or nothing."""
Properties = Mapping[str, Callable[[Any], Values]]
DEEPEST = 20


def _like(value: str, pattern: str) -> bool:
    """`%` stands for any text; nothing else is a wildcard."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("%"))), value, re.DOTALL) is not None


OPERATORS: dict[str, tuple[int, Callable[..., bool]]] = {
    "EQUALS": (1, lambda value, wanted: value == wanted),
    "NOT_EQUALS": (1, lambda value, wanted: value != wanted),
    "LIKE": (1, _like),
    "NOT_LIKE": (1, lambda value, pattern: not _like(value, pattern)),
    "CONTAINS": (1, lambda value, part: part in value),
    "NOT_CONTAINS": (1, lambda value, part: part not in value),
    "BETWEEN": (2, lambda value, low, high: low <= value <= high),
    "GREATER_THAN": (1, lambda value, bound: value > bound),
    "GREATER_THAN_OR_EQUAL": (1, lambda value, bound: value >= bound),
    "LESS_THAN": (1, lambda value, bound: value < bound),
    "LESS_THAN_OR_EQUAL": (1, lambda value, bound: value <= bound),
    "IS_NULL": (0, lambda value: False),
    "IS_NOT_NULL": (0, lambda value: True),
}
"""Operator: how many arguments it takes, and whether a value matches. STARTS_WITH belongs to other objects."""


@dataclass(frozen=True)
class Simple:
    operator: str
    property: str
    arguments: tuple[str, ...]

    def matches(self, row: Any, properties: Properties) -> bool:
        held = properties[self.property](row)
        values = held if isinstance(held, list) else [held]
        present = [value for value in values if value is not None]
        if not present:
            return self.operator == "IS_NULL"
        test = OPERATORS[self.operator][1]
        return any(test(value, *self.arguments) for value in present)

    def equals(self, name: str) -> list[str]:
        return [*self.arguments] if self.operator == "EQUALS" and self.property == name else []


@dataclass(frozen=True)
class Grouping:
    operator: str
    nested: tuple[Simple | Grouping, ...]

    def matches(self, row: Any, properties: Properties) -> bool:
        combine = all if self.operator == "and" else any
        return combine(expression.matches(row, properties) for expression in self.nested)

    def equals(self, name: str) -> list[str]:
        return [argument for expression in self.nested for argument in expression.equals(name)]


EVERYTHING = Grouping("and", ())
Filter = Simple | Grouping


def parse(body: Document, name: str, allowed: Properties) -> Filter:
    """The filter of a QUERY body. Raises Refused (400) for what the object `name` does not offer."""
    outer = body.get("QueryFilter", {})
    if not isinstance(outer, dict):
        raise bad_request("QueryFilter is not an object.")
    if "expression" not in outer:
        if outer:
            raise bad_request(f"QueryFilter holds {', '.join(outer)} instead of an expression.")
        return EVERYTHING
    return _expression(outer["expression"], name, allowed, 0)


def _expression(node: Any, name: str, allowed: Properties, depth: int) -> Filter:
    if not isinstance(node, dict) or not isinstance(node.get("operator"), str):
        raise bad_request("An expression needs an operator.")
    if depth > DEEPEST:
        raise bad_request(f"Expressions are nested more than {DEEPEST} deep.")
    operator = node["operator"]
    if operator in ("and", "or"):
        nested = node.get("nestedExpression")
        if not isinstance(nested, list) or not nested:
            raise bad_request(f"The operator {operator!r} needs a list nestedExpression.")
        return Grouping(operator, tuple(_expression(inner, name, allowed, depth + 1) for inner in nested))
    if operator not in OPERATORS:
        raise bad_request(f"{operator!r} is not a valid operator.")
    property = node.get("property")
    if not isinstance(property, str) or property not in allowed:
        raise bad_request(f"{property!r} is not a filterable property of {name}.")
    arguments = node.get("argument", [])
    if not isinstance(arguments, list) or not all(isinstance(argument, str) for argument in arguments):
        raise bad_request(f"The arguments of {operator} are not a list of texts.")
    count = OPERATORS[operator][0]
    if len(arguments) != count:
        raise bad_request(f"{operator} takes {count} arguments, not {len(arguments)}.")
    return Simple(operator, property, tuple(arguments))
