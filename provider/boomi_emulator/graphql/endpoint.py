"""Executes one GraphQL request against the schema and answers it in Boomi's envelope."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, cast

from ariadne import MutationType, QueryType, graphql_sync, load_schema_from_path, make_executable_schema
from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
)
from starlette.responses import JSONResponse, Response

from boomi_emulator.errors import Refused, SpacesError, not_served
from boomi_emulator.graphql.areas import Resolver, discovered
from boomi_emulator.graphql.request import Request
from boomi_emulator.store import Document


def _resolving(resolver: Resolver) -> Resolver:
    """The root value and Ariadne's info become the one argument that an area needs."""

    def resolve(root: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        return resolver(info.context, **arguments)

    return resolve


def _refusing(name: str) -> Resolver:
    def refuse(root: Any, info: GraphQLResolveInfo[Any], **arguments: Any) -> Any:
        raise not_served(f"the GraphQL field {name}")

    return refuse


def _schema() -> GraphQLSchema:
    """Every root field has a resolver: an area's, or one that says that it is not served."""
    query, mutation = QueryType(), MutationType()
    schema = make_executable_schema(load_schema_from_path(str(Path(__file__).parent / "schema.graphql")))
    queries, mutations = discovered()
    for bound, served in ((query, queries), (mutation, mutations)):
        for name in cast(GraphQLObjectType, schema.type_map[bound.name]).fields:
            bound.set_field(name, _resolving(served[name]) if name in served else _refusing(name))
        bound.bind_to_schema(schema)
    return schema


SCHEMA = _schema()
SILENT = logging.getLogger(__name__)
"""Ariadne logs what its clients send, and a client that inlines a secret would find it there."""
SILENT.setLevel(logging.CRITICAL + 1)


def operation_names(document: Document) -> str:
    """`mutation saveX, saveY` for the request log; empty for what does not parse."""
    try:
        definitions = parse(str(document.get("query"))).definitions
    except GraphQLError:
        return ""
    return "; ".join(
        f"{node.operation.value} {', '.join(_fields(node))}"
        for node in definitions
        if isinstance(node, OperationDefinitionNode)
    )


def _fields(operation: OperationDefinitionNode) -> list[str]:
    return [field.name.value for field in operation.selection_set.selections if isinstance(field, FieldNode)]


def answer(request: Request, document: Document) -> Response:
    """200 with data and errors; a request that does not validate is a 400 by Boomi's samples; 501 for the unserved."""
    world = request.caller.world
    in_message = world.switch("graphql_error_code") == "message"
    causes: list[BaseException | None] = []

    def formatted(error: GraphQLError, debug: bool = False) -> dict[str, Any]:
        cause = error.original_error
        causes.append(cause)
        shown: dict[str, Any] = {"message": error.message, "extensions": {}}
        if isinstance(cause, SpacesError) and not in_message:
            shown |= {"message": cause.detail, "extensions": {"errorCode": cause.code}}
        if error.locations:
            shown["locations"] = [location.formatted for location in error.locations]
        if error.path:
            shown["path"] = error.path
        return shown

    valid, result = graphql_sync(SCHEMA, document, context_value=request, error_formatter=formatted, logger=SILENT)
    status = 200 if valid else int(str(world.switch("graphql_validation_status")))
    for cause in causes:
        if isinstance(cause, Refused):
            status = cause.status
        elif cause is not None and not isinstance(cause, (SpacesError, GraphQLError)):
            raise cause
    return JSONResponse({"data": None, **result}, status)
