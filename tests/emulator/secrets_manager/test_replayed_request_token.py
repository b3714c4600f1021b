from __future__ import annotations

from tests.emulator.secrets_manager.service import FIRST, SECOND, THIRD, Client, Conforms, create, labels, observe, put


def test_a_pending_version_cannot_be_overwritten(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        put(client, SECOND, "v2", "AWSPENDING")
        answer = observe(client, lambda c: put(c, SECOND, "other", "AWSPENDING"))
        return answer, client.get_secret_value(SecretId="s", VersionId=SECOND)["SecretString"]

    conforms(act, aws=("ResourceExistsException", "v2"), moto=(["AWSPENDING"], "other"))


def test_a_replay_moves_no_label(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        put(client, SECOND, "v2", "AWSPENDING")
        return put(client, SECOND, "v2", "AWSCURRENT"), labels(client)

    conforms(
        act,
        aws=(["AWSPENDING"], {FIRST: ["AWSCURRENT"], SECOND: ["AWSPENDING"]}),
        moto=(["AWSCURRENT"], {FIRST: ["AWSPREVIOUS"], SECOND: ["AWSCURRENT"]}),
    )


def test_a_replay_does_not_win_pending_back(conforms: Conforms) -> None:
    """Documented: such a request "is ignored". A caller sees it by the label that the answer lacks."""

    def act(client: Client) -> object:
        create(client)
        put(client, SECOND, "v2", "AWSPENDING")
        put(client, THIRD, "v3", "AWSPENDING")
        return put(client, SECOND, "v2", "AWSPENDING"), labels(client)[THIRD]

    conforms(act, aws=([], ["AWSPENDING"]))


def test_going_back_to_an_old_value_with_its_token_does_nothing(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        put(client, SECOND, "v2")
        return put(client, FIRST, "v1"), client.get_secret_value(SecretId="s", VersionStage="AWSCURRENT")["VersionId"]

    conforms(act, aws=(["AWSPREVIOUS"], SECOND))


def test_a_replayed_creation_answers_the_version_of_its_token(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        put(client, SECOND, "v2")
        return client.create_secret(Name="s", SecretString="v1", ClientRequestToken=FIRST)["VersionId"]

    conforms(act, aws=FIRST, moto=SECOND)


def test_a_replayed_update_answers_the_version_of_its_token(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        put(client, SECOND, "v2")
        return client.update_secret(SecretId="s", SecretString="v1", ClientRequestToken=FIRST)["VersionId"]

    conforms(act, aws=FIRST, moto=SECOND)


def test_another_value_is_refused(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        return [
            observe(client, lambda c: create(c, SecretString="other")),
            observe(client, lambda c: put(c, FIRST, "other")),
            observe(client, lambda c: c.update_secret(SecretId="s", SecretString="other", ClientRequestToken=FIRST)),
        ]

    conforms(act, aws=["ResourceExistsException"] * 3)


def test_a_name_that_exists_is_refused_to_another_token(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        return create(client, ClientRequestToken=SECOND)

    conforms(act, aws="ResourceExistsException")


def test_a_creation_without_value_cannot_be_replayed(conforms: Conforms) -> None:
    def act(client: Client) -> None:
        client.create_secret(Name="s", ClientRequestToken=FIRST)
        client.create_secret(Name="s", ClientRequestToken=FIRST)

    conforms(act, aws="ResourceExistsException")
