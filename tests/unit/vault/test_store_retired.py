"""Our secrets scheduled for deletion and restored, and handed on to another owner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pulumi_boomi_spaces.errors import ConflictError, ServiceError
from pulumi_boomi_spaces.vault.secrets_manager import SecretsManager
from tests.unit.vault.conftest import World
from tests.unit.vault.steps import (
    KEY,
    OWNER,
    Clock,
    kept,
    someone_elses,
    store,
    tags,
    target,
    value,
)


class TestScheduled:
    def test_destroy_and_create_again_restores_our_secret(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        first = store(secrets).write(target(name), "one", None, adopt=False)
        assert store(secrets).retire(first.arn, OWNER, 7) is None
        later = store(secrets, Clock(timedelta(days=5)))
        assert not later.is_continued(target(name))  # no reason to take over what stands in Boomi by now

        second = later.write(target(name), "two", None, adopt=False)

        assert second.arn == first.arn
        assert value(world.client, name) == "two"

    def test_scheduled_behind_our_back_it_is_restored(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name)

        again = store(secrets).write(target(name), "one", kept(ours), adopt=False)

        assert again.arn == ours.arn
        assert value(world.client, name) == "one"

    def test_somebody_elses_stays_scheduled(self, world: World, secrets: SecretsManager, name: str) -> None:
        someone_elses(world.client, name)
        world.client.delete_secret(SecretId=name)

        with pytest.raises(ConflictError, match="was not made by this provider"):
            store(secrets).write(target(name), "ours", None, adopt=False)

        assert "RestoreSecret" not in world.proxy.operations

    @pytest.mark.parametrize(("window", "days"), [(7, 7), (None, 30)])
    def test_retire_schedules_with_the_window(
        self, world: World, secrets: SecretsManager, name: str, window: int | None, days: int
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)

        assert store(secrets).retire(ours.arn, OWNER, window) is None

        described = secrets.describe(ours.arn)
        assert described is not None
        assert described.deleted is not None
        assert timedelta(days=days, minutes=-1) < described.deleted - Clock().now() < timedelta(days=days, minutes=1)

    def test_retire_of_what_is_scheduled_or_gone_is_done(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name, RecoveryWindowInDays=7)
        before = world.client.describe_secret(SecretId=name)["DeletedDate"]
        assert store(secrets).retire(ours.arn, OWNER, 30) is None
        assert world.client.describe_secret(SecretId=name)["DeletedDate"] == before

        world.client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
        assert store(secrets).retire(ours.arn, OWNER, 30) is None

    def test_retire_leaves_what_somebody_else_took_over(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        store(secrets).write(target(name, owner="other/owner"), "two", None, adopt=True)

        warning = store(secrets).retire(ours.arn, OWNER, 7)

        assert warning is not None
        assert 'belongs to "other/owner" now' in warning
        assert value(world.client, name) == "two"

    def test_a_deletion_that_aws_refuses_is_an_error(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.service.set_owning_service("eu-west-1", name, "rds")

        with pytest.raises(ServiceError, match="InvalidRequestException"):
            store(secrets).retire(ours.arn, OWNER, 7)


class TestRetag:
    def test_a_renamed_resource_writes_the_tag_and_nothing_else(
        self, world: World, secrets: SecretsManager, name: str
    ) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.proxy.reset()

        assert store(secrets).retag(ours.arn, "shop/prod/x/new", OWNER) is None

        assert tags(world.client, name)["boomi-spaces:owner"] == "shop/prod/x/new"
        assert tags(world.client, name)["boomi-spaces:natural-key"] == KEY
        assert set(world.proxy.operations) == {"DescribeSecret", "TagResource"}

    def test_what_somebody_else_took_over_keeps_its_tag(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        store(secrets).write(target(name, owner="other/owner"), "two", None, adopt=True)

        warning = store(secrets).retag(ours.arn, "shop/prod/x/new", OWNER)

        assert warning is not None
        assert "other/owner" in warning
        assert tags(world.client, name)["boomi-spaces:owner"] == "other/owner"

    def test_what_is_gone_or_scheduled_is_left(self, world: World, secrets: SecretsManager, name: str) -> None:
        ours = store(secrets).write(target(name), "one", None, adopt=False)
        world.client.delete_secret(SecretId=name)

        assert store(secrets).retag(ours.arn, "shop/prod/x/new", OWNER) is None
        assert "TagResource" not in world.proxy.operations
