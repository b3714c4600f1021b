from __future__ import annotations

import pytest

from tests.emulator.secrets_manager.service import SECOND, THIRD, Act, Client, Conforms, create, labels, move, put

ONE_MORE: dict[str, Act] = {
    "PutSecretValue": lambda client: put(client, THIRD, "v3", "20th"),
    "UpdateSecretVersionStage": lambda client: move(client, "20th", SECOND, None),
}


@pytest.mark.parametrize("name", ONE_MORE)
def test_a_secret_has_20_labels(conforms: Conforms, name: str) -> None:
    def act(client: Client) -> int:
        create(client)
        put(client, SECOND, "v2", *(f"label{number}" for number in range(19)))
        ONE_MORE[name](client)
        return sum(map(len, labels(client).values()))

    conforms(act, aws="LimitExceededException", moto=21)


def test_the_20th_label_is_taken(conforms: Conforms) -> None:
    def act(client: Client) -> list[str]:
        create(client)
        put(client, SECOND, "v2", *(f"label{number}" for number in range(18)))
        return put(client, THIRD, "v3", "20th")

    conforms(act, aws=["20th"])
