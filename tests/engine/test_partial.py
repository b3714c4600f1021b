"""Failures in the middle of a create or an update: told in one line, finished by the next run, nothing done twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support.deployment import ACCOUNT, CANARY, CLIENT_SECRET, PACK, Deployment, erp
from tests.support.events import Result
from tests.support.fault_proxy import (
    Fault,
    FaultProxy,
    Seen,
    html,
    lost_answer,
    lost_request,
    refusal,
    truncated,
)

SPACE = "97b78685-0e6c-41f7-a484-c1512"
"""The guid of the default scenario's Space."""
BUSY = refusal(503, "come back later", retry_after="0")
ATTEMPTS = 5
"""A definite refusal is tried five times (Boomi Platform API, API licensing)."""


def writes_fields(seen: Seen) -> bool:
    return "/EnvironmentExtensions/" in seen.path and b'"partial"' in seen.body


def installs(seen: Seen) -> bool:
    return seen.path.endswith("/IntegrationPackInstance") and seen.method == "POST"


def attaches(seen: Seen) -> bool:
    return seen.path.endswith("/IntegrationPackEnvironmentAttachment") and seen.method == "POST"


def writes_the_form(seen: Seen) -> bool:
    return seen.path == "/graphql"


def operation(name: str) -> Callable[[Seen], bool]:
    return lambda seen: seen.headers.get("x-amz-target") == f"secretsmanager.{name}"


def told(result: Result, name: str = "erp", kind: str = "OAuthConnection") -> str:
    """What is said under the resource that failed: one line, in the house's form.

    Around a partial failure the engine puts words of its own: "1 error occurred:", then the reason after a star.
    """
    (text,) = result.messages("error", name)
    (line,) = [part.removeprefix("\t* ") for part in text.splitlines() if part and part != "1 error occurred:"]
    assert line.startswith(f"{kind} '{name}': "), line
    assert "Traceback" not in result.text
    assert CANARY not in result.text
    return line


def whole(deployment: Deployment, url: str = "https://erp.example.com/v2", secret: str = CANARY) -> None:
    """Everything is there, once, and state knows it."""
    inventory = deployment.box.control.inventory()[ACCOUNT]
    assert (inventory["instances"]["count"], inventory["attachments"]["count"]) == (1, 1)
    (listed,) = deployment.aws.list_secrets()["SecretList"]
    state = deployment.connection()
    assert state["outputs"]["secrets"]["client_secret"]["arn"] == listed["ARN"]
    place = state["id"].split("/")
    held = {field: deployment.box.control.delivered(*place, field)["value"] for field in ("url", CLIENT_SECRET)}
    assert held == {"url": url, CLIENT_SECRET: secret}
    assert deployment.secret(listed["ARN"]) == secret
    deployment.mark()
    deployment.project.up("--expect-no-changes").ok()
    assert deployment.requests() == []


@pytest.mark.parametrize(
    ("fault", "times", "said"),
    [
        (BUSY, ATTEMPTS, "Nothing was changed in Boomi"),
        (lost_request, 2, "Whether it was done is not known"),
        (html(), 2, "Whether it was done is not known"),
    ],
    ids=["refused", "lost", "page"],
)
def test_a_create_that_stops_after_the_secret_is_finished_by_the_next_run(
    deployment: Deployment, boomi: FaultProxy, fault: Fault, times: int, said: str
) -> None:
    deployment.program(PACK, erp())
    boomi.arm(fault, when=writes_fields, times=times)
    line = told(deployment.project.up().failed())
    assert boomi.left == 0
    assert said in line
    assert "What was done until then is kept; run pulumi up again to finish" in line
    (secret,) = deployment.aws.list_secrets()["SecretList"]
    assert deployment.overrides() == []

    # State has it: neither a refresh nor a preview loses that something is left to do.
    refreshed = deployment.project.refresh().ok()
    assert any("an earlier write stopped in the middle" in text for text in refreshed.messages("warning", "erp"))
    assert deployment.project.preview().ok().step("erp").op == "update"
    deployment.mark()
    deployment.project.up().ok()
    assert "CreateSecret" not in deployment.requests("aws")
    assert deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"] == secret["ARN"]
    whole(deployment)


def test_an_update_that_stops_in_the_middle_is_finished_by_the_next_run(
    deployment: Deployment, boomi: FaultProxy
) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK, erp(base_url="https://erp.example.com/v3"))
    deployment.project.environ["ERP_CLIENT_SECRET"] = "second"
    boomi.arm(BUSY, when=writes_fields, times=ATTEMPTS)
    line = told(deployment.project.up().failed())
    assert 'writing base_url, client_secret to connection "ERP" in ' in line
    assert 'Boomi answered 503 ("come back later"). Nothing was changed in Boomi' in line
    assert deployment.delivered(CLIENT_SECRET) == CANARY
    assert deployment.delivered("url") == "https://erp.example.com/v2"
    repaired = deployment.project.up("--refresh").ok()
    assert not [text for text in repaired.messages("warning") if "credentials may have gone" in text]
    whole(deployment, "https://erp.example.com/v3", "second")


@pytest.mark.parametrize("fault", [lost_answer, truncated, html(through=True)], ids=["lost", "truncated", "page"])
def test_answers_that_are_lost_after_the_write_went_through_cost_a_look_and_no_second_write(
    deployment: Deployment, boomi: FaultProxy, fault: Fault
) -> None:
    boomi.arm(fault, when=installs)
    boomi.arm(fault, when=attaches)
    boomi.arm(fault, when=writes_fields)
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    assert boomi.left == 0
    done = deployment.requests("boomi")
    for write in ("IntegrationPackInstance CREATE", "IntegrationPackEnvironmentAttachment CREATE"):
        assert done.count(write) == 1, done
    # Whether an encrypted value arrived cannot be seen: it alone is sent again.
    _, again = [seen.json for seen in boomi.seen if writes_fields(seen)]
    (connection,) = again["connections"]["connection"]
    assert [field["id"] for field in connection["field"]] == [CLIENT_SECRET]
    whole(deployment)

    boomi.arm(fault, when=writes_fields)
    deployment.program(PACK, erp(base_url="https://erp.example.com/v3"))
    deployment.mark()
    deployment.project.up().ok()
    assert deployment.requests("boomi").count("EnvironmentExtensions UPDATE") == 1
    whole(deployment, "https://erp.example.com/v3")


@pytest.mark.parametrize(("name", "kind"), [("sync", "install"), ("sync", "attach")], ids=["install", "attach"])
def test_an_install_and_an_attachment_that_are_refused_leave_nothing_in_state(
    deployment: Deployment, boomi: FaultProxy, name: str, kind: str
) -> None:
    when = installs if kind == "install" else attaches
    boomi.arm(BUSY, when=when, times=ATTEMPTS)
    deployment.program(PACK, erp())
    failed = deployment.project.up().failed()
    resource = "IntegrationPackInstance" if kind == "install" else "IntegrationPackAttachment"
    assert "Nothing was changed in Boomi" in told(failed, name, resource)
    made = [one["type"].rsplit(":", 1)[1] for one in deployment.project.export()["deployment"]["resources"]]
    assert resource not in made
    deployment.project.up().ok()
    whole(deployment)


def test_writes_to_aws_whose_answers_are_lost_are_not_repeated_as_new_versions(
    deployment: Deployment, aws: FaultProxy
) -> None:
    aws.arm(lost_answer, when=operation("CreateSecret"), times=3)  # botocore repeats it with the same token
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    assert aws.left == 0
    whole(deployment)

    aws.arm(lost_answer, when=operation("PutSecretValue"), times=3)
    aws.arm(truncated, when=operation("UpdateSecretVersionStage"))
    deployment.project.environ["ERP_CLIENT_SECRET"] = "second"
    deployment.project.up().ok()
    assert aws.left == 0
    whole(deployment, secret="second")
    arn = deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"]
    assert len(deployment.aws.describe_secret(SecretId=arn)["VersionIdsToStages"]) == 2


def test_a_refusal_of_aws_changes_nothing_in_boomi_and_the_next_run_goes_on(
    deployment: Deployment, aws: FaultProxy
) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK, erp(base_url="https://erp.example.com/v3"))
    deployment.project.environ["ERP_CLIENT_SECRET"] = "second"
    denied = refusal(400)
    aws.arm(denied, when=operation("PutSecretValue"))
    deployment.mark()
    assert "PutSecretValue of AWS secret" in told(deployment.project.up().failed())
    assert "EnvironmentExtensions UPDATE" not in deployment.requests("boomi")
    assert deployment.delivered("url") == "https://erp.example.com/v2"
    deployment.project.up().ok()
    whole(deployment, "https://erp.example.com/v3", "second")


def form(boomi: FaultProxy) -> dict[str, Any]:
    """The form that was sent last."""
    variables = [seen.json["variables"] for seen in boomi.seen if writes_the_form(seen)][-1]
    return {**variables, "details": json.loads(variables["oauthConnectorDetails"])}


def test_the_portals_form_is_written_when_a_space_is_named_and_finished_by_the_next_run(
    deployment: Deployment, boomi: FaultProxy
) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    assert deployment.box.control.inventory()[ACCOUNT]["oauth_details"]["count"] == 0
    assert [seen.path for seen in boomi.seen if writes_the_form(seen)] == []

    boomi.arm(BUSY, when=writes_the_form, times=ATTEMPTS)
    spaced = PACK.replace('name="Order Sync")', f'name="Order Sync", space="{SPACE}")')
    deployment.program(spaced, erp())
    line = told(deployment.project.up().failed())
    assert f'writing the form of connection "{deployment.place()[3]}" into Space "{SPACE}"' in line
    deployment.project.refresh().ok()
    deployment.mark()
    deployment.project.up().ok()
    assert "EnvironmentExtensions UPDATE" not in deployment.requests("boomi")
    sent = form(boomi)
    details = sent["details"]
    assert (details["baseURL"], details["clientId"]) == ("https://erp.example.com/v2", "orders-sync")
    assert (sent["catalogGuid"], sent["clientSecret"], sent["isTokenGenerated"]) == (SPACE, "dummyClientSecret", False)
    assert CANARY not in str(sent)
    assert deployment.box.control.inventory()[ACCOUNT]["oauth_details"]["count"] == 1
    whole(deployment)

    deployment.program(spaced, erp(base_url="https://erp.example.com/v3"))
    deployment.project.up().ok()
    assert form(boomi)["details"]["baseURL"] == "https://erp.example.com/v3"
    assert deployment.box.control.inventory()[ACCOUNT]["oauth_details"]["count"] == 1


def test_a_destroy_that_stops_in_the_middle_is_finished_by_the_next_one(
    deployment: Deployment, boomi: FaultProxy
) -> None:
    def removes(seen: Seen) -> bool:
        return seen.method == "DELETE"

    deployment.program(PACK, erp())
    deployment.project.up().ok()
    arn = deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"]
    boomi.arm(BUSY, when=removes, times=ATTEMPTS)
    failed = deployment.project.destroy().failed()
    assert "Nothing was changed in Boomi" in told(failed, "sync", "IntegrationPackAttachment")
    scheduled = deployment.aws.describe_secret(SecretId=arn)["DeletedDate"]
    boomi.arm(lost_answer, when=removes, times=2)
    deployment.project.destroy().ok()
    assert boomi.left == 0
    found = deployment.box.control.inventory()[ACCOUNT]
    assert [found[what]["count"] for what in ("instances", "attachments", "overrides")] == [0, 0, 0]
    assert deployment.aws.describe_secret(SecretId=arn)["DeletedDate"] == scheduled
