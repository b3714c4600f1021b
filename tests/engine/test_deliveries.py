"""How secrets get into Boomi and stay the same there and in AWS Secrets Manager."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.support.cells import ENVIRON, LICENCE, MAIL, SECRET
from tests.support.deployment import CANARY, CLIENT_SECRET, PACK, SDK, Deployment, erp
from tests.support.fault_proxy import Exchange, FaultProxy, Seen

PARAMETERS = SDK + "accessTokenParameters"
WRITES = {"CreateSecret", "PutSecretValue", "UpdateSecretVersionStage", "DeleteSecret", "RestoreSecret", "TagResource"}


def manager(settings: str) -> str:
    return f"secrets_manager=SecretsManager({settings}),"


def record(deployment: Deployment, path: str = "client_secret", name: str = "erp") -> dict[str, Any]:
    """What state keeps of one secret."""
    return dict(deployment.connection(name)["outputs"]["secrets"][path])


def in_boomi(deployment: Deployment, field: str = CLIENT_SECRET, name: str = "erp") -> tuple[Any, Any]:
    """The value and the reference that Boomi holds."""
    held = deployment.box.control.delivered(*deployment.place(name), field)
    return held["value"], held["secretReference"]


def days_until_deleted(deployment: Deployment, arn: str) -> int | None:
    """In how many days AWS deletes a secret; None when it does not."""
    deleted = deployment.aws.describe_secret(SecretId=arn).get("DeletedDate")
    return None if deleted is None else round((deleted - datetime.now(UTC)).total_seconds() / 86_400)


def drift(deployment: Deployment, name: str = "erp") -> dict[str, Any]:
    """{property: what refresh found} of a resource that moved."""
    found = deployment.project.refresh("--preview-only", "--expect-no-changes").failed(7)
    (step,) = [step for step in found.steps if step.name == name]
    assert step.new is not None
    return {one: step.new["inputs"].get(one) for one in step.diff}


def test_delivery_by_reference_and_by_value_are_exchanged_in_place(deployment: Deployment) -> None:
    deployment.program(PACK, erp(more=manager('delivery="arn"')))
    deployment.project.up().ok()
    arn = record(deployment)["arn"]
    assert in_boomi(deployment) == (None, arn)
    assert deployment.secret(arn) == CANARY

    deployment.project.environ["ERP_CLIENT_SECRET"] = "second"
    deployment.mark()
    deployment.project.up().ok()
    assert "EnvironmentExtensions UPDATE" not in deployment.requests("boomi")  # the runtime follows the reference
    assert deployment.secret(arn) == "second"

    deployment.edit({CLIENT_SECRET: "a value in the place of the reference"})
    assert drift(deployment) == {"stored_secret": "replaced in Boomi"}
    deployment.project.up("--refresh").ok()
    assert in_boomi(deployment) == (None, arn)

    for delivery, held in (("value", ("second", None)), ("arn", (None, arn)), ("value", ("second", None))):
        deployment.program(PACK, erp(more=manager(f'delivery="{delivery}"')))
        deployment.mark()
        assert deployment.project.up().ok().step("erp").diff == ("secrets_manager",)
        assert not WRITES & set(deployment.requests("aws"))
        assert in_boomi(deployment) == held
        assert record(deployment)["arn"] == arn
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_secret_of_somebody_else_is_delivered_by_reference_and_followed(deployment: Deployment) -> None:
    theirs = deployment.aws.create_secret(Name="erp-app", SecretString='{"k": "one"}')["ARN"]
    deployment.program(PACK, erp(secret=f'Secret.aws("{theirs}", key="k")', more=manager('delivery="arn"')))
    refused = deployment.project.preview().failed()
    assert 'client_secret: key cannot be used with delivery="arn"' in refused.text
    assert deployment.overrides() == []

    deployment.program(PACK, erp(secret=f'Secret.aws("{theirs}", key="k")'))
    deployment.project.up().ok()
    assert in_boomi(deployment) == ("one", None)

    deployment.program(PACK, erp(secret=f'Secret.aws("{theirs}")', more=manager('delivery="arn"')))
    deployment.project.up().ok()
    assert in_boomi(deployment) == (None, theirs)
    deployment.aws.put_secret_value(SecretId=theirs, SecretString='{"k": "two"}')
    deployment.mark()
    deployment.project.up("--refresh").ok()
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()
    assert not {"EnvironmentExtensions UPDATE", "GetSecretValue", *WRITES} & set(deployment.requests())

    deployment.project.destroy().ok()
    assert days_until_deleted(deployment, theirs) is None
    assert [one["Name"] for one in deployment.aws.list_secrets()["SecretList"]] == ["erp-app"]


def test_name_and_recovery_window_are_those_of_the_program(deployment: Deployment) -> None:
    deployment.program(PACK, erp(more=manager("recovery_window_days=6")))
    assert "recovery_window_days has to be a whole number from 7 to 30" in deployment.project.preview().failed().text
    deployment.program(PACK, erp(more=manager('name="team/erp", recovery_window_days=7')))
    deployment.project.up().ok()
    first = record(deployment)["arn"]
    assert deployment.aws.describe_secret(SecretId=first)["Name"] == "team/erp"

    deployment.program(PACK, erp(more=manager('name="team/orders", recovery_window_days="9"')))
    deployment.project.up().ok()
    second = record(deployment)["arn"]
    assert deployment.aws.describe_secret(SecretId=second)["Name"] == "team/orders"
    assert deployment.secret(second) == deployment.delivered(CLIENT_SECRET) == CANARY
    assert days_until_deleted(deployment, first) == 9

    deployment.program(PACK, erp())
    deployment.project.up().ok()
    assert record(deployment)["arn"] == second  # a name is computed once and then kept
    deployment.project.destroy().ok()
    assert days_until_deleted(deployment, second) == 30


def test_two_secrets_of_one_connection_live_side_by_side(deployment: Deployment) -> None:
    deployment.project.environ |= ENVIRON
    outgoing = "outboundOAuth2Options/OAuth2Config/credentials/@clientSecret"
    incoming = "inboundOAuth2Options/OAuth2Config/credentials/@clientSecret"
    deployment.program(PACK, MAIL.program(MAIL.classes, manager('name="team/mail", delivery="arn"')))
    deployment.project.up().ok()
    made = deployment.connection("mail")["outputs"]["secrets"]
    assert {path: deployment.secret(one["arn"]) for path, one in made.items()} == {
        "outbound_client_secret": SECRET,
        "outbound_token_parameters.licence": LICENCE,
        "inbound_client_secret": LICENCE,
    }
    assert in_boomi(deployment, outgoing, "mail") == (None, made["outbound_client_secret"]["arn"])
    assert in_boomi(deployment, incoming, "mail") == (None, made["inbound_client_secret"]["arn"])

    deployment.program(PACK, MAIL.program(MAIL.classes, manager('name="team/mail"')))
    deployment.project.up().ok()
    deployment.project.environ["CLIENT_SECRET"] = "rotated"
    deployment.mark()
    deployment.project.up().ok()
    now = deployment.connection("mail")["outputs"]["secrets"]
    assert {path for path in now if now[path]["version"] != made[path]["version"]} == {"outbound_client_secret"}
    assert in_boomi(deployment, outgoing, "mail") == ("rotated", None)
    assert in_boomi(deployment, incoming, "mail") == (LICENCE, None)
    assert deployment.requests("boomi").count("EnvironmentExtensions UPDATE") == 1


def test_another_credentials_version_sends_again_what_nobody_can_compare(deployment: Deployment) -> None:
    deployment.program(PACK, erp(more="credentials_version=1,"))
    deployment.project.up().ok()
    before = record(deployment)
    deployment.edit({CLIENT_SECRET: "somebody's"})
    deployment.project.up("--refresh", "--expect-no-changes").ok()  # an encrypted value cannot be compared
    assert deployment.delivered(CLIENT_SECRET) == "somebody's"
    deployment.program(PACK, erp(more='credentials_version="2",'))
    deployment.mark()
    assert deployment.project.up().ok().step("erp").diff == ("credentials_version",)
    assert deployment.delivered(CLIENT_SECRET) == CANARY
    assert record(deployment) == before
    assert not WRITES & set(deployment.requests("aws"))


ENCRYPTED = """
erp = OAuthConnection("erp", attachment=there, process="Sync", connection="ERP", connector=RestClient(
    base_url="https://erp.example.com/v2", grant=ClientCredentials(client_id="orders-sync",
    client_secret=Secret.env("ERP_CLIENT_SECRET"), token_url="https://login.example.com/oauth2/token",
    token_parameters={{{parameters}}})))
"""


def pairs(deployment: Deployment) -> dict[str, tuple[str, bool]]:
    held = deployment.box.control.delivered(*deployment.place(), PARAMETERS)["customProperties"]
    return {pair["key"]: (pair["value"], pair["encrypted"]) for pair in held}


def test_encrypted_parameters_are_delivered_rotated_and_given_up(deployment: Deployment) -> None:
    theirs = deployment.aws.create_secret(Name="licence", SecretString="aws-1")["ARN"]
    deployment.project.environ["TENANT_KEY"] = "env-1-canary"
    deployment.project.config("scratch:partnerKey", "config-1-canary", "--secret")
    every = (
        f'"tenant": Secret.env("TENANT_KEY"), "licence": Secret.aws("{theirs}"), "open": "yes", '
        '"partner": pulumi.Config().require_secret("partnerKey")'
    )
    deployment.program(PACK, ENCRYPTED.format(parameters=every))
    made = deployment.project.up().ok()
    held = {
        "tenant": ("env-1-canary", True),
        "licence": ("aws-1", True),
        "open": ("yes", False),
        "partner": ("config-1-canary", True),
    }
    assert pairs(deployment) == held
    for canary in ("env-1-canary", "aws-1"):
        assert deployment.traces(deployment.project.folder, canary) == []
    assert "config-1-canary" not in made.text
    assert deployment.traces(deployment.project.backend, "config-1-canary") == []  # state holds it encrypted
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()
    deployment.mark()
    deployment.project.up("--expect-no-changes").ok()
    assert deployment.requests() == []

    deployment.project.environ["TENANT_KEY"] = "env-2-canary"
    assert deployment.project.preview().ok().step("erp").diff == ("token_parameters_digest",)
    deployment.project.up().ok()
    held["tenant"] = ("env-2-canary", True)
    assert pairs(deployment) == held

    deployment.project.config("scratch:partnerKey", "config-2-canary", "--secret")
    up = deployment.project.up().ok()
    assert set(up.step("erp").diff) == {"token_parameters", "token_parameters_digest"}
    held["partner"] = ("config-2-canary", True)
    assert pairs(deployment) == held
    assert deployment.traces(deployment.project.backend, "config-2-canary") == []

    deployment.aws.put_secret_value(SecretId=theirs, SecretString="aws-2")
    assert drift(deployment).keys() == {"stored_secret"}
    deployment.project.up("--refresh").ok()
    held["licence"] = ("aws-2", True)
    assert pairs(deployment) == held

    kept = deployment.connection()["outputs"]["secrets"]
    deployment.program(PACK, ENCRYPTED.format(parameters='"open": "yes", "tenant": "public"'))
    deployment.project.up().ok()
    assert pairs(deployment) == {"open": ("yes", False), "tenant": ("public", False)}
    assert days_until_deleted(deployment, kept["token_parameters.tenant"]["arn"]) == 30
    assert days_until_deleted(deployment, kept["token_parameters.partner"]["arn"]) == 30
    assert days_until_deleted(deployment, theirs) is None
    assert deployment.connection()["outputs"]["secrets"].keys() == {"client_secret"}
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_rotation_switched_on_in_aws_is_followed(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    arn = record(deployment)["arn"]
    deployment.aws.rotate_secret(
        SecretId=arn,
        RotationLambdaARN="arn:aws:lambda:eu-west-1:123456789012:function:rotate",
        RotationRules={"AutomaticallyAfterDays": 30},
        RotateImmediately=False,
    )
    deployment.aws.put_secret_value(SecretId=arn, SecretString="rotated-in-aws")
    assert drift(deployment)["stored_secret"].startswith("new version in AWS (version ")
    deployment.mark()
    deployment.project.up("--refresh").ok()
    assert deployment.delivered(CLIENT_SECRET) == deployment.secret(arn) == "rotated-in-aws"
    assert not WRITES & set(deployment.requests("aws"))
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_secret_scheduled_or_deleted_behind_our_back_is_there_again(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    first = record(deployment)
    deployment.aws.delete_secret(SecretId=first["arn"], RecoveryWindowInDays=7)
    assert drift(deployment)["stored_secret"].startswith("scheduled for deletion (on 20")
    deployment.project.up("--refresh").ok()
    assert record(deployment)["arn"] == first["arn"]
    assert days_until_deleted(deployment, first["arn"]) is None
    assert deployment.secret(first["arn"]) == deployment.delivered(CLIENT_SECRET) == CANARY

    deployment.program(PACK, erp(more=manager('delivery="arn"')))
    deployment.project.up().ok()
    deployment.aws.delete_secret(SecretId=first["arn"], ForceDeleteWithoutRecovery=True)
    assert drift(deployment) == {"stored_secret": "gone"}
    deployment.project.up("--refresh").ok()
    anew = record(deployment)["arn"]
    assert anew != first["arn"]
    assert in_boomi(deployment) == (None, anew)
    assert deployment.secret(anew) == CANARY
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_secret_that_another_run_replaces_during_the_delivery_is_delivered_too(
    deployment: Deployment, boomi: FaultProxy
) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    arn = record(deployment)["arn"]

    def is_delivery(seen: Seen) -> bool:
        return seen.method == "POST" and "/EnvironmentExtensions/" in seen.path and b'"partial"' in seen.body

    def other_run(exchange: Exchange) -> None:
        deployment.aws.put_secret_value(SecretId=arn, SecretString="of-the-other-run")
        exchange.send(exchange.pass_on())

    boomi.arm(other_run, when=is_delivery)
    deployment.project.environ["ERP_CLIENT_SECRET"] = "of-this-run"
    deployment.mark()
    deployment.project.up().ok()
    assert boomi.left == 0
    assert deployment.requests("boomi").count("EnvironmentExtensions UPDATE") == 2
    assert deployment.delivered(CLIENT_SECRET) == deployment.secret(arn) == "of-the-other-run"
