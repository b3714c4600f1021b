"""The Boomi service as an ASGI application: sign-in, Platform REST, the partner address and GraphQL."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from boomi_emulator import auth, errors, json_body
from boomi_emulator.errors import Refused
from boomi_emulator.graphql import endpoint
from boomi_emulator.graphql.request import Request as GraphQLRequest
from boomi_emulator.rate import RateLimit
from boomi_emulator.request_log import ENTRY, Entry
from boomi_emulator.rest import protocol, render
from boomi_emulator.world import World

LARGEST_BODY = 5 * 1024 * 1024
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
REST = "/api/rest/v1/"
PARTNER = "/partner/api/rest/v1/"
Endpoint = Callable[[Request, Entry, bytes], Response]


class Boomi:
    """The endpoints. Each takes a request, its log entry and its body, and may raise Refused."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rate = RateLimit()

    def rest(self, request: Request, entry: Entry, content: bytes) -> Response:
        prefix = PARTNER if request.url.path.startswith(PARTNER) else REST
        account, path = request.path_params["account"], request.path_params["path"]
        entry.operation = path.partition("/")[0]
        entry.path = f"{prefix}{{accountId}}/{entry.operation}"
        override = request.query_params.get("overrideAccount", "") if prefix == PARTNER else ""
        caller = auth.rest_caller(self._world, request.headers.get("authorization", ""), account, override)
        entry.account = caller.account
        self._rate.charge(self._world, caller.charged, 503)
        call = protocol.Call(request.method, path)
        entry.operation, entry.path = call.operation, f"{prefix}{{accountId}}/{call.template}"
        accept, content_type = request.headers.get("accept", ""), request.headers.get("content-type", "")
        return protocol.answer(caller, call, accept, content_type, content)

    def generate_jwt(self, request: Request, entry: Entry, content: bytes) -> Response:
        account = request.path_params["account"]
        entry.path, entry.operation, entry.account = "/auth/jwt/generate/{accountId}", "JWT", account
        if request.method != "GET":
            raise errors.not_served(f"{request.method} of a JWT")
        return PlainTextResponse(auth.generate(self._world, request.headers.get("authorization", ""), account))

    def graphql(self, request: Request, entry: Entry, content: bytes) -> Response:
        entry.path = "/graphql"
        caller = auth.graphql_caller(self._world, request.headers.get("authorization", ""))
        entry.account = caller.account
        self._rate.charge(self._world, "graphql", 429)
        content_type = request.headers.get("content-type", "")
        if request.method != "POST" or not json_body.is_json(content_type):
            raise errors.not_served(f"{request.method} of {content_type or 'no content type'} to GraphQL")
        document = json_body.parse(content)
        entry.operation = endpoint.operation_names(document)
        return endpoint.answer(GraphQLRequest(caller, request.headers.get("space_guid")), document)

    def nothing(self, request: Request, entry: Entry, content: bytes) -> Response:
        raise Refused(404, f"There is nothing at {request.url.path}.")


def build(world: World) -> Starlette:
    boomi = Boomi(world)

    def route(path: str, endpoint: Endpoint) -> Route:
        async def answer(request: Request) -> Response:
            try:
                content = await _body(request)
                return await run_in_threadpool(inside_transaction, request, content)
            except Refused as refused:
                return render.render(refused.status, errors.body(refused.status, refused.message), refused.headers)

        def inside_transaction(request: Request, content: bytes) -> Response:
            """An answer that refuses leaves nothing behind."""
            with world.store.transaction():
                return endpoint(request, request.scope[ENTRY], content)

        return Route(path, answer, methods=METHODS)

    return Starlette(
        routes=[
            route("/auth/jwt/generate/{account}", boomi.generate_jwt),
            route("/graphql", boomi.graphql),
            route(REST + "{account}/{path:path}", boomi.rest),
            route(PARTNER + "{account}/{path:path}", boomi.rest),
            route("/{path:path}", boomi.nothing),
        ]
    )


async def _body(request: Request) -> bytes:
    content = b""
    async for chunk in request.stream():
        content += chunk
        if len(content) > LARGEST_BODY:
            raise Refused(413, f"The request is larger than {LARGEST_BODY} bytes.")
    return content
