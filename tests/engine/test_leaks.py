"""No secret leaves through a state, an output, a log, a name or an error, wherever it was given and whatever happens.

Every place in which a program or its settings can hold a secret gets a canary: a core of letters and digits, which
looks the same in JSON, URLs and HTML, among characters that each of these treats specially.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from boomi_emulator import sandbox
from tests.conftest import NewProject
from tests.support.deployment import ACCOUNT, PARTNER, SDK, Deployment
from tests.support.events import Result
from tests.support.fault_proxy import Answer, Exchange, FaultProxy, Seen

SPACE = "97b78685-0e6c-41f7-a484-c1512"
BY_REFERENCE = ("Environment", "File", "Aws", "AwsKey", "Parameter", "Username", "PasswordFile")
"""These are never kept by Pulumi, not even encrypted."""
KEPT = ("Literal", "Config", "ParameterConfig", "UsernameLiteral", "PasswordConfig")
"""These are kept by Pulumi, encrypted."""


def core(place: str) -> str:
    return f"Canary7f3a{place}9c41e6"


def canary(place: str) -> str:
    """With quotes, what forms, URLs and templates treat specially, and a second line."""
    return f"x'\"%2B+&={{}}<é\\{core(place)}\nsecond-{core(place)}"


PROGRAM = f"""
import os
config = pulumi.Config()
install = IntegrationPackInstance("sync", account="{ACCOUNT}", pack="Order Sync", name="Order Sync", space="{SPACE}")
there = IntegrationPackAttachment("sync", instance=install, environment="test-eu")
partners = IntegrationPackInstance("partners", account="{PARTNER}", pack="Order Sync", name="Order Sync")
token_url = "https://login.example.com/oauth2/token"
authorization_url = "https://login.example.com/oauth2/authorize"

environment = OAuthConnection("environment", attachment=there, process="Sync", connection="ERP", connector=RestClient(
    base_url="https://erp.example.com", grant=ClientCredentials(client_id="c", client_secret=Secret.env("ENVIRONMENT"),
    token_url=token_url, token_parameters={{"plain": "seen", "by_reference": Secret.env("PARAMETER"),
    "by_config": config.require_secret("parameter")}})))
file = OAuthConnection("file", attachment=there, process="Sync", connection="Warehouse", connector=HttpClient(
    base_url="https://warehouse.example.com", grant=ClientCredentials(client_id="c",
    client_secret=Secret.file(os.environ["SECRET_FILE"]), token_url=token_url)))
aws = OAuthConnection("aws", attachment=there, process="Sync", connection="QuickBooks", connector=QuickBooksOnline(
    company_id="4620816365", client_id="c", client_secret=Secret.aws(os.environ["SECRET_ARN"])))
aws_key = OAuthConnection("aws_key", attachment=there, process="Sync", connection="Queue", connector=AzureServiceBus(
    namespace="orders", domain="servicebus.windows.net", grant=ClientCredentials(client_id="c", token_url=token_url,
    client_secret=Secret.aws(os.environ["KEYED_ARN"], key="secret"))))
literal = OAuthConnection("literal", attachment=there, process="Returns", connection="ERP code", connector=RestClient(
    base_url="https://erp.example.com", grant=AuthorizationCode(client_id="c", client_secret=os.environ["LITERAL"],
    token_url=token_url, authorization_url=authorization_url)))
configured = OAuthConnection("configured", attachment=there, process="Returns", connection="Warehouse code",
    connector=HttpClient(base_url="https://warehouse.example.com", grant=AuthorizationCode(client_id="c",
    client_secret=config.require_secret("secret"), token_url=token_url, authorization_url=authorization_url)))
password = OAuthConnection("password", attachment=there, process="Returns", connection="ERP password",
    connector={{"type": "rest_client", "base_url": "https://erp.example.com", "grant": {{"type": "password",
    "client_id": "c", "client_secret": {{"env": "ENVIRONMENT"}}, "token_url": token_url,
    "username": {{"env": "WHO"}}, "password": {{"file": os.environ["PASSWORD_FILE"]}}}}}})
typed = OAuthConnection("typed", attachment=there, process="Returns", connection="Warehouse password",
    connector=HttpClient(base_url="https://warehouse.example.com", grant=Password(client_id="c",
    client_secret=Secret.env("ENVIRONMENT"), token_url=token_url, username=os.environ["USERNAME_LITERAL"],
    password=config.require_secret("password"))))
for one in (environment, file, aws, aws_key, literal, configured, password, typed):
    pulumi.export(one.pulumi_resource_name, {{"secrets": one.secrets, "status": one.status, "urn": one.urn}})
"""


class Leaks:
    """The deployment behind a proxy that sees (and can break) every request, and the canaries of all secrets."""

    def __init__(self, deployment: Deployment, boomi: FaultProxy, aws: FaultProxy, folder: Path) -> None:
        self.deployment, self.boomi, self.aws, self.folder = deployment, boomi, aws, folder
        env = deployment.box.env
        logins = json.loads(env["BOOMI_ACCOUNTS"])
        self.configured = env["BOOMI_TOKEN"]  # Pulumi keeps the stack's configuration in the state too, encrypted
        self.tokens = [logins[ACCOUNT]["token"], env["BOOMI_SANDBOX_CONTROL_TOKEN"]]

    def never(self) -> list[str]:
        """What may be nowhere: references' values, API tokens, and the credentials that were really sent."""
        sent = {seen.headers.get("authorization", "").partition(" ")[2] for seen in self.boomi.seen}
        return [*map(core, BY_REFERENCE), *self.tokens, *(one for one in sent if one)]

    def search(self, result: Result) -> None:
        """Look everywhere after a command; `result` is what it printed."""
        project, box = self.deployment.project, self.deployment.box
        never, kept = self.never(), [self.configured, *map(core, KEPT)]
        secrets = self.deployment.aws.list_secrets(IncludePlannedDeletion=True)["SecretList"]
        texts = {
            "what was printed": result.text,
            "the state": json.dumps(project.export()),
            "the outputs": json.dumps(project.outputs(show_secrets=True)),
            "the sandbox's request log": json.dumps(box.control.log(0)),
            "the sandbox's output": (box.folder / "output").read_text(),
            "names, tags and descriptions in AWS": json.dumps(secrets, default=str),
        }
        for root in (project.folder, project.home):  # with the backend, the event logs and all that was ever printed
            files = [path for path in root.rglob("*") if path.is_file() and not path.name.endswith("-stack.out")]
            texts |= {str(path): path.read_bytes().decode("latin-1") for path in files}  # but for our own exports
        found = {where: leaked for where, text in texts.items() if (leaked := _leaked(text, never + kept))}
        shown = json.dumps(project.export(show_secrets=True))
        assert not found
        assert not _leaked(shown, never), "the state with --show-secrets"


def _leaked(text: str, canaries: list[str]) -> list[str]:
    return [one for one in canaries if any(shape in text for shape in _shapes(one))]


def _shapes(text: str) -> list[str]:
    """As it is, in hex, and in each of the three alignments that it can have inside a longer Base64 text."""
    raw = text.encode()
    aligned = [base64.b64encode(b"\0" * shift + raw).decode()[4 if shift else 0 : -4] for shift in range(3)]
    return [text, raw.hex(), *aligned]


@pytest.fixture
def leaks(pulumi_cli: Path, new_project: NewProject, tmp_path: Path) -> Iterator[Leaks]:
    with (
        sandbox.start(tmp_path / "sandbox") as box,
        FaultProxy(box.env["BOOMI_HOST"]) as boomi,
        FaultProxy(box.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"]) as aws,
    ):
        box.control.rate(None)
        kept = tmp_path / "kept"
        kept.mkdir()
        (kept / "secret").write_text(canary("File") + "\n")
        (kept / "password").write_text(canary("PasswordFile") + "\n")
        environ = {
            **{
                name: value
                for name, value in box.env.items()
                if name not in ("BOOMI_TOKEN", "BOOMI_SANDBOX_CONTROL_TOKEN")
            },
            "BOOMI_RATE": "1000",
            "BOOMI_HOST": boomi.url,
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": aws.url,
            "ENVIRONMENT": canary("Environment"),
            "PARAMETER": canary("Parameter"),
            "WHO": canary("Username"),
            "LITERAL": canary("Literal"),
            "USERNAME_LITERAL": canary("UsernameLiteral"),
            "SECRET_FILE": str(kept / "secret"),
            "PASSWORD_FILE": str(kept / "password"),
        }
        project = new_project("", environ=environ)
        deployment = Deployment(box, project)
        keyed = json.dumps({"secret": canary("AwsKey"), "other": "x"})
        for name, value in (("SECRET_ARN", canary("Aws")), ("KEYED_ARN", keyed)):
            project.environ[name] = deployment.aws.create_secret(Name=name.lower(), SecretString=value)["ARN"]
        project.config("secret", canary("Config"), "--secret")
        project.config("parameter", canary("ParameterConfig"), "--secret")
        project.config("password", canary("PasswordConfig"), "--secret")
        project.config("boomi:token", box.env["BOOMI_TOKEN"], "--secret")
        deployment.program(PROGRAM)
        yield Leaks(deployment, boomi, aws, tmp_path)


def test_no_secret_is_found_anywhere_in_the_life_of_a_connection(leaks: Leaks) -> None:
    deployment, project = leaks.deployment, leaks.deployment.project
    leaks.search(project.preview("--diff").ok())
    leaks.search(project.up("--diff").ok())
    delivered = {
        "environment": (SDK + "credentials/@clientSecret", "Environment"),
        "file": ("clientSecret2", "File"),
        "aws": ("oauthOptions/OAuth2Config/credentials/@clientSecret", "Aws"),
        "aws_key": ("oauthOptions/OAuth2Config/credentials/@clientSecret", "AwsKey"),
        "literal": (SDK + "credentials/@clientSecret", "Literal"),
        "configured": ("clientSecret2", "Config"),
    }
    for name, (field, place) in delivered.items():
        assert deployment.delivered(field, name) == canary(place), name
    in_aws = [deployment.secret(one["ARN"]) for one in deployment.aws.list_secrets()["SecretList"]]
    for place in ("Username", "PasswordFile", "UsernameLiteral", "PasswordConfig"):
        assert not [value for value in in_aws if core(place) in value], place
    deployment.edit({"url": "https://elsewhere.example.com"}, "environment")
    leaks.search(project.refresh("--diff").ok())
    deployment.edit({"clientSecret2": None}, "file")
    leaks.search(project.up("--refresh", "--diff").ok())
    leaks.search(project.destroy().ok())


def _echo(exchange: Exchange) -> None:
    """A refusal whose text holds all that was sent: each value as it is, the header, the body."""
    body = exchange.seen.body.decode()
    told = " ".join([*_values(exchange.seen.json), exchange.seen.headers.get("authorization", ""), body])
    message = f"cannot store {told}"
    exchange.send(Answer({"message": message, "__type": "InvalidParameterException"}, 400))


def _values(sent: Any) -> list[str]:
    if isinstance(sent, dict):
        return [found for one in sent.values() for found in _values(one)]
    if isinstance(sent, list):
        return [found for one in sent for found in _values(one)]
    return [sent] if isinstance(sent, str) and "Canary" in sent else []


def _encoded_echo(exchange: Exchange) -> None:
    values = _values(exchange.seen.json)
    told = " ".join(base64.b64encode(f"id:{one}".encode()).decode() for one in values)
    exchange.send(Answer({"message": f"cannot store {told}", "__type": "InvalidParameterException"}, 400))


def test_services_that_echo_what_they_were_sent_get_nothing_out(leaks: Leaks) -> None:
    def writes_fields(seen: Seen) -> bool:
        return seen.method == "POST" and bool(re.search("/EnvironmentExtensions/(?!query|bulk)", seen.path))

    def writes_secret(seen: Seen) -> bool:
        return seen.headers.get("x-amz-target", "").endswith((".CreateSecret", ".PutSecretValue"))

    project = leaks.deployment.project
    leaks.aws.arm(_echo, _encoded_echo, when=writes_secret, times=3)
    failed = project.up("--continue-on-error").failed()
    assert leaks.aws.left == 0, "six connections have secrets of ours"
    assert "CreateSecret of AWS secret" in failed.text
    assert "cannot store [secret] AWS4-HMAC-SHA256" in failed.text
    leaks.search(failed)

    leaks.boomi.arm(_echo, _encoded_echo, when=writes_fields, times=6)
    failed = project.up("--continue-on-error").failed()
    assert "cannot store [secret] Basic [secret]" in failed.text
    leaks.search(failed)
    # What failed is in state now, as a partial failure with its secrets in AWS: the next run starts from that.
    leaks.search(project.up("--refresh", "--continue-on-error").failed())
    assert leaks.boomi.left == 0, "the same six, twice"
    leaks.search(project.destroy().ok())
