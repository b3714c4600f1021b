from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator.secrets_manager.service import Act, Client, Conforms, create

UNSERVED: dict[str, Act] = {
    "Type": lambda client: create(client, Type="Salesforce"),
    "SortOrder": lambda client: client.list_secrets(SortOrder="desc"),
    "RotationToken": lambda client: client.put_secret_value(SecretId="s", SecretString="v", RotationToken="1" * 36),
    "ForceOverwriteReplicaSecret": lambda client: create(client, ForceOverwriteReplicaSecret=True),
}


@pytest.mark.parametrize("name", UNSERVED)
def test_it_is_refused_by_name(client: Client, name: str) -> None:
    with pytest.raises(ClientError, match=f"This sandbox does not serve {name} of ") as refused:
        UNSERVED[name](client)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_moto_ignores_the_order(conforms: Conforms) -> None:
    def act(client: Client) -> list[Any]:
        for name in ("a", "b"):
            client.create_secret(Name=name)
        return [secret["Name"] for secret in client.list_secrets(SortOrder="desc")["SecretList"]]

    conforms(act, aws="UnknownOperationException", moto=["a", "b"])
