"""What Pulumi's engine and its dynamic providers are known to do to resources, each against the real CLI."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.support.deployment import ACCOUNT, CANARY, CLIENT_SECRET, PACK, SDK, Deployment, erp
from tests.support.fault_proxy import FaultProxy, Seen, refusal

OPTIONS = "opts=pulumi.ResourceOptions({options}),"


def inventory(deployment: Deployment) -> dict[str, int]:
    """How much there is in Boomi."""
    found = deployment.box.control.inventory()[ACCOUNT]
    return {what: found[what]["count"] for what in ("instances", "attachments", "overrides")}


def outputs_of(deployment: Deployment) -> dict[str, set[str]]:
    """{resource type: names of its outputs in state}"""
    resources = deployment.project.export()["deployment"]["resources"]
    return {one["type"].rsplit(":", 1)[1]: set(one["outputs"]) for one in resources if ":dynamic/" in one["type"]}


def up(deployment: Deployment, *parts: str, flags: tuple[str, ...] = ()) -> Any:
    deployment.program(*parts)
    return deployment.project.up(*flags).ok()


EVERY_OUTPUT = """
pulumi.export("all", {
    "processes": install.processes, "pack": install.resolved, "instance": install.instance_id,
    "account": there.account, "environment": there.environment_id, "place": there.resolved,
    "status": erp.status, "secrets": erp.secrets, "fields": erp.managed_fields, "names": erp.resolved})
"""


def test_outputs_can_be_read_and_survive_an_update(deployment: Deployment) -> None:
    """A provider whose update answers less than everything loses outputs; an output without a declaration is none."""
    up(deployment, PACK, erp(), EVERY_OUTPUT)
    made, first = outputs_of(deployment), deployment.project.outputs()["all"]
    assert {name for name, value in first.items() if value in (None, "", {})} == set()
    assert set(first["processes"]) == {"Order Sync - Sync", "Order Sync - Returns"}
    changed = up(deployment, PACK, erp(base_url="https://erp.example.com/v3", scopes="None"), EVERY_OUTPUT)
    assert changed.step("erp").op == "update"
    assert outputs_of(deployment) == made | {"OAuthConnection": made["OAuthConnection"] - {"scopes"}}
    second = deployment.project.outputs()["all"]
    del first["fields"]["scopes"]
    assert second == first


UNKNOWN = """
erp = OAuthConnection("erp", attachment=there, process="Sync", connection="ERP", connector=RestClient(
    base_url=there.environment_id.apply(lambda id: "https://erp.example.com/" + id), preemptive=True,
    grant=JwtBearer(client_id=there.environment_id, client_secret=there.environment_id.apply(lambda id: "s-" + id),
        token_url=pulumi.Output.concat("https://login.example.com/", there.environment_id), issuer="i", subject="s",
        audience="https://login.example.com", scopes=there.environment_id.apply(lambda id: ["b", "a", "c"]),
        expiration_seconds=there.environment_id.apply(lambda id: 300.0),
        token_parameters={"level": there.environment_id.apply(lambda id: 2),
                          "key": pulumi.Output.secret(there.environment_id)})))
"""


def test_values_that_a_preview_cannot_know_pass_it_and_arrive_as_a_person_writes_them(deployment: Deployment) -> None:
    """Unknown values at any depth; every number reaches a dynamic provider as a float."""
    deployment.program(PACK, UNKNOWN)
    assert deployment.project.preview().ok().changes == {"create": 4}
    deployment.project.up().ok()
    environment = deployment.place()[1]
    for field, value in {
        "url": f"https://erp.example.com/{environment}",
        "preemptive": "true",
        SDK + "credentials/@clientId": environment,
        CLIENT_SECRET: f"s-{environment}",
        SDK + "scope": "a b c",
        SDK + "jwtParameters/expiration": "300",
    }.items():
        assert deployment.delivered(field) == value, field
    pairs = deployment.box.control.delivered(*deployment.place(), SDK + "accessTokenParameters")["customProperties"]
    assert sorted((one["key"], one["value"], one["encrypted"]) for one in pairs) == [
        ("key", environment, True),
        ("level", "2", False),
    ]
    deployment.mark()
    deployment.project.up("--expect-no-changes").ok()
    assert deployment.requests() == []


def test_a_set_in_another_order_and_a_plan_are_no_change(deployment: Deployment) -> None:
    """The same program is the same inputs: whatever the order of a set, and between a preview and its update."""
    scopes = 'scopes={"zeta", "alpha", "mu", "beta", "orders.read"}'
    program = erp(scopes='None, token_parameters={"n": 1, "ratio": 2.5}').replace("scopes=None", scopes)
    deployment.program(PACK, program)
    deployment.project.environ["PYTHONHASHSEED"] = "1"
    plan = str(deployment.project.folder / "plan.json")
    deployment.project.environ["PULUMI_EXPERIMENTAL"] = "true"
    deployment.project.preview("--save-plan", plan).ok()
    assert CANARY not in (deployment.project.folder / "plan.json").read_text()
    deployment.project.environ["PYTHONHASHSEED"] = "2"
    deployment.project.up("--plan", plan).ok()
    assert deployment.delivered(SDK + "scope") == "alpha beta mu orders.read zeta"
    deployment.project.environ["PYTHONHASHSEED"] = "3"
    deployment.project.up("--expect-no-changes").ok()

    deployment.project.environ["ERP_CLIENT_SECRET"] = "rotated"
    deployment.program(PACK, program.replace("/v2", "/v3"))
    deployment.project.preview("--save-plan", plan).ok()
    deployment.project.up("--plan", plan).ok()
    assert deployment.delivered(CLIENT_SECRET) == "rotated"


GET = """
install = IntegrationPackInstance("theirs", account="acmechild-4M1T8Z", pack="Order Sync", name="Order Sync",
    {more} opts=pulumi.ResourceOptions({instance}))
there = IntegrationPackAttachment("theirs", instance=install, environment="test-eu",
    opts=pulumi.ResourceOptions({attachment}))
erp = OAuthConnection("theirs", attachment=there, process="Sync", connection="ERP", {more}
    connector=RestClient(base_url="https://erp.example.com/v2", grant=ClientCredentials(client_id="orders-sync",
        client_secret=Secret.env("ERP_CLIENT_SECRET"), token_url="https://login.example.com/oauth2/token")),
    opts=pulumi.ResourceOptions({connection}))
pulumi.export("read", [install.processes, there.environment_id, erp.status])
"""


def got(ids: dict[str, str], more: str = "", **other: str) -> str:
    named = {kind: f'id="{id}"' for kind, id in ids.items()} | other
    return GET.format(more=more, **named)


def test_get_reads_what_is_there_refuses_what_is_not_and_becomes_managed(deployment: Deployment) -> None:
    """The engine takes a get of a missing object for a success when `read` answers with nothing."""
    up(deployment, PACK, erp())
    resources = deployment.project.export()["deployment"]["resources"]
    kinds = {
        "instance": "IntegrationPackInstance",
        "attachment": "IntegrationPackAttachment",
        "connection": "OAuthConnection",
    }
    ids = {
        kind: next(one["id"] for one in resources if one["type"].endswith(f":{type}")) for kind, type in kinds.items()
    }
    before = inventory(deployment)

    deployment.project.add_stack("reader")
    deployment.program(got(ids))
    deployment.project.preview().ok()
    deployment.project.up().ok()
    processes, environment, status = deployment.project.outputs()["read"]
    assert (set(processes), environment, status) == (
        {"Order Sync - Sync", "Order Sync - Returns"},
        ids["attachment"].split("/")[2],
        "ready",
    )
    deployment.mark()
    deployment.project.up("--refresh").ok()
    assert not [one for one in deployment.requests() if one.split()[-1] in ("CREATE", "UPDATE", "DELETE")]

    for kind in kinds:
        gone = ids[kind].rsplit("/", 1)[0] + "/5e0e4b1c-1d1f-4d5b-8b55-000000000000"
        failed = up_fails(deployment, got(ids | {kind: gone}))
        assert f"{kinds[kind]} 'theirs': " in failed
        assert "000000000000" in failed
    deployment.program(got(ids))
    deployment.project.up().ok()
    deployment.project.destroy().ok()
    assert inventory(deployment) == before
    assert not {"DeleteSecret", "PutSecretValue"} & set(deployment.requests("aws"))

    # Without `id` they are this stack's: taken over, never made again. (The first stack has let them go.)
    deployment.project.up().ok()
    deployment.project.run("state", "delete", "--all", "--force", "--yes", "--stack", "dev").ok()
    deployment.program(got({}, "adopt=True,", instance="", attachment="", connection=""))
    deployment.project.up().ok()
    assert inventory(deployment) == before
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def up_fails(deployment: Deployment, program: str) -> str:
    deployment.program(program)
    failed = deployment.project.up().failed()
    assert "Traceback" not in failed.text
    return str(failed.text)


def test_options_of_the_engine_hold(deployment: Deployment) -> None:
    """ignore_changes, replace_on_changes, protect and retain_on_delete."""
    up(deployment, PACK, erp())
    ignoring = OPTIONS.format(options='ignore_changes=["base_url"]')
    ignored = up(deployment, PACK, erp(base_url="https://erp.example.com/v9", more=ignoring), flags=("--diff",))
    assert ignored.changes == {"same": 4}
    deployment.edit({"url": "https://erp.example.com/portal", SDK + "scope": "else"})
    repaired = up(deployment, PACK, erp(base_url="https://erp.example.com/v9", more=ignoring), flags=("--refresh",))
    assert repaired.step("erp", "update").diff == ("scopes",)
    assert deployment.delivered("url") == "https://erp.example.com/portal"
    assert deployment.delivered(SDK + "scope") == "orders.read"

    arn = deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"]
    replacing = OPTIONS.format(options='replace_on_changes=["base_url"]')
    replaced = up(deployment, PACK, erp(base_url="https://erp.example.com/v4", more=replacing))
    assert replaced.ops["erp"] == ["delete-replaced", "replace", "create-replacement"]
    assert deployment.delivered("url") == "https://erp.example.com/v4"
    assert deployment.delivered(CLIENT_SECRET) == deployment.secret(arn) == CANARY
    assert deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"] == arn

    up(deployment, PACK, erp(more=OPTIONS.format(options="protect=True")))
    before = inventory(deployment)
    assert "protect" in deployment.project.destroy().failed().text
    assert inventory(deployment) == before

    up(deployment, PACK, erp(more=OPTIONS.format(options="retain_on_delete=True")))
    up(deployment, PACK)
    assert inventory(deployment) == before
    assert deployment.secret(arn) == CANARY


def test_a_tainted_resource_is_made_anew_and_is_there_once(deployment: Deployment) -> None:
    """Taint and --replace make first and delete then, unless the option says otherwise: all would be gone."""
    up(deployment, PACK, erp())
    before = inventory(deployment)
    for name in ("erp", "there"):
        type = {"erp": "OAuthConnection", "there": "IntegrationPackAttachment"}[name]
        urn = next(
            one["urn"]
            for one in deployment.project.export()["deployment"]["resources"]
            if one["type"].endswith(f":{type}")
        )
        deployment.project.run("state", "taint", urn, "--yes", "--stack", "dev").ok()
        deployment.project.up().ok()
        assert inventory(deployment) == before, name
        assert deployment.delivered("url") == "https://erp.example.com/v2"
        assert deployment.delivered(CLIENT_SECRET) == CANARY
    urn = next(
        one["urn"]
        for one in deployment.project.export()["deployment"]["resources"]
        if one["type"].endswith(":IntegrationPackInstance")
    )
    deployment.project.up("--replace", urn).ok()
    assert inventory(deployment) == before
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()
    assert deployment.delivered(CLIENT_SECRET) == CANARY


def test_settings_of_the_stack_are_those_of_before_unless_the_program_runs(deployment: Deployment) -> None:
    """refresh and destroy take the configuration that state recorded; the environment is always that of the run."""
    token = deployment.project.environ.pop("BOOMI_ACCOUNTS")
    deployment.project.config("boomi:accounts", token, "--secret")
    up(deployment, PACK, erp())
    wrong = json.loads(token)
    wrong[ACCOUNT]["token"] = "rotated-token-canary"
    deployment.project.config("boomi:accounts", json.dumps(wrong), "--secret")

    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()
    for flags in (("refresh", "--run-program", "--preview-only"), ("destroy", "--run-program")):
        failed = deployment.project.start(*flags).wait().failed()
        assert f'check the user and the API token for account "{ACCOUNT}"' in failed.text
        assert "rotated-token-canary" not in failed.text
        assert "Traceback" not in failed.text
    assert inventory(deployment)["instances"] == 1

    deployment.project.environ["BOOMI_ACCOUNTS"] = token  # the environment goes before the configuration
    deployment.project.refresh("--run-program", "--preview-only", "--expect-no-changes").ok()
    deployment.project.destroy("--run-program").ok()
    assert inventory(deployment) == {"instances": 0, "attachments": 0, "overrides": 0}


def edited(deployment: Deployment, change: Callable[[dict[str, Any]], None]) -> None:
    """Change each resource of ours in the state."""
    state = deployment.project.export()
    for one in state["deployment"]["resources"]:
        if ":dynamic/" in one["type"]:
            change(one)
    path = deployment.project.folder / "state.json"
    path.write_text(json.dumps(state))
    deployment.project.run("stack", "import", "--file", str(path), "--stack", deployment.project.stack).ok()


def test_another_provider_text_and_another_project_name_ask_nobody_for_anything(deployment: Deployment) -> None:
    """Each code change of a provider by value shows as `__provider`; a renamed project changes `owner` alone."""
    up(deployment, PACK, erp())

    def other_provider(one: dict[str, Any]) -> None:
        for part in ("inputs", "outputs"):
            one[part]["__provider"] += "\n"

    edited(deployment, other_provider)
    deployment.mark()
    changed = deployment.project.up().ok()
    assert {step.diff for step in changed.steps if step.op == "update"} == {("__provider",)}
    assert changed.changes == {"update": 3, "same": 1}
    assert deployment.requests() == []
    deployment.project.up("--expect-no-changes").ok()

    deployment.project.write("Pulumi.yaml", "name: renamed\nruntime: python\n")
    deployment.project.run("stack", "rename", "organization/renamed/prod", "--stack", "organization/scratch/dev").ok()
    deployment.project.stack = "prod"
    deployment.project.refresh("--expect-no-changes").ok()
    deployment.mark()
    moved = deployment.project.up().ok()
    assert {step.diff for step in moved.steps if step.op == "update"} == {("owner",)}
    assert deployment.requests("boomi") == []
    assert set(deployment.requests("aws")) == {"DescribeSecret", "TagResource"}
    arn = deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"]
    tags = {tag["Key"]: tag["Value"] for tag in deployment.aws.describe_secret(SecretId=arn)["Tags"]}
    assert "renamed/prod/OAuthConnection/erp" in tags.values()
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()
    deployment.project.destroy().ok()
    assert inventory(deployment) == {"instances": 0, "attachments": 0, "overrides": 0}


RETRY = """
tried = []
def again(args):
    tried.append(args)
    return len(tried) < 2
hooks = pulumi.ResourceHookBinding(on_error=[pulumi.ErrorHook("again", again)])
"""


def test_a_create_that_an_error_hook_repeats_makes_nothing_twice(deployment: Deployment, boomi: FaultProxy) -> None:
    """With an error hook the engine calls `create` again, although the first call had made something."""

    def writes_fields(seen: Seen) -> bool:
        return "/EnvironmentExtensions/" in seen.path and b'"partial"' in seen.body

    boomi.arm(refusal(400, "not now"), when=writes_fields)
    up(deployment, PACK, RETRY, erp(more="opts=pulumi.ResourceOptions(hooks=hooks),"))
    assert boomi.left == 0
    (secret,) = deployment.aws.list_secrets()["SecretList"]
    assert deployment.secret(secret["ARN"]) == deployment.delivered(CLIENT_SECRET) == CANARY
    deployment.mark()
    deployment.project.up().ok()  # the engine remembers the first failure and updates once more
    assert deployment.requests() == []
    deployment.project.up("--expect-no-changes").ok()
