"""One connection from create to destroy, through the real `pulumi`."""

from __future__ import annotations

import json

from tests.support.deployment import CANARY, CLIENT_SECRET, PACK, SDK, Deployment, erp


def test_create_then_nothing_then_destroy(deployment: Deployment) -> None:
    deployment.program(PACK, erp(), 'pulumi.export("status", erp.status)')
    preview = deployment.project.preview().ok()
    assert preview.changes == {"create": 4}
    assert deployment.requests() == []

    deployment.project.up().ok()
    assert deployment.project.outputs() == {"status": "ready"}
    assert deployment.delivered("url") == "https://erp.example.com/v2"
    assert deployment.delivered(CLIENT_SECRET) == CANARY
    state = deployment.connection()
    arn = state["outputs"]["secrets"]["client_secret"]["arn"]
    assert deployment.secret(arn) == CANARY

    deployment.mark()
    again = deployment.project.up("--expect-no-changes").ok()
    assert again.changes == {"same": 4}
    assert deployment.requests() == []

    deployment.project.destroy().ok()
    assert deployment.instances() == []
    assert deployment.overrides() == []
    assert "DeletedDate" in deployment.aws.describe_secret(SecretId=arn)


def test_no_secret_in_state_outputs_or_logs_when_a_reference_is_used(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    up = deployment.project.up().ok()
    assert CANARY not in up.text
    assert CANARY not in json.dumps(deployment.project.export(show_secrets=True), ensure_ascii=False)
    assert deployment.traces(deployment.project.folder, CANARY) == []


def test_a_changed_setting_is_one_look_and_one_write(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK, erp(base_url="https://erp.example.com/v3"))
    deployment.mark()
    up = deployment.project.up().ok()
    assert up.step("erp").diff == ("base_url",)
    assert deployment.requests("boomi") == ["EnvironmentExtensions GET", "EnvironmentExtensions UPDATE"]
    assert "GetSecretValue" not in deployment.requests("aws")
    assert deployment.delivered("url") == "https://erp.example.com/v3"
    assert deployment.delivered(CLIENT_SECRET) == CANARY


def test_where_update_does_not_answer_the_object_one_more_look_confirms_it(deployment: Deployment) -> None:
    deployment.box.control.switches(update_answers_object=False)
    deployment.project.environ["BOOMI_ASSUMPTIONS"] = '{"update_answers_object": false}'
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK, erp(base_url="https://erp.example.com/v3"))
    deployment.mark()
    deployment.project.up().ok()
    assert len(deployment.requests("boomi")) == 3
    assert deployment.delivered("url") == "https://erp.example.com/v3"


def test_drift_of_every_field_is_named_and_repaired(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.edit(
        {
            "url": "https://elsewhere.example.net",
            SDK + "credentials/@clientId": "somebody",
            SDK + "accessTokenEndpoint/@url": "https://login.example.net/token",
            SDK + "scope": None,
        }
    )
    drift = deployment.project.refresh("--preview-only", "--expect-no-changes").failed(7)
    found = {name for step in drift.steps if step.name == "erp" for name in step.diff}
    assert found == {"base_url", "client_id", "token_url", "scopes"}
    deployment.project.up("--refresh").ok()
    assert deployment.delivered("url") == "https://erp.example.com/v2"
    assert deployment.delivered(SDK + "credentials/@clientId") == "orders-sync"
    assert deployment.delivered(SDK + "accessTokenEndpoint/@url") == "https://login.example.com/oauth2/token"
    assert deployment.delivered(SDK + "scope") == "orders.read"
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_secret_replaced_in_aws_is_found_and_put_back(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    arn = deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"]
    deployment.aws.put_secret_value(SecretId=arn, SecretString="somebody's")
    drift = deployment.project.refresh("--preview-only", "--expect-no-changes").failed(7)
    assert {name for step in drift.steps if step.name == "erp" for name in step.diff} == {"stored_secret"}
    deployment.project.up("--refresh").ok()
    assert deployment.secret(arn) == CANARY


def test_a_secret_reset_in_boomi_is_found_and_delivered_again(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.edit({CLIENT_SECRET: None})
    deployment.project.up("--refresh").ok()
    assert deployment.delivered(CLIENT_SECRET) == CANARY


def test_a_rotated_variable_shows_at_preview_and_is_delivered(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.project.environ["ERP_CLIENT_SECRET"] = "rotated-" + CANARY
    preview = deployment.project.preview().ok()
    assert preview.step("erp").diff == ("client_secret_digest",)
    deployment.project.up().ok()
    assert deployment.delivered(CLIENT_SECRET) == "rotated-" + CANARY


def test_a_new_version_of_an_aws_secret_is_delivered_and_never_written(deployment: Deployment) -> None:
    arn = deployment.aws.create_secret(Name="erp-app", SecretString="one")["ARN"]
    deployment.program(PACK, erp(secret=f'Secret.aws("{arn}")'))
    deployment.project.up().ok()
    assert deployment.delivered(CLIENT_SECRET) == "one"
    deployment.aws.put_secret_value(SecretId=arn, SecretString="two")
    deployment.project.refresh("--preview-only", "--expect-no-changes").failed(7)
    deployment.mark()
    deployment.project.up("--refresh").ok()
    assert deployment.delivered(CLIENT_SECRET) == "two"
    writes = {
        "CreateSecret",
        "PutSecretValue",
        "UpdateSecret",
        "UpdateSecretVersionStage",
        "DeleteSecret",
        "TagResource",
    }
    assert not writes & set(deployment.requests("aws"))
    deployment.project.destroy().ok()
    assert deployment.secret(arn) == "two"


def test_literal_env_file_and_aws_are_exchanged_in_place(deployment: Deployment) -> None:
    arn = deployment.aws.create_secret(Name="erp-app", SecretString="from-aws")["ARN"]
    path = deployment.project.folder / "secret.txt"
    path.write_text("from-file\n")
    for secret, value in (
        ('Secret.env("ERP_CLIENT_SECRET")', CANARY),
        (f'Secret.aws("{arn}")', "from-aws"),
        (f'Secret.file("{path}")', "from-file"),
        ('"literal-value"', "literal-value"),
        ('Secret.env("ERP_CLIENT_SECRET")', CANARY),
    ):
        deployment.program(PACK, erp(secret=secret))
        up = deployment.project.up().ok()
        assert set(up.ops["erp"]) <= {"create", "update"}
        assert deployment.delivered(CLIENT_SECRET) == value
    assert deployment.secret(arn) == "from-aws"


def test_destroy_and_create_again_restores_our_scheduled_secret(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    arn = deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"]
    deployment.project.destroy().ok()
    deployment.project.environ["ERP_CLIENT_SECRET"] = "second-life"
    deployment.project.up().ok()
    assert deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"] == arn
    assert deployment.secret(arn) == "second-life"


def test_a_field_that_leaves_the_program_is_given_back(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK, erp(scopes="None"))
    up = deployment.project.up().ok()
    assert up.step("erp").diff == ("scopes",)
    assert not [path for path in deployment.overrides() if path.endswith("scope")]


def test_gone_is_seen_and_made_again(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    account, instance = deployment.project.export()["deployment"]["resources"][2]["id"].split("/")[:2]
    deployment.rest(account, f"IntegrationPackInstance/{instance}", None, "DELETE")
    refreshed = deployment.project.refresh().ok()
    assert refreshed.changes.get("delete") == 3
    deployment.project.up().ok()
    assert deployment.delivered("url") == "https://erp.example.com/v2"
