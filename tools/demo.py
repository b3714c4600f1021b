"""`make demo`: the quickstart against the sandbox, through the real Pulumi CLI, every claim checked as it is made.

Exit status 0 only if all of it happened as announced.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import boto3

from boomi_emulator import sandbox

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".state" / "demo"
CONFIG = ROOT / "Pulumi.demo.yaml"
"""The settings of the demo's stack: Pulumi keeps them beside the project file."""
ACCOUNT, ENVIRONMENT = "acmechild-4M1T8Z", "test-eu"
REFUSED = """
import pulumi
from pulumi_boomi_spaces import OAuthConnection
OAuthConnection("warehouse", attachment=pulumi.Config().require("attachment"), process="Sync", connection="Warehouse",
connector={
    "type": "http_client", "base_url": "https://warehouse.example.com",
    "grant": {"type": "jwt_bearer", "token_url": "https://login.example.com/oauth2/token"}})
"""


class DemoError(Exception):
    """A claim of the demo that did not hold."""


class Demo:
    """One run: a sandbox, a stack of its own, and the commands in order."""

    def __init__(self, box: sandbox.Sandbox) -> None:
        self.box = box
        self.aws: Any = boto3.client(
            "secretsmanager",
            endpoint_url=box.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"],
            region_name=box.env["AWS_DEFAULT_REGION"],
            aws_access_key_id=box.env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=box.env["AWS_SECRET_ACCESS_KEY"],
        )
        backend = FOLDER / "backend"
        backend.mkdir(parents=True)
        self.environ = {
            **os.environ,
            **box.env,
            "PULUMI_BACKEND_URL": f"file://{backend}",
            "PULUMI_HOME": str(FOLDER / "home"),
            "PULUMI_CONFIG_PASSPHRASE": secrets.token_urlsafe(16),
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "ERP_CLIENT_SECRET": "first-" + secrets.token_urlsafe(12),
        }

    def pulumi(self, *arguments: str, expect: int = 0, folder: Path = ROOT, show: bool = True) -> str:
        """Run one command; its output is shown and returned."""
        command = ["pulumi", "--non-interactive", "--color", "never", *arguments]
        if show:
            print(f"$ pulumi {' '.join(arguments)}", flush=True)
        result = subprocess.run(
            command, cwd=folder, env=self.environ, capture_output=True, text=True, timeout=120, check=False
        )
        text = result.stdout + result.stderr
        if show or result.returncode != expect:
            print(text.strip() + "\n", flush=True)
        if result.returncode != expect:
            raise DemoError(f"pulumi {arguments[0]} ended with {result.returncode}, expected {expect}")
        return text

    def outputs(self) -> dict[str, Any]:
        """The stack's outputs."""
        return dict(json.loads(self.pulumi("stack", "output", "--json", show=False)))

    def requests(self, since: int) -> list[dict[str, Any]]:
        """What the services received after entry `since` of their log."""
        return list(self.box.control.log(since)["entries"])

    def mark(self) -> int:
        """The number of the log's last entry."""
        return int(self.box.control.log(0)["last"])

    def resource(self, name: str) -> dict[str, Any]:
        """One OAuth connection as state holds it."""
        state = json.loads(self.pulumi("stack", "export", show=False))
        return next(dict(r) for r in state["deployment"]["resources"] if r["urn"].endswith(f":OAuthConnection::{name}"))

    def portal_edit(self, fields: dict[str, str]) -> None:
        """A portal user's edit comes down to a partial update of the extension values through Boomi's REST API."""
        account, environment, group, connection = self.resource("erp")["id"].split("/")
        id = base64.b64encode(f"{environment}:{group}".encode()).decode().rstrip("=")
        changed = [{"id": field, "value": value, "useDefault": False} for field, value in fields.items()]
        body = {
            "@type": "EnvironmentExtensions",
            "id": id,
            "environmentId": environment,
            "extensionGroupId": group,
            "partial": True,
            "connections": {"connection": [{"id": connection, "field": changed}]},
        }
        login = json.loads(self.box.env["BOOMI_ACCOUNTS"])[account]
        basic = base64.b64encode(f"BOOMI_TOKEN.{login['user']}:{login['token']}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/json", "Accept": "application/json"}
        url = f"{self.box.env['BOOMI_HOST']}/api/rest/v1/{account}/EnvironmentExtensions/{id}"
        request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            claim(answer.status == 200, "the edit was accepted")

    def delivered(self, name: str, field: str) -> Any:
        """What the Boomi runtime would use for a field of a connection."""
        account, environment, group, connection = self.resource(name)["id"].split("/")
        return self.box.control.delivered(account, environment, group, connection, field)["value"]


def heading(text: str) -> None:
    """One line that says what comes."""
    print(f"=== {text}", flush=True)


def claim(holds: bool, text: str) -> None:
    """Say what was checked; end the demo when it does not hold."""
    print(f"{'ok' if holds else 'NOT SO'}: {text}", flush=True)
    if not holds:
        raise DemoError(text)


ERP_SECRET = "oauthContext/OAuth2Config/credentials/@clientSecret"
BOOKS_SECRET = "oauthOptions/OAuth2Config/credentials/@clientSecret"


def run(demo: Demo) -> None:
    """All steps in order."""
    intuit = demo.aws.create_secret(Name="intuit-app", SecretString="intuit-one")["ARN"]
    demo.pulumi("stack", "init", "demo", show=False)
    demo.pulumi("config", "set", "account", ACCOUNT, show=False)
    demo.pulumi("config", "set", "environment", ENVIRONMENT, show=False)
    demo.pulumi("config", "set", "intuitArn", intuit, show=False)

    heading("Preview: nothing is written, nothing is asked")
    before = demo.mark()
    demo.pulumi("preview")
    claim(not demo.requests(before), "the services received 0 requests")

    heading("Up: install the pack, attach it, configure two connections")
    demo.pulumi("up", "--yes", "--skip-preview", "--suppress-progress")
    claim(demo.delivered("erp", ERP_SECRET) == demo.environ["ERP_CLIENT_SECRET"], "Boomi has the ERP's client secret")

    heading("Stack outputs")
    demo.pulumi("stack", "output")
    outputs = demo.outputs()
    claim(outputs["erp"] == "ready", "the ERP connection is ready")
    claim(outputs["books"] == "awaiting_consent", "QuickBooks waits for a person's consent")

    heading("Up again: nothing changes")
    before = demo.mark()
    text = demo.pulumi("up", "--yes")
    claim("unchanged" in text and not demo.requests(before), f"requests received: {len(demo.requests(before))}")

    heading("Somebody edits the URL and the scopes of the connection in the portal")
    demo.portal_edit(
        {"url": "https://erp.example.net/v1", "oauthContext/OAuth2Config/scope": "orders.read orders.admin"}
    )
    heading("Refresh finds what moved")
    text = demo.pulumi("refresh", "--preview-only", "--diff", "--expect-no-changes", expect=7)
    claim("base_url" in text and "scopes" in text, "the refresh names base_url and scopes")
    heading("Up --refresh repairs it")
    demo.pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--refresh")
    claim(demo.delivered("erp", "url") == "https://erp.example.com/v2", "the URL is the program's again")
    claim(demo.delivered("erp", "oauthContext/OAuth2Config/scope") == "orders.read", "so are the scopes")

    heading("Somebody replaces the ERP's secret in AWS; the program's value is put back")
    arn = outputs["erp secret"]
    demo.aws.put_secret_value(SecretId=arn, SecretString="somebody-else")
    text = demo.pulumi("refresh", "--preview-only", "--diff", "--expect-no-changes", expect=7)
    claim("stored_secret" in text, "the refresh names stored_secret")
    demo.pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--refresh")
    current = demo.aws.get_secret_value(SecretId=arn, VersionStage="AWSCURRENT")["SecretString"]
    claim(current == demo.environ["ERP_CLIENT_SECRET"], "AWS holds the program's value again")

    heading("A new version of the QuickBooks secret in AWS is delivered to Boomi")
    demo.aws.put_secret_value(SecretId=intuit, SecretString="intuit-two")
    demo.pulumi("up", "--yes", "--skip-preview", "--suppress-progress", "--refresh")
    claim(demo.delivered("books", BOOKS_SECRET) == "intuit-two", "Boomi has the new version")

    heading("The value behind Secret.env is rotated")
    demo.environ["ERP_CLIENT_SECRET"] = "second-" + secrets.token_urlsafe(12)
    text = demo.pulumi("preview")
    claim("client_secret_digest" in text, "the preview shows it, without the value")
    demo.pulumi("up", "--yes", "--skip-preview", "--suppress-progress")
    claim(demo.delivered("erp", ERP_SECRET) == demo.environ["ERP_CLIENT_SECRET"], "Boomi has the new value")

    heading("A grant type that the connector does not offer is refused at preview")
    refused = FOLDER / "refused"
    refused.mkdir()
    (refused / "Pulumi.yaml").write_text("name: refused\nruntime: python\n")
    (refused / "__main__.py").write_text(REFUSED)
    attachment = demo.resource("erp")["inputs"]["attachment"]
    demo.pulumi("stack", "init", "demo", folder=refused, show=False)
    demo.pulumi("config", "set", "attachment", attachment, folder=refused, show=False)
    text = demo.pulumi("preview", folder=refused, expect=1)
    claim('"jwt_bearer" is not offered by HTTP Client' in text, "the sentence says what is wrong and what to write")

    heading("No secret in the state")
    state = demo.pulumi("stack", "export", "--show-secrets", show=False)
    values = [demo.environ["ERP_CLIENT_SECRET"], "intuit-one", "intuit-two"]
    claim(not any(value in state for value in values), "pulumi stack export --show-secrets has none of the values")

    heading("Destroy")
    demo.pulumi("destroy", "--yes", "--skip-preview", "--suppress-progress")

    heading("What is left")
    inventory = demo.box.control.inventory()
    left = {name: found["count"] for lists in inventory.values() for name, found in lists.items() if found["count"]}
    claim(not left, f"in Boomi: {left or 'nothing'}")
    deleted = demo.aws.describe_secret(SecretId=arn).get("DeletedDate")
    claim(deleted is not None, f"in AWS: our secret, scheduled for deletion on {deleted:%Y-%m-%d}" if deleted else "")
    theirs = demo.aws.describe_secret(SecretId=intuit)
    claim("DeletedDate" not in theirs, "in AWS: the secret that was used in place, untouched")


def main() -> int:
    """Run the demo in a fresh folder; 0 only if every claim held."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    CONFIG.unlink(missing_ok=True)
    began = time.monotonic()
    try:
        with sandbox.start(FOLDER / "sandbox") as box:
            run(Demo(box))
    except DemoError as error:
        print(f"The demo failed: {error}", file=sys.stderr)
        return 1
    finally:
        CONFIG.unlink(missing_ok=True)
    print(f"=== All of it happened, in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
