"""Faults in the middle, kills, missing secrets, several resources at once."""

from __future__ import annotations

import time

from tests.support.deployment import ACCOUNT, CANARY, CLIENT_SECRET, PACK, PARTNER, Deployment, erp


def test_a_create_killed_after_the_instance_exists_makes_no_second_one(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.box.control.delay(1500)
    running = deployment.project.start("up")
    deadline = time.monotonic() + 90
    while not deployment.instances() and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill()
    deployment.box.control.delay(0)
    assert len(deployment.instances()) == 1
    deployment.project.cancel()
    up = deployment.project.up().failed()
    assert "adopt=True" in up.text
    assert len(deployment.instances()) == 1
    deployment.program(PACK.replace('name="Order Sync")', 'name="Order Sync", adopt=True)'), erp())
    deployment.project.up().ok()
    assert len(deployment.instances()) == 1
    assert deployment.delivered(CLIENT_SECRET) == CANARY


def test_a_create_killed_after_the_secret_exists_is_finished_by_the_next_run(deployment: Deployment) -> None:
    deployment.program(PACK)
    deployment.project.up().ok()
    deployment.program(PACK, erp())
    deployment.box.control.delay(1500)
    running = deployment.project.start("up")
    deadline = time.monotonic() + 90
    while "CreateSecret" not in deployment.requests("aws") and time.monotonic() < deadline:
        time.sleep(0.02)
    running.kill()
    deployment.box.control.delay(0)
    deployment.project.cancel()
    deployment.project.up().ok()
    assert deployment.delivered(CLIENT_SECRET) == CANARY
    assert len(deployment.aws.list_secrets()["SecretList"]) == 1


def test_two_connections_of_one_process_side_by_side_lose_nothing(deployment: Deployment) -> None:
    warehouse = """
warehouse = OAuthConnection("warehouse", attachment=there, process="Sync", connection="Warehouse",
    connector=HttpClient(base_url="https://warehouse.example.com/v2", grant=ClientCredentials(client_id="w",
        client_secret=Secret.env("WAREHOUSE_SECRET"), token_url="https://login.example.com/oauth2/token")))
"""
    deployment.project.environ["WAREHOUSE_SECRET"] = "warehouse-" + CANARY
    deployment.program(PACK, erp(), warehouse)
    deployment.project.up().ok()
    assert deployment.delivered("url") == "https://erp.example.com/v2"
    assert deployment.delivered("url", "warehouse") == "https://warehouse.example.com/v2"
    assert deployment.delivered("clientSecret2", "warehouse") == "warehouse-" + CANARY
    assert deployment.delivered(CLIENT_SECRET) == CANARY
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_two_consumer_accounts_in_one_stack(deployment: Deployment) -> None:
    deployment.program(
        """
for account, environment in (("acmechild-4M1T8Z", "test-eu"), ("globex-9K2P4D", "prod-us")):
    install = IntegrationPackInstance(account, account=account, pack="Order Sync", name="Order Sync")
    there = IntegrationPackAttachment(account, instance=install, environment=environment)
    OAuthConnection(account, attachment=there, process="Sync", connection="ERP", connector=RestClient(
        base_url=f"https://{account.lower()}.example.com", grant=ClientCredentials(client_id=account,
        client_secret=Secret.env("ERP_CLIENT_SECRET"), token_url="https://login.example.com/oauth2/token")))
"""
    )
    deployment.project.up().ok()
    for account in (ACCOUNT, PARTNER):
        assert len(deployment.instances(account)) == 1
        assert deployment.delivered("url", account) == f"https://{account.lower()}.example.com"
    deployment.mark()
    deployment.project.up("--expect-no-changes").ok()
    assert deployment.requests() == []
    deployment.project.destroy().ok()
    assert deployment.instances(ACCOUNT) == deployment.instances(PARTNER) == []


def test_a_preview_without_the_secrets_passes_with_a_warning_and_changes_nothing(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    del deployment.project.environ["ERP_CLIENT_SECRET"]
    first = deployment.project.preview().ok()
    assert any("ERP_CLIENT_SECRET" in text for text in first.messages("warning"))
    up = deployment.project.up().failed()
    assert "ERP_CLIENT_SECRET" in up.text
    assert deployment.aws.list_secrets()["SecretList"] == []
    assert deployment.overrides() == []
    deployment.project.environ["ERP_CLIENT_SECRET"] = CANARY
    deployment.project.up().ok()
    del deployment.project.environ["ERP_CLIENT_SECRET"]
    later = deployment.project.preview("--expect-no-changes").ok()
    assert any("ERP_CLIENT_SECRET" in text for text in later.messages("warning"))


def test_a_replacement_in_a_shell_without_the_secret_leaves_the_old_one_alone(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    del deployment.project.environ["ERP_CLIENT_SECRET"]
    deployment.program(PACK, erp(connection="Narrow").replace('process="Sync"', 'process="Returns"'))
    up = deployment.project.up().failed()
    assert "ERP_CLIENT_SECRET" in up.text
    assert deployment.delivered(CLIENT_SECRET) == CANARY


def test_a_consent_that_is_pending_is_no_change_and_one_that_is_lost_is_drift(deployment: Deployment) -> None:
    deployment.program(
        PACK,
        """
books = OAuthConnection("books", attachment=there, process="Sync", connection="QuickBooks", connector=QuickBooksOnline(
    company_id="4620816365", client_id="ABq1", client_secret=Secret.env("ERP_CLIENT_SECRET")))
pulumi.export("status", books.status)
pulumi.export("uri", books.redirect_uri)
""",
    )
    deployment.project.up().ok()
    assert deployment.project.outputs() == {
        "status": "awaiting_consent",
        "uri": f"{deployment.box.env['BOOMI_HOST']}/account/{ACCOUNT}/oauth2/callback",
    }
    deployment.project.up("--refresh", "--expect-no-changes").ok()
    token = (*deployment.place("books"), "oauthOptions/OAuth2Config/credentials/@accessToken")
    deployment.box.control.token(*token, set=True)
    deployment.project.refresh("--expect-no-changes").ok()
    deployment.project.up().ok()
    assert deployment.project.outputs()["status"] == "ready"
    deployment.box.control.token(*token, set=False)
    lost = deployment.project.refresh("--preview-only", "--expect-no-changes").failed(7)
    assert {name for step in lost.steps if step.name == "books" for name in step.diff} == {"authorization"}
