"""The one object that others use, from a program's reference to AWS and back."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pulumi_boomi_spaces import settings
from pulumi_boomi_spaces.errors import InputError, SecretUnavailableError
from pulumi_boomi_spaces.secret import Secret
from pulumi_boomi_spaces.vault import Decision, Kept, NaturalKey, Stored, Vault, Wanted
from tests.unit.vault.conftest import World
from tests.unit.vault.steps import OWNER, labels, someone_elses, tags, value

CONFIG = {"boomi:secretsManager": json.dumps({"prefix": "acme/boomi", "tags": {"team": "orders"}})}


@pytest.fixture
def vault(world: World) -> Vault:
    environ = {"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": "http://127.0.0.1:9", "ERP": "from the environment"}
    return Vault(settings.load(environ, CONFIG), environ)


@pytest.fixture
def key(vault: Vault, name: str) -> NaturalKey:
    """A secret input that no other test uses."""
    return vault.key("acme-1", "3f0c1b52", "9d1c", name.rpartition("/")[2], "ERP", "client_secret")


def write(vault: Vault, key: NaturalKey, text: str, kept: Kept | None = None, **options: str) -> Stored:
    return vault.write(key, text, owner=OWNER, kept=kept, options=options, adopt=False)


def kept(stored: Stored) -> Kept:
    return Kept(stored.arn, stored.version, stored.version, ours=True, digest=None)


def name_of(vault: Vault, stored: Stored) -> str:
    described = vault.describe(stored.arn)
    assert described is not None
    return described.name


def test_the_package_loads_no_aws_library() -> None:
    """`check` resolves and digests with it, in every preview."""
    package = Path(settings.__file__).parents[2]
    heavy = {"boto3", "botocore", "requests", "urllib3", "authlib"}
    program = f"import sys; sys.path.insert(0, {str(package)!r}); import pulumi_boomi_spaces.vault as v; " + (
        "from pulumi_boomi_spaces import settings; v.Vault(settings.load({}, {}), {}).resolve('literal'); "
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == "[]\n"


def test_a_secret_has_the_organisations_prefix_and_tags(vault: Vault, world: World, key: NaturalKey) -> None:
    name = name_of(vault, write(vault, key, "one"))

    assert name == key.secret_name("acme/boomi")
    assert tags(world.client, name)["team"] == "orders"


def test_the_name_of_the_users_choice_is_used(vault: Vault, world: World, key: NaturalKey) -> None:
    chosen = f"team/{key.connection}"

    assert name_of(vault, write(vault, key, "one", name=chosen)) == chosen


def test_a_name_that_cannot_be_is_refused_before_aws_is_asked(vault: Vault, world: World, key: NaturalKey) -> None:
    with pytest.raises(InputError, match="hyphen and six"):
        write(vault, key, "one", name="team/erp-abc123")

    assert world.proxy.operations == []


def test_a_renamed_connection_moves_no_secret(vault: Vault, world: World, key: NaturalKey) -> None:
    first = write(vault, key, "one")
    renamed = vault.key(key.account, key.environment, key.group, key.connection, "ERP new", key.input)

    assert write(vault, renamed, "two", kept(first)).arn == first.arn


@pytest.mark.parametrize("elsewhere", ["name", "region"])
def test_another_name_or_region_makes_another_secret(
    vault: Vault, world: World, key: NaturalKey, elsewhere: str
) -> None:
    options = {"name": f"team/{key.connection}"} if elsewhere == "name" else {"region": "us-east-1"}
    first = write(vault, key, "one")

    second = write(vault, key, "two", kept(first), **options)

    assert second.arn != first.arn
    assert vault.value(first.arn, first.version, None) == "one"
    assert vault.value(second.arn, second.version, None) == "two"


def test_the_kms_key_of_the_resource_comes_before_that_of_the_settings(world: World, key: NaturalKey) -> None:
    config = {"boomi:secretsManager": json.dumps({"kmsKeyId": "alias/organisation"})}
    vault = Vault(settings.load({"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": "http://127.0.0.1:9"}, config), {})

    first = write(vault, key, "one")
    described = vault.describe(first.arn)
    assert described is not None
    assert described.kms_key_id == "alias/organisation"

    write(vault, key, "two", kept(first), kms_key_id="alias/erp")
    described = vault.describe(first.arn)
    assert described is not None
    assert described.kms_key_id == "alias/erp"


def test_what_a_killed_create_left_is_known(vault: Vault, world: World, key: NaturalKey) -> None:
    assert not vault.is_continued(key, OWNER, {})

    write(vault, key, "one")

    assert vault.is_continued(key, OWNER, {})
    assert not vault.is_continued(key, "somebody else", {})


def test_environment_then_aws_then_environment_never_touches_theirs(
    vault: Vault, world: World, key: NaturalKey, name: str
) -> None:
    theirs = someone_elses(world.client, f"{name}-intuit")
    before = world.client.describe_secret(SecretId=theirs)
    ours = write(vault, key, vault.resolve(Secret.env("ERP")))

    plan = vault.plan(Wanted("aws", None, theirs), kept(ours), vault.describe(theirs), True, "value")
    assert (plan.decision, plan.arn, plan.retire, plan.deliver) == (Decision.USE_THEIRS, theirs, ours.arn, True)
    assert vault.value(theirs, plan.version, None) == "theirs"
    assert vault.retire(ours.arn, OWNER, 7) is None

    used = Kept(theirs, plan.version, plan.version, ours=False, digest=None)
    plan = vault.plan(Wanted("given", "d1"), used, vault.describe(theirs), True, "value")
    assert (plan.decision, plan.retire) == (Decision.WRITE_OURS, None)
    again = write(vault, key, vault.resolve(Secret.env("ERP")))

    assert again.arn == ours.arn
    assert value(world.client, ours.arn) == "from the environment"
    after = world.client.describe_secret(SecretId=theirs)
    assert after["VersionIdsToStages"] == before["VersionIdsToStages"]
    assert after["LastChangedDate"] == before["LastChangedDate"]


def test_a_source_in_aws_is_read_in_place(vault: Vault, world: World, name: str) -> None:
    arn = someone_elses(world.client, name, SecretString='{"secret": "of intuit"}')
    before = labels(world.client, name)

    assert vault.resolve(Secret.aws(arn, "secret")) == "of intuit"
    assert labels(world.client, name) == before
    assert world.proxy.operations == ["DescribeSecret", "GetSecretValue"]


def test_a_secret_that_this_provider_manages_is_no_source(vault: Vault, world: World, key: NaturalKey) -> None:
    ours = write(vault, key, "one")
    world.proxy.reset()

    with pytest.raises(InputError, match=f'managed by this provider for "{OWNER}"'):
        vault.resolve(Secret.aws(ours.arn))
    with pytest.raises(InputError, match="managed by this provider"):
        vault.plan(Wanted("aws", None, ours.arn), None, vault.describe(ours.arn), False, "value")

    assert "GetSecretValue" not in world.proxy.operations


@pytest.mark.parametrize(
    ("arn", "config"),
    [
        ("arn:aws:secretsmanager:eu-west-1:999922223333:secret:intuit-AbCd12", {}),
        ("arn:aws:secretsmanager:us-east-1:123456789012:secret:intuit-AbCd12", {}),
        (
            "arn:aws:secretsmanager:eu-west-1:999922223333:secret:intuit-AbCd12",
            {"boomi:secretSources": '["111122223333"]'},
        ),
    ],
)
def test_a_source_of_another_account_or_region_is_refused_before_aws_is_asked(
    world: World, arn: str, config: Mapping[str, str]
) -> None:
    vault = Vault(settings.load({"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": "http://127.0.0.1:9"}, config), {})

    with pytest.raises(InputError, match="boomi:secretSources"):
        vault.resolve(Secret.aws(arn))
    with pytest.raises(InputError, match="boomi:secretSources"):
        vault.plan(Wanted("aws", None, arn), None, None, False, "value")

    assert world.proxy.operations == []


def test_a_source_that_is_listed_is_used_and_may_be_missing(world: World) -> None:
    config = {"boomi:secretSources": "[123456789012]"}
    vault = Vault(settings.load({"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": "http://127.0.0.1:9"}, config), {})

    with pytest.raises(SecretUnavailableError, match="there is no AWS secret"):
        vault.resolve(Secret.aws("arn:aws:secretsmanager:us-east-1:123456789012:secret:nowhere-AbCd12"))


def test_a_digest_is_known_again(vault: Vault) -> None:
    digest = vault.digest(vault.resolve(Secret.env("ERP")), OWNER, None)

    assert vault.digest("from the environment", "renamed", digest) == digest


def test_whose_secret_is_there_is_known(vault: Vault, world: World, key: NaturalKey) -> None:
    assert vault.owner(key, {}) is None

    stored = write(vault, key, "one")
    assert vault.owner(key, {}) == OWNER

    assert vault.retire(stored.arn, OWNER, 7) is None
    assert vault.owner(key, {}) is None
