"""The client's GraphQL documents against the schema that the emulator serves."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from graphql import (
    FieldNode,
    GraphQLSchema,
    NonNullTypeNode,
    OperationDefinitionNode,
    OperationType,
    StringValueNode,
    Visitor,
    build_schema,
    parse,
    validate,
    visit,
)

from pulumi_boomi_spaces.boomi import graphql

SCHEMA = Path(__file__).parents[2] / "provider" / "boomi_emulator" / "graphql" / "schema.graphql"
NAMES = sorted(
    path.name.removesuffix(".graphql")
    for path in files("pulumi_boomi_spaces.boomi").joinpath("documents").iterdir()
    if path.name.endswith(".graphql")
)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    if not SCHEMA.exists():
        pytest.skip(f"the schema is not there: {SCHEMA.name}")
    return build_schema(SCHEMA.read_text("utf-8"))


def test_there_are_documents() -> None:
    assert "SaveOauthConnectorDetails" in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_valid(name: str, schema: GraphQLSchema) -> None:
    assert validate(schema, parse(graphql.load(name).text)) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_document_holds_one_operation_of_its_own_name_with_one_root_field(name: str) -> None:
    """One field: the fields of a mutation run one after another, and the first stay done when a later one fails."""
    loaded = graphql.load(name)
    (operation,) = parse(loaded.text).definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert operation.name is not None
    assert operation.name.value == name
    (field,) = operation.selection_set.selections
    assert isinstance(field, FieldNode)
    assert field.alias is None
    assert (loaded.field, loaded.writes) == (field.name.value, operation.operation is OperationType.MUTATION)


@pytest.mark.parametrize("name", NAMES)
def test_values_come_in_variables_which_are_not_null(name: str) -> None:
    literals: list[str] = []

    class Literals(Visitor):
        def enter_string_value(self, node: StringValueNode, *_: object) -> None:
            literals.append(node.value)

    document = parse(graphql.load(name).text)
    visit(document, Literals())
    assert literals == []
    (operation,) = document.definitions
    assert isinstance(operation, OperationDefinitionNode)
    assert all(isinstance(variable.type, NonNullTypeNode) for variable in operation.variable_definitions)
