"""A raw HTTP client of the emulator: it sends what a test says and knows no rule of Boomi."""

from __future__ import annotations

import json
from typing import Any

import requests

from boomi_emulator.sandbox import Sandbox

OWNER = "acmecorp-7Q2K9X"
CHILD = "acmechild-4M1T8Z"
PARTNER_CHILD = "globex-9K2P4D"
MULTI_PACK = "6d1f0c9a-7f35-4e3b-9a42-1b8f5f7a2e60"
SINGLE_PACK = "f5a816d8-dae5-4617-a839-c5d6e7f80944"
UNRELEASED_PACK = "28db490b-0d18-494a-9b6c-f8091a2b3c47"
DEV = "3f0c1b52-6d4e-4a07-9b1f-0c6c2f5d7e10"
TEST = "58a1d0c7-92be-4c33-8d51-7b3f64e0a211"
SPACE_GUID = "97b78685-0e6c-41f7-a484-c1512"
ERP = "d2f6b0a7-19c3-4d0f-a6b1-5f2f7f0c8e33"
WAREHOUSE = "1a5c8e09-7b24-46d3-8f90-3c6e2d1b4a34"
QUICKBOOKS = "2b6d9f1a-8c35-47e4-90a1-4d7f3e2c5b35"
CLIENT_ID = "oauthContext/OAuth2Config/credentials/@clientId"
CLIENT_SECRET = "oauthContext/OAuth2Config/credentials/@clientSecret"
ACCESS_TOKEN = "oauthContext/OAuth2Config/credentials/@accessToken"

Json = dict[str, Any]


def simple(operator: str, property: str, *argument: str) -> Json:
    return {"operator": operator, "property": property, "argument": list(argument)}


def grouping(operator: str, *nested: Json) -> Json:
    return {"operator": operator, "nestedExpression": list(nested)}


def query(expression: Json) -> Json:
    return {"QueryFilter": {"expression": expression}}


class Boomi:
    """Requests of one user; `account` is who the REST paths are about."""

    def __init__(self, sandbox: Sandbox, account: str, *, partner_of: str | None = None) -> None:
        env, self.account = sandbox.env, account
        accounts = {env["BOOMI_ACCOUNT"]: {"user": env["BOOMI_USER"], "token": env["BOOMI_TOKEN"]}}
        accounts |= json.loads(env["BOOMI_ACCOUNTS"])
        credentials = accounts[partner_of or account]
        self.host, self.control = env["BOOMI_HOST"], sandbox.control
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.auth = (f"BOOMI_TOKEN.{credentials['user']}", credentials["token"])
        self.http.headers.update({"Accept": "application/json"})
        self._rest = f"{self.host}/api/rest/v1/{account}"
        self._parameters = {}
        if partner_of:
            self._rest = f"{self.host}/partner/api/rest/v1/{partner_of}"
            self._parameters = {"overrideAccount": account}

    def rest(self, method: str, path: str, body: object = None, **arguments: Any) -> requests.Response:
        arguments = {"params": self._parameters, **arguments}
        return self.http.request(method, f"{self._rest}/{path}", json=body, timeout=30, **arguments)

    def ok(self, method: str, path: str, body: object = None, **arguments: Any) -> Any:
        answer = self.rest(method, path, body, **arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, status: int, method: str, path: str, body: object = None, **arguments: Any) -> Any:
        answer = self.rest(method, path, body, **arguments)
        assert answer.status_code == status, answer.text
        return answer.json()

    def results(self, name: str, expression: Json | None = None) -> list[Json]:
        """All pages of a QUERY."""
        answer: Json = self.ok("POST", f"{name}/query", query(expression) if expression else {})
        found = list(answer.get("result", []))
        while "queryToken" in answer:
            plain = {"Content-Type": "text/plain"}
            answer = self.ok("POST", f"{name}/queryMore", headers=plain, data=answer["queryToken"])
            found += answer["result"]
        return found

    def install(self, name: str | None = "Order Sync - EU", pack: str = MULTI_PACK) -> Json:
        body = {"integrationPackId": pack, "integrationPackOverrideName": name}
        instance: Json = self.ok("POST", "IntegrationPackInstance", {key: body[key] for key in body if body[key]})
        return instance

    def attach(self, instance: Json, environment: str = DEV) -> Json:
        body = {"integrationPackInstanceId": instance["id"], "environmentId": environment}
        attachment: Json = self.ok("POST", "IntegrationPackEnvironmentAttachment", body)
        return attachment

    def installed(self, name: str = "Order Sync - EU") -> tuple[Json, str]:
        """An attached instance of the multi-install pack, and the extension group of its process Sync."""
        instance = self.install(name)
        self.attach(instance)
        return instance, instance["ProcessId"][0]["wrapperProcessId"]

    def extensions(self, group: str, environment: str = DEV) -> Json:
        found = self.results(
            "EnvironmentExtensions",
            grouping(
                "and", simple("EQUALS", "environmentId", environment), simple("EQUALS", "extensionGroupId", group)
            ),
        )
        assert len(found) == 1
        return found[0]

    def update(self, group: str, body: Json, *, partial: bool = True, environment: str = DEV) -> Any:
        id = self.extensions(group, environment)["id"]
        return self.ok("POST", f"EnvironmentExtensions/{id}", {"partial": True, **body} if partial else body)

    def jwt(self, account: str | None = None) -> requests.Response:
        return self.http.get(f"{self.host}/auth/jwt/generate/{account or self.account}", timeout=30)

    def graphql(self, query: str, variables: Json | None = None, **headers: str | None) -> requests.Response:
        sent = {"Authorization": f"Bearer {self.jwt().text}", "SPACE_GUID": SPACE_GUID, **headers}
        body = {"query": query, "variables": variables or {}}
        return requests.post(f"{self.host}/graphql", json=body, headers=sent, timeout=30)


def field(id: str, **attributes: object) -> Json:
    return {"id": id, **attributes}


def connection(id: str, *fields: Json) -> Json:
    """The section `connections` with one connection."""
    return {"connections": {"connection": [{"id": id, "field": list(fields)}]}}


def field_of(extensions: Json, connection: str, id: str) -> Json:
    """One field of one connection as it was answered."""
    found = {one["id"]: one for one in extensions["connections"]["connection"]}[connection]
    return dict({one["id"]: one for one in found["field"]}[id])
