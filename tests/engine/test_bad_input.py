"""Everything that a program or its settings can get wrong: one line each, and nothing is written because of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from boomi_emulator import sandbox
from tests.support.cli import Project
from tests.support.deployment import ACCOUNT, CANARY, PACK, SDK, Deployment, erp
from tests.support.events import Result

PASSWORD = "canary-password-in-a-url"
SOURCE = 'Secret.env("ERP_CLIENT_SECRET")'
MAPPING = {
    "type": "rest_client",
    "base_url": "https://erp.example.com",
    "grant": {
        "type": "client_credentials",
        "client_id": "orders-sync",
        "client_secret": {"env": "ERP_CLIENT_SECRET"},
        "token_url": "https://login.example.com/token",
    },
}
ORDER_SYNC = "6d1f0c9a-7f35-4e3b-9a42-1b8f5f7a2e60"
INVENTORY = "f5a816d8-dae5-4617-a839-c5d6e7f80944"
TEST_EU, DEV_EU, PROD_EU = (
    "58a1d0c7-92be-4c33-8d51-7b3f64e0a211",
    "3f0c1b52-6d4e-4a07-9b1f-0c6c2f5d7e10",
    "9e4b7f26-0d3a-4f18-b6c2-15ad8e93f312",
)


def rest(secret: str = SOURCE, base: str = "https://erp.example.com", more: str = "") -> str:
    """The text of a REST Client connector."""
    return (
        f'RestClient(base_url="{base}", grant=ClientCredentials(client_id="orders-sync", client_secret={secret}, '
        f'token_url="https://login.example.com/token"{more}))'
    )


def connection(
    connector: str = rest(),
    *,
    name: str = "erp",
    at: str = '"acmechild-4M1T8Z/i/e"',
    process: str = '"Sync"',
    connection: str = '"ERP"',
    more: str = "",
) -> str:
    """The text of a connection; by default of an attachment that nobody asks about."""
    return (
        f'\n{name} = OAuthConnection("{name}", attachment={at}, process={process}, connection={connection}, {more}'
        f"connector={connector})\n"
    )


@pytest.fixture(scope="module")
def shared(pulumi_cli: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """One sandbox for all refusals, with the pack attached; nothing of them may leave a trace in it."""
    folder = tmp_path_factory.mktemp("refusals")
    with sandbox.start(folder / "sandbox") as box:
        box.control.rate(None)
        environ = {**box.env, "BOOMI_RATE": "1000", "ERP_CLIENT_SECRET": CANARY, "AWS_EC2_METADATA_DISABLED": "true"}
        home = tmp_path_factory.getbasetemp() / "pulumi-home"
        with Project(folder / "project", pulumi_cli, "", home=home, environ=environ) as project:
            made = Deployment(box, project)
            made.program(PACK)
            project.up().ok()
            yield made


def everything(deployment: Deployment) -> tuple[Any, Any]:
    """What is there in Boomi and in AWS."""
    secrets = deployment.aws.list_secrets(IncludePlannedDeletion=True)["SecretList"]
    return deployment.box.control.inventory(), [(one["Name"], one["SecretVersionsToStages"]) for one in secrets]


def problems(result: Result) -> dict[str, list[str]]:
    """{resource: its errors}, without the engine's own words around them; every one of them is one plain line."""
    found: dict[str, list[str]] = {}
    for one in result.diagnostics:
        if one.severity == "error" and not one.message.startswith(("update failed", "an unhandled error occurred: ")):
            text = one.message.partition(" has a problem: ")[2] or one.message
            found.setdefault(one.name, []).extend(text.split("\n"))
    assert "Traceback" not in result.text
    assert CANARY not in result.text
    assert all(line.isprintable() and "\\n" not in line for lines in found.values() for line in lines), found
    return {name: sorted(lines) for name, lines in found.items()}


# What `check` refuses: at preview, without a single request. {case: (program, its lines)}
AT_PREVIEW: dict[str, tuple[str, list[str]]] = {
    "empty texts of a connection": (
        connection(
            'RestClient(base_url="", grant=ClientCredentials(client_id="", client_secret="", token_url="", '
            'scopes=[""], token_parameters={"": ""}))',
            at='""',
            process='""',
            connection='""',
            more='credentials_version="", space="", secrets_manager=SecretsManager(name=""), ',
        ),
        [
            "attachment: is required. The attachment whose processes hold the connection.",
            "base_url: is empty; leave it out instead",
            "client_id: is empty; leave it out instead",
            "client_secret: is empty; leave it out instead",
            "connection: is required. The connection, by name or id.",
            "credentials_version: is empty; leave it out instead",
            "process: is empty; leave it out instead",
            "scopes: is empty; leave it out instead",
            "secrets_manager: name is empty; leave it out instead",
            "space: is empty; leave it out instead",
            'token_parameters: has an empty name; "" is empty; leave it out instead',
            "token_url: is empty; leave it out instead",
        ],
    ),
    "empty texts of an instance": (
        'IntegrationPackInstance("erp", account="", pack="", name="")',
        [
            "account: is empty; leave it out instead",
            "name: is empty; leave it out instead",
            "pack: is required. The integration pack, by name or id; released, and shared with the account.",
        ],
    ),
    "empty texts of an attachment, and an id of another form": (
        'IntegrationPackAttachment("erp", instance="order-sync", environment="")',
        [
            "environment: is required. The environment of the account, by name or id.",
            'instance: takes an IntegrationPackInstance, or its id: "order-sync" is not an id of the form '
            "account/instance",
        ],
    ),
    "no account where several are listed": (
        'IntegrationPackInstance("erp", pack="Order Sync", name="x")',
        [
            "account: is required, since boomi:accounts does not list exactly one. The consumer account; may be left "
            "out where boomi:accounts lists exactly one."
        ],
    ),
    "URLs": (
        connection(
            'RestClient(base_url="http://erp.example.com", grant=AuthorizationCode(client_id="c", '
            f'client_secret={SOURCE}, token_url="https://user:{PASSWORD}@login.example.com/t", '
            'authorization_url="https://login.example.com/a#part"))'
        ),
        [
            "authorization_url: a URL must not contain a fragment (#)",
            "base_url: only https is allowed",
            "token_url: a URL must not contain a user name or a password",
        ],
    ),
    "a grant type that the connector does not offer, beside other problems": (
        connection(
            '{"type": "http_client", "base_url": "ftp://x", "grant": {"type": "jwt_bearer", "audience": "x y", '
            '"colour": "red"}}'
        ),
        [
            "base_url: write the whole URL, beginning with https://",
            "colour: is not a setting of HTTP Client; remove it",
            'grant_type: "jwt_bearer" is not offered by HTTP Client. It offers authorization_code, password and '
            "client_credentials. Use one of these, or RestClient.",
        ],
    ),
    "keys of a mapping that are the resource's own": (
        connection(repr({**MAPPING, "space": "s", "process": "p", "owner": "o", "status": "ready", "world": "w"})),
        [
            f'"connector.{name}": is not a setting of REST Client with client_credentials; remove it'
            for name in ("owner", "process", "space", "status", "world")
        ],
    ),
    "markers and marks of the resource as keys of a mapping": (
        connection(
            repr({**MAPPING, "stored_secret": "x", "encrypted_parameters": {}, "resolved": {}, "__provider": "p"})
        ),
        [
            f'"connector.{name}": is not a setting of REST Client with client_credentials; remove it'
            for name in ("__provider", "encrypted_parameters", "resolved", "stored_secret")
        ],
    ),
    "digests as keys of a mapping": (
        connection(repr({**MAPPING, "base_url_digest": "x", "client_secret_digest": "y", "colour_digest": "z"})),
        [
            '"connector.base_url_digest": is not a setting of REST Client with client_credentials; remove it',
            '"connector.client_secret_digest": is not a setting of REST Client with client_credentials; remove it',
            "colour_digest: is not a setting of REST Client with client_credentials; remove it",
        ],
    ),
    "objects and lists where a text is wanted": (
        connection(
            '{"type": "rest_client", "base_url": {"env": "X"}, "grant": {"type": "client_credentials", '
            '"client_id": {"a": "b"}, "client_secret": {"a": "b"}, "token_url": ["a"], "scopes": {"a": "b"}, '
            '"token_parameters": "a"}}',
            process='{"a": "b"}',
            connection='["a"]',
            more='credentials_version={"file": "X"}, field_ids={"client_idd": "x"}, ',
        ),
        [
            "base_url: is a reference to a secret, and this is no secret input; write the text itself",
            "client_id: is an object, and a text is wanted",
            "client_secret: has to be a reference: Secret.env(name), Secret.file(path) or Secret.aws(arn)",
            "connection: is a list, and a text is wanted",
            "credentials_version: is a reference to a secret, and this is no secret input; write the text itself",
            'field_ids: "client_idd" is not a setting of REST Client with client_credentials; did you mean client_id?',
            "process: is an object, and a text is wanted",
            "scopes: is an object, and a text is wanted",
            "token_parameters: has to be a mapping of names to values",
            "token_url: is a list, and a text is wanted",
        ],
    ),
    "references that name nothing": (
        connection(rest('Secret.env("")', more=', token_parameters={"key": Secret.file(" ")}')),
        [
            "client_secret: is a reference (env) that names nothing",
            'token_parameters: "key" is a reference (file) that names nothing',
        ],
    ),
    "what is no ARN of a secret": (
        connection(rest('Secret.aws("erp-secret")')),
        [
            'client_secret: "erp-secret" is not the whole ARN of a secret: '
            "arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-XXXXXX, with the six characters at its end"
        ],
    ),
    "how secrets are kept": (
        connection(more='secrets_manager=SecretsManager(name="a b", recovery_window_days=3, delivery="pigeon"), '),
        [
            "secrets_manager: recovery_window_days has to be a whole number from 7 to 30; "
            'delivery is "value" or "arn", not "pigeon"; '
            'name "a b": a secret\'s name has letters, digits and / _ + = . @ - only'
        ],
    ),
    "how secrets are kept, as a mapping": (
        connection(more='secrets_manager={"nme": "x"}, '),
        ['secrets_manager: takes name, delivery, kms_key_id, recovery_window_days, region, not "nme"'],
    ),
}


def test_one_connection_in_two_resources_is_told_at_preview_with_both_names(shared: Deployment) -> None:
    shared.program(PACK + connection(at="there") + connection(name="again", at="there"))
    ((name, lines),) = problems(shared.project.preview().failed()).items()
    other = {"erp": "again", "again": "erp"}[name]  # the engine checks them side by side, either may be the second
    assert lines == [
        f'connection "ERP" is declared by another resource of this program too: "scratch/dev/OAuthConnection/{other}". '
        "Keep one of the two"
    ]


@pytest.mark.parametrize("case", AT_PREVIEW)
def test_what_can_be_known_is_said_at_preview(shared: Deployment, case: str) -> None:
    program, lines = AT_PREVIEW[case]
    shared.program(program)
    shared.mark()
    result = shared.project.preview().failed()
    (found,) = problems(result).values()
    assert found == lines
    assert PASSWORD not in result.text
    assert shared.requests() == []


# What the constructor refuses: the program ends with the sentence alone.
IN_THE_PROGRAM = {
    "a connector that is an output": (
        connection('pulumi.Output.from_input({"type": "rest_client"})'),
        "OAuthConnection 'erp': connector: is an output, but the connector and its grant type have to be known when "
        "the program runs, so that every preview can check them; write a connector such as RestClient(…) or a mapping. "
        "The values in it may be outputs",
    ),
    "a grant that is an output": (
        connection('{**dict(type="rest_client"), "grant": pulumi.Output.from_input({})}'),
        "OAuthConnection 'erp': grant: is an output, but the connector and its grant type have to be known when the "
        "program runs, so that every preview can check them; write a name of the grant table. The values in it may be "
        "outputs",
    ),
    "a value that cannot be sent": (
        connection(rest(f'"{CANARY}"'), connection="object()"),
        "OAuthConnection 'erp': connection: takes texts, numbers, booleans, lists, mappings, outputs and references, "
        "not object",
    ),
}


@pytest.mark.parametrize("case", IN_THE_PROGRAM)
def test_what_the_constructor_refuses_is_one_line_without_a_traceback(shared: Deployment, case: str) -> None:
    program, line = IN_THE_PROGRAM[case]
    shared.program(program)
    assert problems(shared.project.preview().failed()) == {"": [line]}


def test_loopback_is_accepted_in_url_fields_with_the_switch_alone(shared: Deployment) -> None:
    shared.program(connection(rest(base="http://127.0.0.1:8080/v2")))
    shared.mark()
    shared.project.preview().ok()
    environ = dict(shared.project.environ)
    try:
        del shared.project.environ["BOOMI_SPACES_SANDBOX"], shared.project.environ["BOOMI_HOST"]
        shared.program(connection(rest(base="https://127.0.0.1:8080/v2")))
        assert problems(shared.project.preview().failed()) == {
            "erp": ["base_url: loopback addresses are for the sandbox alone (BOOMI_SPACES_SANDBOX=1)"]
        }
    finally:
        shared.project.environ.update(environ)
    assert shared.requests() == []


def test_a_literal_that_reads_like_a_reference_is_warned_about(shared: Deployment) -> None:
    shared.program(PACK, connection(rest('"env:ERP_CLIENT_SECRET"'), at="there"))
    assert shared.project.preview().ok().messages("warning", "erp") == [
        "client_secret: the text reads like a reference to a secret, but it is used as it is; write Secret.env(…), "
        "Secret.file(…) or Secret.aws(…) if a reference is meant"
    ]


def _accounts(deployment: Deployment, login: Mapping[str, Any]) -> str:
    return json.dumps({**json.loads(deployment.box.env["BOOMI_ACCOUNTS"]), ACCOUNT: login})


# What is wrong with the settings: {case: (variables that are set, None: taken away; the line)}
SETTINGS: dict[str, tuple[dict[str, str | None], str]] = {
    "a wrong token": (
        {"BOOMI_ACCOUNTS": '{"user": "integration@acmechild.example", "token": "wrong"}'},
        f'listing the installed packs of account "{ACCOUNT}": Boomi answered 401 ("Unauthorized", request id ID). '
        f'Nothing was read; check the user and the API token for account "{ACCOUNT}"',
    ),
    "a wrong token of the owner": (
        {"BOOMI_ACCOUNTS": '{"partner": true}', "BOOMI_TOKEN": "wrong"},
        f'listing the installed packs of account "{ACCOUNT}": Boomi answered 401 ("Unauthorized", request id ID). '
        'Nothing was read; check the user and the API token for account "acmecorp-7Q2K9X"',
    ),
    "no token": (
        {"BOOMI_ACCOUNTS": '{"user": "u"}'},
        f'account "{ACCOUNT}" has no API token. Set the environment variable BOOMI_ACCOUNTS; or a reference '
        f"(`pulumi config set --path 'boomi:accounts[\"{ACCOUNT}\"].token.env' VARIABLE`); or the stack configuration "
        f"(`pulumi config set --path 'boomi:accounts[\"{ACCOUNT}\"].user' E-MAIL` and "
        f"`pulumi config set --secret --path 'boomi:accounts[\"{ACCOUNT}\"].token'`)",
    ),
    "a token in a variable that is not set": (
        {"BOOMI_ACCOUNTS": '{"user": "u", "token": {"env": "CHILD_TOKEN"}}'},
        f'the API token for account "{ACCOUNT}": environment variable "CHILD_TOKEN" is not set, or is empty',
    ),
    "accounts that are no JSON": ({"BOOMI_ACCOUNTS": None, "RAW": "{nonsense"}, "BOOMI_ACCOUNTS is not valid JSON"),
    "loopback without the switch": (
        {"BOOMI_SPACES_SANDBOX": None},
        'BOOMI_HOST: "HOST": loopback addresses are for the sandbox alone (BOOMI_SPACES_SANDBOX=1)',
    ),
    "another host with the switch": (
        {"BOOMI_HOST": "https://api.boomi.com"},
        'BOOMI_HOST: "https://api.boomi.com": with BOOMI_SPACES_SANDBOX=1 only loopback addresses are called',
    ),
    "a host with user-info": (
        {"BOOMI_HOST": f"http://somebody:{PASSWORD}@127.0.0.1:1"},
        'BOOMI_HOST: "http://somebody:[secret]@127.0.0.1:1": a URL must not contain a user name or a password',
    ),
    "AWS without a Region": (
        {"AWS_DEFAULT_REGION": None},
        "AWS has no Region here. Set the environment variable AWS_DEFAULT_REGION, or "
        "`pulumi config set --path 'boomi:secretsManager.region' REGION`",
    ),
    "AWS without credentials": (
        {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None},
        "AWS Secrets Manager: there are no usable AWS credentials (NoCredentialsError). Set the environment variables "
        "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run where a role is attached",
    ),
    "AWS elsewhere, with user-info": (
        {"AWS_ENDPOINT_URL_SECRETS_MANAGER": f"https://somebody:{PASSWORD}@aws.example.com"},
        'the address of AWS, "https://somebody:[secret]@aws.example.com": a URL must not contain a user name or a '
        "password. It comes from AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_SECRETS_MANAGER, or from AWS's configuration "
        "file",
    ),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_settings_that_are_wrong_stop_the_first_resource_that_needs_them(shared: Deployment, case: str) -> None:
    changes, line = SETTINGS[case]
    before, environ = everything(shared), dict(shared.project.environ)
    shared.program(PACK, erp())
    try:
        for name, value in changes.items():
            if name == "BOOMI_ACCOUNTS":
                value = changes.get("RAW") or _accounts(shared, json.loads(str(value)))
            if value is None:
                shared.project.environ.pop(name, None)
            else:
                shared.project.environ[name] = value
        result = shared.project.up().failed()
    finally:
        shared.project.environ.clear()
        shared.project.environ.update(environ)
    ((told,),) = problems(result).values()
    told = re.sub(r"request id \w+", "request id ID", told).replace(shared.box.env["BOOMI_HOST"], "HOST")
    assert told.partition("': ")[2] == line
    assert PASSWORD not in result.text
    assert everything(shared) == before


def test_what_only_the_services_know_is_said_before_that_resource_writes(shared: Deployment) -> None:
    """All in one deployment, each resource with its line; afterwards everything is as it was."""
    (attachment,) = [
        one["id"]
        for one in shared.project.export()["deployment"]["resources"]
        if one["urn"].endswith("Attachment::sync")
    ]
    _, instance, environment = attachment.split("/")
    processes = {
        one["name"]: one["wrapperProcessId"]
        for one in shared.rest(ACCOUNT, f"IntegrationPackInstance/{instance}", None, "GET")["ProcessId"]
    }
    sync, returns = processes["Order Sync - Sync"], processes["Order Sync - Returns"]
    theirs = shared.rest(
        ACCOUNT,
        "IntegrationPackInstance",
        {"integrationPackId": ORDER_SYNC, "integrationPackOverrideName": "Theirs"},
    )["id"]
    shared.edit_at((ACCOUNT, environment, sync, "d2f6b0a7-19c3-4d0f-a6b1-5f2f7f0c8e33"), {SDK + "scope": "theirs"})
    folder = shared.project.folder
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    shared.aws.create_secret(Name="unmarked", SecretString="theirs")
    owner = {"Key": "boomi-spaces:owner", "Value": "other/dev/OAuthConnection/crm"}
    owned = shared.aws.create_secret(Name="owned", SecretString="theirs", Tags=[owner])["ARN"]
    elsewhere = "arn:aws:secretsmanager:eu-west-1:999999999999:secret:theirs-AbCdEf"
    nowhere = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:nothing-AbCdEf"
    http = rest().replace("RestClient", "HttpClient")
    account = f'account="{ACCOUNT}"'
    refused = {
        'IntegrationPackInstance("account", account="nobody", pack="Order Sync", name="x")': [
            f'account "nobody" is not listed in boomi:accounts (listed: {ACCOUNT}, globex-9K2P4D). Add it with '
            "`pulumi config set --path 'boomi:accounts[\"nobody\"].partner' true` to use the owner's credentials "
            "through the partner address, or with a user and a token of its own"
        ],
        f'IntegrationPackInstance("pack", {account}, pack="Order Synk", name="x")': [
            f'pack "Order Synk": there is none in what account "{ACCOUNT}" may install. There is "Order Sync" '
            f'({ORDER_SYNC}), "Inventory Single" ({INVENTORY})'
        ],
        f'IntegrationPackInstance("unreleased", {account}, pack="Unreleased Pack", name="x")': [
            f'pack "Unreleased Pack": there is none in what account "{ACCOUNT}" may install. There is '
            f'"Inventory Single" ({INVENTORY}), "Order Sync" ({ORDER_SYNC})'
        ],
        f'IntegrationPackInstance("single", {account}, pack="Inventory Single", name="x")': [
            'name: pack "Inventory Single" is single-install, there is one instance in an account and it has no name; '
            "leave name out"
        ],
        f'IntegrationPackInstance("multi", {account}, pack="Order Sync")': [
            'name: is required, since pack "Order Sync" is multi-install'
        ],
        f'IntegrationPackInstance("exists", {account}, pack="Order Sync", name="Theirs")': [
            f'instance "Theirs" of pack "Order Sync" exists already in account "{ACCOUNT}", with id '
            f"{ACCOUNT}/{theirs}, and no state says that it is this resource. Three ways on: was the resource renamed, "
            'add aliases=[pulumi.Alias(name="OLD NAME")]; should this stack own it, set adopt=True; should it only be '
            f'used, pass opts=pulumi.ResourceOptions(id="{ACCOUNT}/{theirs}")'
        ],
        'IntegrationPackAttachment("environment", instance=install, environment="tst-eu")': [
            f'environment "tst-eu": there is none in account "{ACCOUNT}". There is "test-eu" ({TEST_EU}), "dev-eu" '
            f'({DEV_EU}), "prod-eu" ({PROD_EU})'
        ],
        connection(name="process", at="there", process='"Snyc"'): [
            f'process "Snyc": there is none in the installed pack "Order Sync". There is "Order Sync - Sync" ({sync}), '
            f'"Order Sync - Returns" ({returns})'
        ],
        connection(name="which", at="there", process="None", connection='"Stock"'): [
            'process: has to be named, since the installed pack "Order Sync" has 2. There is "Order Sync - Returns" '
            f'({returns}), "Order Sync - Sync" ({sync})'
        ],
        connection(name="connection", at="there", process='"Returns"', connection='"Warehouse coed"'): [
            'connection "Warehouse coed": there is none in the process that is deployed in environment "test-eu". '
            'There is "Warehouse code" (d386f4b6-b8c3-44f5-8617-a3b4c5d6e742), "Warehouse password" '
            '(c275e3a5-a7b2-43e4-b506-92a3b4c5d641), "ERP code" (b164d294-96a1-42d3-a4f5-8192a3b4c540), "Narrow" '
            '(e49705c7-c9d4-4506-9728-b4c5d6e7f843), "ERP password" (a053c183-8590-41c2-93e4-708192a3b43f), "ERP JWT" '
            "(9f42b072-748f-40b1-82d3-6f708192a33e)"
        ],
        connection(name="undeclared", at="there", process='"Returns"', connection='"Narrow"'): [
            f'{name}: connection "Narrow" does not declare field "{SDK}{field}", so a value would not take. It '
            f"declares {SDK}credentials/@clientId, url. The publisher adds it under Process Extensions, Connection "
            "Settings, and releases the pack again; where Boomi calls the field otherwise, give its id in field_ids"
            for name, field in (
                ("client_secret", "credentials/@clientSecret"),
                ("token_url", "accessTokenEndpoint/@url"),
            )
        ],
        connection(rest(more=', scopes=["orders.read"]'), name="overridden", at="there"): [
            f'connection "ERP" ({ACCOUNT}/{environment}/{sync}/d2f6b0a7-19c3-4d0f-a6b1-5f2f7f0c8e33) holds values that '
            "this stack did not set: scopes. To take it over, set adopt=True; was the resource renamed, add "
            'aliases=[pulumi.Alias(name="OLD NAME")]; else clear them in the portal'
        ],
        **{
            connection(rest(secret), name=name, at="there", connection=f'"{name}"'): [f"client_secret: {said}"]
            for name, secret, said in (
                (
                    "variable",
                    'Secret.env("NOT_SET")',
                    'environment variable "NOT_SET" is not set, or is empty; nothing was written',
                ),
                (
                    "file",
                    f'Secret.file("{folder}/none")',
                    f'file "{folder}/none": No such file or directory; nothing was written',
                ),
                (
                    "folder",
                    f'Secret.file("{folder}/folder")',
                    f'file "{folder}/folder": it is not a regular file; nothing was written',
                ),
                (
                    "pipe",
                    f'Secret.file("{folder}/pipe")',
                    f'file "{folder}/pipe": it is not a regular file; nothing was written',
                ),
            )
        },
        connection(
            http, name="unmarked", at="there", connection='"Warehouse"', more='secrets_manager={"name": "unmarked"}, '
        ): [
            'AWS secret "unmarked" exists already and was not made by this provider. To take it over, set adopt=True; '
            "or give the secret another name (SecretsManager(name=…))"
        ],
        connection(
            http,
            name="owned",
            at="there",
            process='"Returns"',
            connection='"Warehouse code"',
            more='secrets_manager={"name": "owned"}, ',
        ): [
            'AWS secret "owned" exists already since DATE and belongs to "other/dev/OAuthConnection/crm". To take it '
            "over, set adopt=True; or give the secret another name (SecretsManager(name=…))"
        ],
        **{
            connection(
                rest(f'Secret.aws("{arn}")'), name=name, at="there", process='"Returns"', connection=f'"{target}"'
            ): [f"client_secret: {said}. Nothing was changed"]
            for name, target, arn, said in (
                (
                    "elsewhere",
                    "ERP JWT",
                    elsewhere,
                    f'"{elsewhere}" is a secret of account 999999999999 in eu-west-1, and this run signs in to account '
                    "123456789012 in eu-west-1. To allow it, list the ARN or its account: "
                    "`pulumi config set --path 'boomi:secretSources[0]' 999999999999`",
                ),
                ("nowhere", "ERP code", nowhere, f'there is no AWS secret "{nowhere}"'),
                (
                    "source",
                    "ERP password",
                    owned,
                    'AWS secret "owned" is managed by this provider for "other/dev/OAuthConnection/crm" and cannot be '
                    "a source: its value goes with that resource. Name the place where the value comes from",
                ),
            )
        },
    }
    before = everything(shared)
    shared.program(PACK, "\n".join(refused))
    shared.mark()
    found = problems(shared.project.up("--continue-on-error").failed())
    expected: dict[str, list[str]] = {}
    for text, lines in refused.items():
        kind, name = re.findall(r'(\w+)\("(\w+)"', text)[0]
        expected[name] = [f"{kind} '{name}': {line}" for line in lines]
    dated = {
        name: [re.sub(r"since \d{4}-\d\d-\d\d", "since DATE", line) for line in lines] for name, lines in found.items()
    }
    assert dated == expected
    assert everything(shared) == before


def test_nobody_is_asked_about_a_secret_that_this_run_may_not_read(shared: Deployment) -> None:
    elsewhere = "arn:aws:secretsmanager:eu-west-1:999999999999:secret:theirs-AbCdEf"
    shared.program(
        PACK, connection(rest(f'Secret.aws("{elsewhere}")'), at="there", process='"Returns"', connection='"ERP JWT"')
    )
    shared.mark()
    assert "boomi:secretSources" in shared.project.up().failed().text
    assert shared.requests("aws") == []
