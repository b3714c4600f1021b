"""A sandbox that is ended and started again finds its secrets."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from boomi_emulator.secrets_manager import wsgi_app
from tests.emulator.secrets_manager.service import (
    FIRST,
    SECOND,
    THIRD,
    Act,
    Client,
    connect,
    create,
    labels,
    move,
    observe,
    put,
    serve,
)

POLICY = json.dumps({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "secretsmanager:DeleteSecret"}]})


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "secrets.sqlite"


@pytest.fixture
def run(state: Path) -> Callable[[Act], object]:
    """Do something against a sandbox that is started for it and ended afterwards."""

    def once(act: Act) -> object:
        with serve(wsgi_app(state)) as url:
            return act(connect(url))

    return once


def test_everything_about_a_secret_survives(run: Callable[[Act], object]) -> None:
    def plant(client: Client) -> object:
        create(client, Description="d", KmsKeyId="alias/k", Tags=[{"Key": "k", "Value": "v"}])
        put(client, SECOND, "v2")
        put(client, THIRD, "v3", "AWSPENDING")
        client.put_resource_policy(SecretId="s", ResourcePolicy=POLICY)
        function = "arn:aws:lambda:eu-west-1:123456789012:function:rotate"
        client.rotate_secret(
            SecretId="s",
            RotationLambdaARN=function,
            RotationRules={"AutomaticallyAfterDays": 9},
            RotateImmediately=False,
        )
        client.create_secret(Name="binary", SecretBinary=b"\x00\xff")
        return look(client)

    def look(client: Client) -> object:
        described = client.describe_secret(SecretId="s")
        del described["ResponseMetadata"]  # type: ignore[misc]
        values = [client.get_secret_value(SecretId="s", VersionId=each)["SecretString"] for each in (SECOND, THIRD)]
        policy = client.get_resource_policy(SecretId="s")["ResourcePolicy"]
        return described, values, policy, client.get_secret_value(SecretId="binary")["SecretBinary"]

    before = run(plant)
    assert run(look) == before


def test_labels_move_on_after_a_restart(run: Callable[[Act], object]) -> None:
    run(create)
    run(lambda client: put(client, SECOND, "v2", "AWSPENDING"))
    run(lambda client: move(client, "AWSCURRENT", SECOND, FIRST))
    assert run(lambda client: client.get_secret_value(SecretId="s")["SecretString"]) == "v2"
    run(lambda client: put(client, THIRD, "v3"))
    assert run(labels) == {SECOND: ["AWSPREVIOUS"], THIRD: ["AWSCURRENT"]}


def test_a_deletion_survives(run: Callable[[Act], object]) -> None:
    run(create)
    date = run(lambda client: client.delete_secret(SecretId="s")["DeletionDate"])
    assert run(lambda client: client.describe_secret(SecretId="s")["DeletedDate"]) == date
    run(lambda client: client.delete_secret(SecretId="s", ForceDeleteWithoutRecovery=True))
    assert run(lambda client: client.list_secrets(IncludePlannedDeletion=True)["SecretList"]) == []


def test_replicas_survive(state: Path) -> None:
    with serve(wsgi_app(state)) as url:
        create(connect(url, "us-east-1"))
        create(
            connect(url), AddReplicaRegions=[{"Region": "us-east-1"}, {"Region": "us-west-2", "KmsKeyId": "alias/k"}]
        )
        before = connect(url).describe_secret(SecretId="s")["ReplicationStatus"]
    assert [replica["Status"] for replica in before] == ["Failed", "InSync"]
    with serve(wsgi_app(state)) as url:
        assert connect(url).describe_secret(SecretId="s")["ReplicationStatus"] == before
        assert connect(url, "us-west-2").describe_secret(SecretId="s")["PrimaryRegion"] == "eu-west-1"
        assert "PrimaryRegion" not in connect(url, "us-east-1").describe_secret(SecretId="s")
        put(connect(url), SECOND, "v2")
        assert connect(url, "us-west-2").get_secret_value(SecretId="s")["SecretString"] == "v2"


def test_the_owning_service_survives(state: Path) -> None:
    app = wsgi_app(state)
    with serve(app) as url:
        create(connect(url))
        app.set_owning_service("eu-west-1", "s", "rds")
    with serve(wsgi_app(state)) as url:
        assert connect(url).describe_secret(SecretId="s")["OwningService"] == "rds"


def test_the_order_of_the_list_survives(run: Callable[[Act], object]) -> None:
    def names(client: Client) -> list[str]:
        return [secret["Name"] for secret in client.list_secrets()["SecretList"]]

    run(lambda client: [client.create_secret(Name=name, SecretString="v") for name in ("b", "a", "c")])
    run(lambda client: client.put_secret_value(SecretId="b", SecretString="v2"))
    assert run(names) == ["b", "a", "c"]


def test_its_files_are_private(state: Path) -> None:
    with serve(wsgi_app(state)) as url:
        create(connect(url))
        assert {stat.S_IMODE(file.stat().st_mode) for file in state.parent.iterdir()} == {0o600}


def test_a_killed_sandbox_loses_nothing(state: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with serve(wsgi_app(state)) as url:
        create(connect(url))
        put(connect(url), SECOND, "v2")
        # What a kill at this moment leaves behind.
        left = shutil.copytree(state.parent, tmp_path_factory.mktemp("left") / "over")
    with serve(wsgi_app(left / state.name)) as url:
        assert labels(connect(url)) == {FIRST: ["AWSPREVIOUS"], SECOND: ["AWSCURRENT"]}


def test_a_second_sandbox_cannot_take_the_file(state: Path) -> None:
    with serve(wsgi_app(state)) as url:
        create(connect(url))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            wsgi_app(state)


def test_a_refused_call_leaves_the_file_alone(state: Path, run: Callable[[Act], object]) -> None:
    run(create)
    before = state.read_bytes()
    run(lambda client: observe(client, lambda c: put(c, FIRST, "other")))
    assert state.read_bytes() == before
