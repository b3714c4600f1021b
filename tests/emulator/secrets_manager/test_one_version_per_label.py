from __future__ import annotations

from tests.emulator.secrets_manager.service import FIRST, SECOND, THIRD, Client, Conforms, create, labels, put


def test_a_label_beside_current_leaves_its_old_version(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        create(client)
        put(client, SECOND, "v2", "blue", "green")
        put(client, THIRD, "v3", "AWSCURRENT", "blue")
        return labels(client)

    one = {FIRST: ["AWSPREVIOUS"], SECOND: ["green"], THIRD: ["AWSCURRENT", "blue"]}
    conforms(act, aws=one, moto={**one, SECOND: ["blue", "green"]})


def test_a_write_moves_current_and_previous(conforms: Conforms) -> None:
    def act(client: Client) -> dict[str, list[str]]:
        create(client)
        put(client, SECOND, "v2")
        return labels(client)

    conforms(act, aws={FIRST: ["AWSPREVIOUS"], SECOND: ["AWSCURRENT"]})


def test_a_pending_write_leaves_current_alone(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        put(client, SECOND, "v2", "AWSPENDING")
        return labels(client), client.get_secret_value(SecretId="s")["SecretString"]

    conforms(act, aws=({FIRST: ["AWSCURRENT"], SECOND: ["AWSPENDING"]}, "v1"))


def test_the_first_version_is_current_whatever_was_asked(conforms: Conforms) -> None:
    def act(client: Client) -> list[str]:
        client.create_secret(Name="s")
        return put(client, SECOND, "v2", "AWSPENDING")

    conforms(act, aws=["AWSCURRENT", "AWSPENDING"])
