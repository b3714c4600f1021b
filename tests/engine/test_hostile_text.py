"""Names and error texts of others reach the terminal as one quoted printable line.

It has no line break, no escape sequence and no command of a CI system.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from boomi_emulator import sandbox
from tests.conftest import NewProject
from tests.support.deployment import ACCOUNT, CANARY, PACK, Deployment, erp
from tests.support.events import Result
from tests.support.fault_proxy import Answer, FaultProxy, answering

HOSTILE = (
    'x"\r\n::add-mask::a\n##vso[task.setvariable variable=a]b\n##[error]c\x1b[31m\x1b]0;t\x07\u202e\u2028##teamcity[d]'
)
SHOWN = (
    r'"x\"\r\n: :add-mask: :a\n# #vso[task.setvariable variable=a]b\n# #[error]c\x1b[31m\x1b]0;t\x07\u202e\u2028'
    r'# #teamcity[d]"'
)
"""The same in a message: each character that is no letter, sign or blank is written out, each command broken up."""


@pytest.fixture
def world(
    pulumi_cli: Path, new_project: NewProject, tmp_path: Path
) -> Iterator[tuple[Deployment, FaultProxy, FaultProxy]]:
    """A sandbox whose publisher gave a connection and a process hostile names, behind proxies that can answer."""
    default = Path(sandbox.__file__).parents[1] / "scenarios" / "default.yaml"
    scenario = tmp_path / "scenario.yaml"
    text = default.read_text()
    for name in ("Queue", "Returns"):
        text = text.replace(f"name: {name}\n", f"name: {json.dumps(HOSTILE)}\n")
    scenario.write_text(text)
    with (
        sandbox.start(tmp_path / "sandbox", scenario=scenario) as box,
        FaultProxy(box.env["BOOMI_HOST"]) as boomi,
        FaultProxy(box.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"]) as aws,
    ):
        box.control.rate(None)
        environ = {**box.env, "BOOMI_RATE": "1000", "ERP_CLIENT_SECRET": CANARY}
        environ |= {"BOOMI_HOST": boomi.url, "AWS_ENDPOINT_URL_SECRETS_MANAGER": aws.url}
        yield Deployment(box, new_project("", environ=environ)), boomi, aws


def harmless(result: Result) -> str:
    """What was printed, after a look at it."""
    assert not [char for char in result.text if not char.isprintable() and char not in "\n\t"], result.text
    for command in ("::add-mask::", "##vso[", "##[error]", "##teamcity["):
        assert command not in result.text
    assert not [line for line in result.text.splitlines() if line.lstrip().startswith("::")]
    return result.text


def test_names_of_others_are_one_quoted_line(world: tuple[Deployment, FaultProxy, FaultProxy]) -> None:
    deployment, _, _ = world
    outputs = "pulumi.export('all', [install.processes, install.resolved, there.resolved, erp.resolved])\n"
    deployment.program(PACK, erp(), outputs)
    harmless(deployment.project.up().ok())
    _, environment, _, _ = deployment.place()
    deployment.rest(ACCOUNT, f"Environment/{environment}", {"id": environment, "name": HOSTILE})
    refreshed = deployment.project.refresh("--preview-only").ok()
    assert refreshed.messages("warning", "sync") == [
        f'environment "test-eu" is called {SHOWN} now (id {environment}); nothing else changed. Write the new name or '
        "the id into the program when it suits you"
    ]
    harmless(refreshed)
    harmless(deployment.project.refresh("--diff").ok())
    harmless(deployment.project.up("--diff").ok())

    # What exists is listed where a name stands for nothing.
    deployment.program(PACK.replace("test-eu", "tset-eu"), erp(connection="Quue"))
    told = harmless(deployment.project.preview().failed())
    assert f"{SHOWN} ({environment})" in told
    deployment.program(PACK.replace("test-eu", environment), erp(connection="Quue"))
    told = harmless(deployment.project.preview().failed())
    assert f"{SHOWN} (5e90c24d-bf68-4a17-83d4-70a2615f8e38)" in told
    deployment.program(PACK.replace("test-eu", environment), erp().replace('process="Sync"', 'process="Snyc"'))
    told = harmless(deployment.project.preview().failed())
    assert '"Order Sync - x\\"\\r\\n: :add-mask: :a' in told


def test_error_texts_of_the_services_are_one_quoted_line(world: tuple[Deployment, FaultProxy, FaultProxy]) -> None:
    deployment, boomi, aws = world
    deployment.program(PACK.replace('name="Order Sync"', 'name="Order Sync", space="97b78685-0e6c-41f7-a484-c1512"'))
    deployment.project.up().ok()
    deployment.program(
        PACK.replace('name="Order Sync"', 'name="Order Sync", space="97b78685-0e6c-41f7-a484-c1512"'), erp()
    )
    headers = {"X-Request-Id": "\x1b[31m::add-mask::r##vso[r]", "x-amzn-RequestId": "\x1b[31m::add-mask::r##vso[r]"}
    refusal = answering(Answer({"message": HOSTILE}, 400, headers))
    boomi.arm(refusal, when=lambda seen: "EnvironmentExtensions" in seen.path)
    assert f"Boomi answered 400 ({SHOWN})" in harmless(deployment.project.up().failed())

    aws.arm(answering(Answer({"__type": f"x#{HOSTILE}", "message": HOSTILE}, 400, headers)))
    assert SHOWN in harmless(deployment.project.up().failed())

    body = {"data": None, "errors": [{"message": HOSTILE, "extensions": {"code": HOSTILE, "classification": HOSTILE}}]}
    boomi.arm(answering(Answer(body, 200, headers)), when=lambda seen: "/graphql" in seen.path)
    assert SHOWN in harmless(deployment.project.up().failed())
    deployment.project.up().ok()


def test_a_tag_of_somebody_elses_is_one_quoted_line(world: tuple[Deployment, FaultProxy, FaultProxy]) -> None:
    deployment, _, _ = world
    escaped = "".join(char if char.isalnum() else f"={byte:02X}" for char in HOSTILE for byte in char.encode()[:1])
    tags = [{"Key": "boomi-spaces:owner", "Value": escaped}]
    deployment.aws.create_secret(Name="theirs", SecretString="x", Tags=tags)
    deployment.program(PACK, erp(more='secrets_manager=SecretsManager(name="theirs"),'))
    assert r'belongs to "x\"\r\n: :add-mask: :a\n# #vso[' in harmless(deployment.project.up().failed())


def test_a_value_that_is_no_url_any_more_is_drift_and_one_quoted_line(
    world: tuple[Deployment, FaultProxy, FaultProxy],
) -> None:
    deployment, _, _ = world
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.edit({"url": "https://[" + HOSTILE})
    refreshed = deployment.project.refresh("--preview-only", "--expect-no-changes").failed(7)
    assert refreshed.step("erp").diff == ("base_url",)
    assert f'base_url was changed outside to "https://[{SHOWN[1:]} beside a stored secret' in harmless(refreshed)
    deployment.project.up("--refresh").ok()
    assert deployment.delivered("url") == "https://erp.example.com/v2"
