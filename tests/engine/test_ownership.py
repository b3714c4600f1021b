"""Who owns what when programs change shape: moved into components, renamed, half written, given new names."""

from __future__ import annotations

from tests.engine.test_partial import operation
from tests.support.deployment import ACCOUNT, CANARY, CLIENT_SECRET, PACK, SDK, Deployment, erp
from tests.support.fault_proxy import FaultProxy, refusal

DENIED = refusal(400, "not allowed")
IN_COMPONENT = """
class Consumer(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("shop:index:Consumer", name)
        inside = pulumi.ResourceOptions(parent=self)
        there = IntegrationPackAttachment("sync", instance=install, environment="test-eu", opts=inside)
        OAuthConnection("erp", attachment=there, process="Sync", connection="ERP", adopt=True, opts=inside,
            connector=RestClient(base_url="https://erp.example.com/v2", grant=ClientCredentials(client_id="orders-sync",
            client_secret=Secret.env("ERP_CLIENT_SECRET"), token_url="https://login.example.com/oauth2/token",
            scopes=["orders.read"])))
Consumer("shop")
"""
INSTANCE = PACK.splitlines()[1] + "\n"


def arn(deployment: Deployment, name: str = "erp") -> str:
    return str(deployment.connection(name)["outputs"]["secrets"]["client_secret"]["arn"])


def scheduled(deployment: Deployment, secret: str) -> bool:
    return "DeletedDate" in deployment.aws.describe_secret(SecretId=secret)


def test_what_moves_into_a_component_without_an_alias_is_there_afterwards(deployment: Deployment) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    secret = arn(deployment)
    deployment.program(INSTANCE, IN_COMPONENT)
    deployment.project.up().ok()
    assert len(deployment.box.control.inventory()[ACCOUNT]["attachments"]["ids"]) == 1
    assert deployment.delivered(CLIENT_SECRET) == CANARY
    assert not scheduled(deployment, secret)
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_rotation_that_fails_for_one_of_two_secrets_is_finished_by_the_next_run(
    deployment: Deployment, aws: FaultProxy
) -> None:
    two = erp().replace("scopes=", 'token_parameters={"key": Secret.env("PARAMETER")}, scopes=')
    deployment.project.environ["PARAMETER"] = "first"
    deployment.program(PACK, two)
    deployment.project.up().ok()
    secrets = deployment.connection()["outputs"]["secrets"]
    deployment.project.environ |= {"PARAMETER": "second", "ERP_CLIENT_SECRET": "rotated"}
    puts = iter([False, True])
    aws.arm(DENIED, when=lambda seen: operation("PutSecretValue")(seen) and next(puts, False), times=1)
    deployment.project.up().failed()
    deployment.project.up().ok()
    assert deployment.secret(secrets["client_secret"]["arn"]) == "rotated"
    assert deployment.secret(secrets["token_parameters.key"]["arn"]) == "second"
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_replaced_secret_is_scheduled_by_the_run_that_finishes(deployment: Deployment, boomi: FaultProxy) -> None:
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    old = arn(deployment)
    deployment.program(PACK, erp(more='secrets_manager=SecretsManager(name="team/erp"),'))
    boomi.arm(DENIED, when=lambda seen: b'"partial"' in seen.body, times=1)
    deployment.project.up().failed()
    assert not scheduled(deployment, old)
    deployment.project.up().ok()
    assert arn(deployment) != old
    assert scheduled(deployment, old)
    assert deployment.delivered(CLIENT_SECRET) == CANARY


def test_a_successor_that_needs_less_leaves_nothing_of_ours_behind(deployment: Deployment) -> None:
    theirs = deployment.aws.create_secret(Name="erp-app", SecretString="theirs")["ARN"]
    deployment.program(PACK, erp())
    deployment.project.up().ok()
    old = arn(deployment)
    deployment.program(PACK, erp("erp2", secret=f'Secret.aws("{theirs}")', scopes="None", more="adopt=True,"))
    deployment.project.up().ok()
    assert deployment.delivered(CLIENT_SECRET, "erp2") == "theirs"
    assert not [path for path in deployment.overrides() if path.endswith(SDK + "scope")]
    assert scheduled(deployment, old)
    deployment.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_adopt_takes_over_nothing_after_the_birth(deployment: Deployment) -> None:
    deployment.aws.create_secret(Name="team/erp", SecretString="somebody's")
    deployment.program(PACK, erp(more="adopt=True,"))
    deployment.project.up().ok()
    deployment.program(PACK, erp(more='adopt=True, secrets_manager=SecretsManager(name="team/erp"),'))
    up = deployment.project.up().failed()
    assert "another name" in up.text
    assert "adopt" not in up.text
    assert deployment.secret("team/erp") == "somebody's"


def test_two_stages_whose_ids_are_not_known_yet_are_not_taken_for_one(deployment: Deployment) -> None:
    second = PACK.splitlines()[2].replace('"sync"', '"prod"').replace("there", "prod").replace("test-eu", "prod-eu")
    by_id = erp().replace("attachment=there", "attachment=there.id")
    other = erp("erp2").replace("attachment=there", "attachment=prod.id")
    deployment.program(PACK, second, by_id, other)
    deployment.project.preview().ok()
    deployment.project.up().ok()
    assert deployment.delivered("url") == deployment.delivered("url", "erp2") == "https://erp.example.com/v2"


def test_an_instance_is_looked_up_by_its_id_alone(deployment: Deployment) -> None:
    deployment.program(PACK)
    deployment.project.up().ok()
    (instance,) = deployment.instances()
    deployment.program(
        PACK,
        'seen = IntegrationPackInstance("seen", pack="Order Sync", name="Order Sync",\n'
        f'    opts=pulumi.ResourceOptions(id="{ACCOUNT}/{instance}"))\n'
        'pulumi.export("processes", seen.processes.apply(sorted))',
    )
    deployment.project.up().ok()
    assert deployment.project.outputs()["processes"] == ["Order Sync - Returns", "Order Sync - Sync"]
