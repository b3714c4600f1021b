from __future__ import annotations

import pytest

from tests.emulator.secrets_manager.service import (
    FIRST,
    SECOND,
    THIRD,
    UNKNOWN,
    Client,
    Conforms,
    create,
    labels,
    move,
    observe,
    put,
)


def prepare(client: Client) -> None:
    create(client)
    put(client, SECOND, "v2", "AWSPENDING")


def test_the_moved_version_is_the_one_that_is_read(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        prepare(client)
        move(client, "AWSCURRENT", SECOND, FIRST)
        return client.get_secret_value(SecretId="s")["SecretString"]

    conforms(act, aws="v2", moto="v1")


def test_the_next_write_leaves_one_current_version(conforms: Conforms) -> None:
    def act(client: Client) -> list[str]:
        prepare(client)
        move(client, "AWSCURRENT", SECOND, FIRST)
        put(client, THIRD, "v3")
        return [version_id for version_id, names in labels(client).items() if "AWSCURRENT" in names]

    conforms(act, aws=[THIRD], moto=[SECOND, THIRD])


def test_current_cannot_be_removed(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        prepare(client)
        move(client, "AWSCURRENT", None, FIRST)
        return labels(client)

    conforms(act, aws="InvalidParameterException", moto={FIRST: ["AWSPREVIOUS"], SECOND: ["AWSPENDING"]})


def test_a_label_is_not_attached_twice(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        create(client)
        put(client, SECOND, "v2", "blue")
        put(client, THIRD, "v3", "green")
        move(client, "blue", THIRD, None)
        return labels(client)

    twice = {FIRST: ["AWSCURRENT"], SECOND: ["blue"], THIRD: ["blue", "green"]}
    conforms(act, aws="InvalidParameterException", moto=twice)


def test_a_failed_swap_changes_nothing(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        prepare(client)
        refused = observe(client, lambda c: move(c, "AWSCURRENT", UNKNOWN, FIRST))
        return refused, labels(client)

    refused = "InvalidParameterException"
    untouched = {FIRST: ["AWSCURRENT"], SECOND: ["AWSPENDING"]}
    conforms(act, aws=(refused, untouched), moto=(refused, {FIRST: [], SECOND: ["AWSPENDING"]}))


@pytest.mark.parametrize("source", [SECOND, UNKNOWN, None])
def test_a_swap_from_a_version_that_is_not_current_is_refused(conforms: Conforms, source: str | None) -> None:
    def act(client: Client) -> object:
        prepare(client)
        refused = observe(client, lambda c: move(c, "AWSCURRENT", SECOND, source))
        return refused, labels(client)

    conforms(act, aws=("InvalidParameterException", {FIRST: ["AWSCURRENT"], SECOND: ["AWSPENDING"]}))


def test_a_swap_that_was_won_cannot_be_repeated(conforms: Conforms) -> None:
    def act(client: Client) -> None:
        prepare(client)
        move(client, "AWSCURRENT", SECOND, FIRST)
        move(client, "AWSCURRENT", SECOND, FIRST)

    conforms(act, aws="InvalidParameterException")


def test_a_swap_moves_previous_too(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        create(client)
        put(client, SECOND, "v2")
        put(client, THIRD, "v3", "AWSPENDING", "blue")
        move(client, "AWSCURRENT", THIRD, SECOND)
        return {version_id: names for version_id, names in labels(client).items() if names}

    conforms(act, aws={SECOND: ["AWSPREVIOUS"], THIRD: ["AWSCURRENT", "AWSPENDING", "blue"]})


def test_another_label_can_be_removed(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        create(client)
        put(client, SECOND, "v2", "AWSPENDING", "blue")
        move(client, "AWSPENDING", None, SECOND)
        return labels(client)

    conforms(act, aws={FIRST: ["AWSCURRENT"], SECOND: ["blue"]})


def test_a_label_that_is_there_already_stays(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        create(client)
        put(client, SECOND, "v2")
        move(client, "AWSCURRENT", SECOND, SECOND)
        return labels(client)

    conforms(act, aws={FIRST: ["AWSPREVIOUS"], SECOND: ["AWSCURRENT"]}, moto={FIRST: [], SECOND: ["AWSCURRENT"]})
