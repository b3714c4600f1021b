"""Renamed resources, renamed objects, and names that mean nothing."""

from __future__ import annotations

import pytest

from tests.support.deployment import ACCOUNT, CLIENT_SECRET, PACK, Deployment, erp

RENAMED_PACK = """
install = IntegrationPackInstance("sync2", account="acmechild-4M1T8Z", pack="Order Sync", name="Order Sync"{more})
there = IntegrationPackAttachment("sync", instance=install, environment="test-eu")
"""


def test_a_connection_renamed_without_an_alias_is_refused_with_the_alias_to_write(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK, erp("erp2"))
    deployment.mark()
    up = deployment.project.up().failed()
    assert "aliases=[pulumi.Alias(name=" in up.text
    assert "EnvironmentExtensions UPDATE" not in deployment.requests()
    assert deployment.delivered("url") == "https://erp.example.com/v2"


def test_a_connection_renamed_without_an_alias_survives_with_adopt(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    before = deployment.connection()["outputs"]["secrets"]["client_secret"]["arn"]
    deployment.program(PACK, erp("erp2", more="adopt=True,"))
    deployment.project.up().ok()
    assert deployment.delivered("url", "erp2") == "https://erp.example.com/v2"
    assert deployment.connection("erp2")["outputs"]["secrets"]["client_secret"]["arn"] == before
    assert "DeletedDate" not in deployment.aws.describe_secret(SecretId=before)
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_connection_renamed_with_an_alias_is_one_update_of_tags(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK, erp("erp2", more='opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="erp")]),'))
    deployment.mark()
    up = deployment.project.up().ok()
    assert up.step("erp2").op == "update"
    assert deployment.requests("boomi") == []
    arn = deployment.connection("erp2")["outputs"]["secrets"]["client_secret"]["arn"]
    tags = {tag["Key"]: tag["Value"] for tag in deployment.aws.describe_secret(SecretId=arn)["Tags"]}
    assert "scratch/dev/OAuthConnection/erp2" in tags.values()


def test_an_instance_renamed_without_an_alias_is_refused_and_survives_with_adopt(deployment: Deployment) -> None:
    deployment.program(PACK)
    deployment.project.up().ok()
    (instance,) = deployment.instances()
    deployment.program(RENAMED_PACK.format(more=""))
    up = deployment.project.up().failed()
    assert "aliases=[pulumi.Alias(name=" in up.text
    assert f"{ACCOUNT}/{instance}" in up.text
    assert deployment.instances() == [instance]
    deployment.program(RENAMED_PACK.format(more=", adopt=True"))
    deployment.project.up().ok()
    assert deployment.instances() == [instance]


def test_an_attachment_renamed_without_an_alias_survives(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    renamed = PACK.replace('IntegrationPackAttachment("sync"', 'IntegrationPackAttachment("elsewhere"')
    deployment.program(renamed, erp())
    deployment.project.up().ok()
    assert len(deployment.box.control.inventory()[ACCOUNT]["attachments"]["ids"]) == 1
    assert deployment.delivered("url") == "https://erp.example.com/v2"


@pytest.mark.parametrize(
    ("right", "wrong", "kind"),
    [
        ('environment="test-eu"', 'environment="tesst-eu"', "environment"),
        ('pack="Order Sync"', 'pack="Order Sink"', "pack"),
        ('connection="ERP"', 'connection="EPR"', "connection"),
        ('process="Sync"', 'process="Snyc"', "process"),
    ],
)
def test_a_typo_in_an_identity_name_stops_the_preview_with_everything_untouched(
    deployment: Deployment, right: str, wrong: str, kind: str
) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    deployment.program(PACK.replace(right, wrong), erp().replace(right, wrong))
    preview = deployment.project.preview().failed()
    asked, known = wrong.split('"')[1], right.split('"')[1]
    assert asked in preview.text
    assert known in preview.text
    deployment.project.up().failed()
    assert deployment.delivered("url") == "https://erp.example.com/v2"
    assert len(deployment.instances()) == 1


def test_a_name_replaced_by_its_id_is_an_update_that_asks_for_nothing(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    _, environment, _, connection = deployment.place()
    deployment.program(
        PACK.replace('environment="test-eu"', f'environment="{environment}"'),
        erp().replace('connection="ERP"', f'connection="{connection}"'),
    )
    deployment.mark()
    up = deployment.project.up().ok()
    assert up.changes == {"update": 2, "same": 2}
    assert deployment.requests() == []


def test_another_environment_replaces_attachment_and_connection(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    old = deployment.place()
    deployment.program(PACK.replace("test-eu", "prod-eu"), erp())
    preview = deployment.project.preview().ok()
    assert preview.changes == {"replace": 2, "same": 2}
    deployment.project.up().ok()
    assert deployment.place()[1] != old[1]
    assert deployment.delivered("url") == "https://erp.example.com/v2"
    assert not [path for path in deployment.overrides() if old[1] in path]


def test_an_environment_renamed_in_the_portal_is_a_warning_and_no_change(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    _, environment, _, _ = deployment.place()
    deployment.rest(ACCOUNT, f"Environment/{environment}", {"id": environment, "name": "test-europe"})
    refreshed = deployment.project.refresh("--preview-only", "--expect-no-changes").ok()
    assert any("test-europe" in text for text in refreshed.messages("warning"))
    deployment.project.up("--refresh").ok()
    assert deployment.delivered("url") == "https://erp.example.com/v2"


def test_a_name_that_means_another_object_now_is_told_with_both_ids(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    _, environment, _, _ = deployment.place()
    deployment.rest(ACCOUNT, f"Environment/{environment}", {"id": environment, "name": "old-test"})
    made = deployment.rest(ACCOUNT, "Environment", {"name": "test-eu", "classification": "TEST"})
    refreshed = deployment.project.refresh().ok()
    (warning,) = [text for text in refreshed.messages("warning") if "means another object" in text]
    assert environment in warning
    assert made["id"] in warning
    assert deployment.delivered(CLIENT_SECRET)
