"""Where AWS is, as whom, and what happens when that is not settled."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Mapping
from pathlib import Path

import boto3
import pytest
from botocore.stub import Stubber

from pulumi_boomi_spaces import settings
from pulumi_boomi_spaces.errors import ServiceError, SettingsError
from pulumi_boomi_spaces.vault.aws import Aws
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault import certificate
from tests.unit.vault.conftest import REGION, World
from tests.unit.vault.steps import someone_elses, store, target

SANDBOX = {"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": "http://127.0.0.1:9"}
CANARY = "canary-d3c1f0"


def aws(environ: Mapping[str, str] | None = None, config: Mapping[str, str] | None = None) -> Aws:
    return Aws(settings.load({**SANDBOX, **(environ or {})}, config or {}), environ or {})


def outside(environ: Mapping[str, str] | None = None) -> Aws:
    """Of a run that is not the sandbox's."""
    return Aws(settings.load({}, {}), environ or {})


@pytest.fixture
def env(world: World, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


class TestRegion:
    def test_without_one_it_is_said_how_to_set_it(self, env: pytest.MonkeyPatch) -> None:
        env.delenv("AWS_DEFAULT_REGION")

        with pytest.raises(SettingsError, match=r"AWS_DEFAULT_REGION, or `pulumi config set --path 'boomi:secretsM"):
            SecretsManager(aws()).describe("erp")

    def test_the_order_of_its_sources(self, env: pytest.MonkeyPatch) -> None:
        config = {"boomi:secretsManager": json.dumps({"region": "eu-central-1"})}

        assert aws({"AWS_REGION": "us-west-2"}, config).region("us-east-1") == "us-east-1"
        assert aws({"AWS_REGION": "us-west-2"}, config).region() == "eu-central-1"
        assert aws({"AWS_REGION": "us-west-2"}).region() == REGION
        env.delenv("AWS_DEFAULT_REGION")
        assert aws({"AWS_REGION": "us-west-2"}).region() == "us-west-2"

    def test_an_arn_names_its_own(self, world: World, secrets: SecretsManager, name: str) -> None:
        from tests.emulator.secrets_manager.service import connect

        elsewhere = connect(os.environ["AWS_ENDPOINT_URL_SECRETS_MANAGER"], "us-east-1")
        arn = someone_elses(elsewhere, name)

        assert secrets.describe(name) is None
        found = secrets.describe(arn)
        assert found is not None
        assert found.arn == arn

    def test_one_that_cannot_be_is_one_sentence(self, env: pytest.MonkeyPatch) -> None:
        with pytest.raises(SettingsError, match=r'Region "not a region\\n"'):
            SecretsManager(aws()).describe("erp", "not a region\n")


class TestCredentials:
    def test_without_any_it_is_said_how_to_set_them(self, env: pytest.MonkeyPatch) -> None:
        env.delenv("AWS_ACCESS_KEY_ID")
        env.delenv("AWS_SECRET_ACCESS_KEY")

        with pytest.raises(
            SettingsError, match="AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        ) as failed:
            SecretsManager(aws()).describe("erp")
        assert failed.value.__context__ is None
        with pytest.raises(SettingsError, match="AWS_ACCESS_KEY_ID"):
            aws().identity()

    def test_half_of_them_are_none(self, env: pytest.MonkeyPatch) -> None:
        env.delenv("AWS_SECRET_ACCESS_KEY")

        with pytest.raises(SettingsError, match="missing: AWS_SECRET_ACCESS_KEY"):
            SecretsManager(aws()).describe("erp")

    def test_a_profile_that_is_not_there_is_named(self, env: pytest.MonkeyPatch) -> None:
        env.setenv("AWS_PROFILE", "orders")

        with pytest.raises(SettingsError, match="orders"):
            SecretsManager(aws()).describe("erp")


class TestAddress:
    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("http://secretsmanager.example.com", "only https"),
            ("http://127.0.0.1:9", "for the sandbox alone"),
            ("https://localhost:9", "for the sandbox alone"),
        ],
    )
    def test_outside_the_sandbox_it_is_https_and_not_this_machine(
        self, env: pytest.MonkeyPatch, address: str, said: str
    ) -> None:
        env.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", address)

        with pytest.raises(SettingsError, match=said) as failed:
            SecretsManager(outside()).describe("erp")

        assert address in str(failed.value)
        assert "AWS_ENDPOINT_URL" in str(failed.value)

    def test_in_the_sandbox_it_is_this_machine(self, env: pytest.MonkeyPatch) -> None:
        env.delenv("AWS_ENDPOINT_URL_SECRETS_MANAGER")

        with pytest.raises(SettingsError, match="only loopback addresses are called"):
            SecretsManager(aws()).describe("erp")

    def test_a_service_that_does_not_listen_is_named(self, env: pytest.MonkeyPatch) -> None:
        env.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:9")

        with pytest.raises(ServiceError, match=r"got no answer from http://127\.0\.0\.1:9") as failed:
            SecretsManager(aws()).describe("erp")

        assert not failed.value.answer_lost
        assert failed.value.__context__ is None


class TestIdentity:
    def test_in_the_sandbox_it_is_that_of_its_secrets(
        self, env: pytest.MonkeyPatch, secrets: SecretsManager, name: str
    ) -> None:
        stored = store(secrets).write(target(name), "one", None, adopt=False)

        account, region = aws().identity()

        assert stored.arn.startswith(f"arn:aws:secretsmanager:{region}:{account}:secret:")

    def test_credentials_that_name_their_account_are_believed(self, env: pytest.MonkeyPatch) -> None:
        env.setenv("AWS_ACCOUNT_ID", "111122223333")

        assert outside().identity() == ("111122223333", REGION)

    def test_otherwise_sts_is_asked_once(self, env: pytest.MonkeyPatch) -> None:
        door = outside()
        client = door._client("sts", REGION, 3)
        with Stubber(client) as sts:
            sts.add_response("get_caller_identity", {"Account": "111122223333"}, {})

            assert door.identity() == ("111122223333", REGION)
            assert door.identity() == ("111122223333", REGION)


def test_calls_go_through_the_proxy_of_the_settings(env: pytest.MonkeyPatch, world: World, name: str) -> None:
    someone_elses(world.client, name)
    address = os.environ["AWS_ENDPOINT_URL_SECRETS_MANAGER"]
    env.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:9")

    assert SecretsManager(aws({"HTTP_PROXY": address})).describe(name) is not None
    assert world.proxy.operations == ["DescribeSecret"]


def test_proxies_that_the_settings_do_not_have_are_not_used(env: pytest.MonkeyPatch, world: World, name: str) -> None:
    someone_elses(world.client, name)
    env.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert SecretsManager(aws()).describe(name) is not None


def test_the_ca_bundle_of_the_settings_is_trusted_and_no_other(
    env: pytest.MonkeyPatch, world: World, name: str, tmp_path: Path
) -> None:
    someone_elses(world.client, name)
    bundle, tls = certificate.make(tmp_path)
    with world.proxy.serve(tls) as address:
        env.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", address)

        assert SecretsManager(aws({"SSL_CERT_FILE": str(bundle)})).describe(name) is not None
        with pytest.raises(ServiceError, match="SSLError"):
            SecretsManager(aws()).describe(name)


def test_values_stay_out_of_the_log_at_level_debug(
    env: pytest.MonkeyPatch, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("botocore")
    env.setattr(logger, "level", logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    secrets = SecretsManager(aws())

    stored = store(secrets).write(target(name), CANARY, None, adopt=False)
    secrets.value(stored.arn, stored.version, None)

    assert CANARY not in caplog.text
    assert "urllib3" in caplog.text  # the log was on


def test_threads_share_one_session(env: pytest.MonkeyPatch, world: World, name: str) -> None:
    someone_elses(world.client, name)
    made: list[object] = []
    second = threading.Event()
    real = boto3.session.Session

    def slowly() -> object:
        made.append(real())
        if len(made) > 1:
            second.set()
        second.wait(0.3)  # long enough for another thread to come in, were it let in
        return made[-1]

    env.setattr(boto3.session, "Session", slowly)
    secrets = SecretsManager(aws())
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(secrets.describe(name))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(made) == 1
    assert len(found) == 4
    assert None not in found
