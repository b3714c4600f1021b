"""The control address: what a test or a demonstration does to the world from outside. Every call needs the token."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from boomi_emulator import switches
from boomi_emulator.connectors import is_access_token
from boomi_emulator.errors import Refused, bad_request
from boomi_emulator.model import consent, declarations, overrides
from boomi_emulator.model.declarations import Extensions
from boomi_emulator.request_log import RequestLog
from boomi_emulator.store import Document
from boomi_emulator.world import World

Answer = dict[str, Any]


class Control:
    """One method per address. Arguments are the query of a GET or the JSON body of a POST."""

    def __init__(self, world: World, log: RequestLog) -> None:
        self._world, self._log = world, log

    def log(self, arguments: Document) -> Answer:
        return self._log.since(int(arguments.get("since", 0)))

    def clock(self, arguments: Document) -> Answer:
        self._world.advance(float(arguments["advance"]))
        return {"now": datetime.fromtimestamp(self._world.now(), UTC).isoformat()}

    def rate(self, arguments: Document) -> Answer:
        given = {"per_second": arguments["per_second"], "retry_after": arguments.get("retry_after")}
        rate = {name: None if number is None else float(number) for name, number in given.items()}
        self._world.set("rate", rate)
        return rate

    def delay(self, arguments: Document) -> Answer:
        self._world.set("delay", float(arguments["ms"]) / 1000)
        return {"ms": float(arguments["ms"])}

    def switches(self, arguments: Document) -> Answer:
        for name, value in arguments.items():
            self._world.set(f"switch:{name}", switches.check(name, value))
        return {name: self._world.switch(name) for name in switches.SWITCHES}

    def token(self, arguments: Document) -> Answer:
        """A person consented: at a URL, or, by name of the field, without one. `set` false: he reset it."""
        if "url" in arguments:
            arguments = {**consent.finish(self._world, arguments["url"]), "set": True}
        if not is_access_token(str(arguments["field"])):
            raise bad_request(f"{arguments['field']} is no access token field.")
        extensions = self._extensions(arguments)
        place = (extensions, arguments["connection"], arguments["field"])
        consent.set_token(self._world, arguments["account"], *place, bool(arguments["set"]))
        return {"set": bool(arguments["set"])}

    def delivered(self, arguments: Document) -> Answer:
        """What the runtime would use for a field, secrets included."""
        extensions = self._extensions(arguments)
        connection = extensions.connections.get(arguments["connection"])
        if connection is None or arguments["field"] not in connection["fields"]:
            raise bad_request("The connection does not declare this field.")
        held = overrides.load(self._world, arguments["account"], extensions.environment_id, extensions.group_id)
        override = held["connections"].get(connection["id"], {}).get(arguments["field"])
        set_to = {"value": connection["fields"][arguments["field"]]["default"]} if override is None else override
        return {
            "value": set_to.get("value"),
            "customProperties": set_to.get("table"),
            "secretReference": set_to.get("reference", {}).get("secretReference"),
            "useDefault": override is None,
        }

    def restarts(self, arguments: Document) -> Answer:
        counts = [found for account in self._accounts() for found in self._world.store.all("restarts", account)]
        return {found["environmentId"]: found["count"] for found in counts}

    def inventory(self, arguments: Document) -> Answer:
        return {account: self._account_inventory(account) for account in self._accounts()}

    def _account_inventory(self, account: str) -> Answer:
        store = self._world.store
        lists = {
            "instances": [instance["id"] for instance in store.all("instance", account)],
            "attachments": [attachment["id"] for attachment in store.all("attachment", account)],
            "overrides": [
                f"{held['id']}/{path}" for held in store.all("overrides", account) for path in overrides.listed(held)
            ],
            "oauth_details": [record["id"] for record in store.all("oauth_details", account)],
        }
        return {name: {"count": len(ids), "ids": ids} for name, ids in lists.items()}

    def _accounts(self) -> list[str]:
        return [account["id"] for account in self._world.store.all("account", "")]

    def _extensions(self, arguments: Document) -> Extensions:
        account, environment, group = (str(arguments[name]) for name in ("account", "environment", "group"))
        find = declarations.find_group if group else None
        found = find(self._world, account, environment, group) if find else None
        if not group:
            found = declarations.find(self._world, account, environment)
        if found is None:
            raise bad_request("There is no such extension object.")
        return found


def build(world: World, log: RequestLog, token: str) -> Starlette:
    control = Control(world, log)

    def route(path: str, method: str, action: Callable[[Document], Answer]) -> Route:
        async def endpoint(request: Request) -> Response:
            given = request.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
                return JSONResponse({"message": "The control address needs the token of the env file."}, 401)
            try:
                arguments = dict(request.query_params) if method == "GET" else dict(json.loads(await request.body()))
                with world.store.transaction():
                    return JSONResponse(action(arguments))
            except Refused as refused:
                return JSONResponse({"message": refused.message}, refused.status)
            except (KeyError, TypeError, ValueError, OverflowError) as error:
                return JSONResponse({"message": f"{type(error).__name__}: {error}"}, 400)

        return Route(path, endpoint, methods=[method])

    return Starlette(
        routes=[
            route("/log", "GET", control.log),
            route("/clock", "POST", control.clock),
            route("/rate", "POST", control.rate),
            route("/delay", "POST", control.delay),
            route("/switches", "GET", control.switches),
            route("/switches", "POST", control.switches),
            route("/token", "POST", control.token),
            route("/delivered", "GET", control.delivered),
            route("/restarts", "GET", control.restarts),
            route("/inventory", "GET", control.inventory),
        ]
    )
