from __future__ import annotations

import json
from typing import Any

import pytest

from tests.emulator.secrets_manager.service import Client, Conforms, create, observe


def policy(**statement: object) -> str:
    reading = {"Effect": "Allow", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [reading | statement]})


@pytest.mark.parametrize("text", ["no JSON", "[]", "{}", '{"Statement": []}', '{"Statement": [{"Effect": "Allow"}]}'])
def test_what_is_no_policy_is_refused(conforms: Conforms, text: str) -> None:
    def act(client: Client) -> str:
        create(client)
        client.put_resource_policy(SecretId="s", ResourcePolicy=text)
        return "put"

    conforms(act, aws="MalformedPolicyDocumentException", moto="put")


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["111122223333", "*"]}])
def test_a_public_policy_is_refused_where_it_is_blocked(conforms: Conforms, principal: object) -> None:
    def act(client: Client) -> str:
        create(client)
        client.put_resource_policy(SecretId="s", ResourcePolicy=policy(Principal=principal), BlockPublicPolicy=True)
        return "put"

    conforms(act, aws="PublicPolicyException", moto="put")


@pytest.mark.parametrize(
    "text",
    [
        policy(Principal={"AWS": "arn:aws:iam::111122223333:root"}),
        policy(Effect="Deny"),
        policy(Condition={"StringEquals": {"aws:PrincipalAccount": "111122223333"}}),
    ],
    ids=["one account", "deny everybody", "everybody on a condition"],
)
def test_other_policies_pass_the_block_and_are_answered(conforms: Conforms, text: str) -> None:
    def act(client: Client) -> str:
        create(client)
        client.put_resource_policy(SecretId="s", ResourcePolicy=text, BlockPublicPolicy=True)
        return client.get_resource_policy(SecretId="s")["ResourcePolicy"]

    conforms(act, aws=text)


def test_a_public_policy_is_taken_where_it_is_not_blocked(conforms: Conforms) -> None:
    def act(client: Client) -> object:
        create(client)
        client.put_resource_policy(SecretId="s", ResourcePolicy=policy())
        put = client.get_resource_policy(SecretId="s").get("ResourcePolicy")
        client.delete_resource_policy(SecretId="s")
        return put, client.get_resource_policy(SecretId="s").get("ResourcePolicy")

    conforms(act, aws=(policy(), None))


def test_only_the_default_policy_can_be_put(client: Client) -> None:
    create(client)
    named: dict[str, Any] = {"SecretId": "s", "ResourcePolicy": policy(), "PolicyName": "mine"}
    assert observe(client, lambda c: c.put_resource_policy(**named)) == "InvalidParameterException"
