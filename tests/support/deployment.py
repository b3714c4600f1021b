"""A sandbox and a Pulumi project together: what the tests of the real engine deploy, edit behind the back and count."""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

from boomi_emulator.sandbox import Sandbox
from tests.support.cli import Project

ACCOUNT, PARTNER = "acmechild-4M1T8Z", "globex-9K2P4D"
CANARY = "canary-7f3a-client+secret/é:1"
"""The client secret of the tests: with characters that URLs, forms and headers treat specially."""
SDK = "oauthContext/OAuth2Config/"
CLIENT_SECRET = SDK + "credentials/@clientSecret"

HEADER = """
import pulumi
from pulumi_boomi_spaces import *
"""
PACK = """
install = IntegrationPackInstance("sync", account="acmechild-4M1T8Z", pack="Order Sync", name="Order Sync")
there = IntegrationPackAttachment("sync", instance=install, environment="test-eu")
"""


def erp(
    name: str = "erp",
    connection: str = "ERP",
    base_url: str = "https://erp.example.com/v2",
    secret: str = 'Secret.env("ERP_CLIENT_SECRET")',
    scopes: str = '["orders.read"]',
    more: str = "",
) -> str:
    """The text of a REST Client connection with client credentials."""
    return f"""
{name} = OAuthConnection("{name}", attachment=there, process="Sync", connection="{connection}", {more}
    connector=RestClient(base_url="{base_url}", grant=ClientCredentials(client_id="orders-sync", client_secret={secret},
        token_url="https://login.example.com/oauth2/token", scopes={scopes})))
"""


class Deployment:
    """One project against one sandbox."""

    def __init__(self, box: Sandbox, project: Project) -> None:
        self.box, self.project = box, project
        self.aws: Any = boto3.client(
            "secretsmanager",
            endpoint_url=box.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"],
            region_name=box.env["AWS_DEFAULT_REGION"],
            aws_access_key_id=box.env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=box.env["AWS_SECRET_ACCESS_KEY"],
        )
        self._mark = 0
        self.mark()

    def program(self, *parts: str) -> None:
        """Change the program to these parts."""
        self.project.program(HEADER + "".join(parts))

    def mark(self) -> None:
        """Count requests from here."""
        self._mark = int(self.box.control.log(self._mark)["last"])

    def requests(self, service: str | None = None) -> list[str]:
        """The operations that the services received since `mark`, such as `EnvironmentExtensions UPDATE`."""
        entries = self.box.control.log(self._mark)["entries"]
        return [entry["operation"] for entry in entries if service in (None, entry["service"])]

    def connection(self, name: str = "erp") -> dict[str, Any]:
        """The connection as state holds it."""
        resources = self.project.export(show_secrets=True)["deployment"]["resources"]
        (found,) = [one for one in resources if one["urn"].endswith(f":OAuthConnection::{name}")]
        return dict(found)

    def place(self, name: str = "erp") -> tuple[str, str, str, str]:
        """Account, environment, extension group and id of a connection."""
        account, environment, group, connection = self.connection(name)["id"].split("/")
        return account, environment, group, connection

    def delivered(self, field: str, name: str = "erp") -> Any:
        """What the Boomi runtime would use for a field."""
        return self.box.control.delivered(*self.place(name), field)["value"]

    def edit(self, fields: Mapping[str, Any], name: str = "erp") -> None:
        """What a portal user's edit comes down to; None gives a field back to the component's default."""
        self.edit_at(self.place(name), fields)

    def edit_at(self, place: tuple[str, str, str, str], fields: Mapping[str, Any]) -> None:
        """The same for a connection that no state knows: account, environment, extension group, id."""
        account, environment, group, connection = place
        id = base64.b64encode(f"{environment}:{group}".encode()).decode().rstrip("=")
        changed = [
            {"id": field, "useDefault": True} if value is None else {"id": field, "value": value, "useDefault": False}
            for field, value in fields.items()
        ]
        self.rest(
            account,
            f"EnvironmentExtensions/{id}",
            {
                "@type": "EnvironmentExtensions",
                "id": id,
                "environmentId": environment,
                "extensionGroupId": group,
                "partial": True,
                "connections": {"connection": [{"id": connection, "field": changed}]},
            },
        )

    def rest(self, account: str, path: str, body: Mapping[str, Any] | None, method: str = "POST") -> Any:
        """A call of somebody else to Boomi's REST API, with the account's own credentials."""
        login = json.loads(self.box.env["BOOMI_ACCOUNTS"])[account]
        basic = base64.b64encode(f"BOOMI_TOKEN.{login['user']}:{login['token']}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json", "Accept": "application/json"}
        url = f"{self.box.env['BOOMI_HOST']}/api/rest/v1/{account}/{path}"
        content = None if body is None else json.dumps(body).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(url, content, headers, method=method), timeout=30) as answer:
            return json.load(answer)

    def instances(self, account: str = ACCOUNT) -> list[str]:
        """The ids of the instances that are installed."""
        return list(self.box.control.inventory()[account]["instances"]["ids"])

    def overrides(self, account: str = ACCOUNT) -> list[str]:
        """The extension fields that hold a value of somebody's."""
        return list(self.box.control.inventory()[account]["overrides"]["ids"])

    def secret(self, arn: str) -> str:
        """The current value of a secret in AWS."""
        return str(self.aws.get_secret_value(SecretId=arn, VersionStage="AWSCURRENT")["SecretString"])

    def traces(self, folder: Path, value: str) -> list[Path]:
        """Files under a folder that hold a value in clear; the sandbox's own stores are not searched."""
        return [path for path in folder.rglob("*") if path.is_file() and value.encode() in path.read_bytes()]
