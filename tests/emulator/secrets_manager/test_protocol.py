"""What is answered on which path, and how errors look on the wire."""

from __future__ import annotations

from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from boomi_emulator.secrets_manager import app as application
from boomi_emulator.secrets_manager import wsgi_app
from boomi_emulator.secrets_manager.app import SecretsManager
from tests.emulator.secrets_manager.service import Act, Client, Conforms, connect, create, observe, serve

SIGNED = (
    "AWS4-HMAC-SHA256 Credential=sandbox/20300101/eu-west-1/secretsmanager/aws4_request, SignedHeaders=h, Signature=s"
)
LIST = {"X-Amz-Target": "secretsmanager.ListSecrets", "Authorization": SIGNED}


def ask(
    url: str, headers: dict[str, str], path: str = "/", method: str = "POST", body: bytes = b"{}"
) -> tuple[int, bytes]:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=5)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_a_signed_call_is_served(url: str) -> None:
    assert ask(url, LIST) == (200, b'{"SecretList": []}')


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("OPTIONS", "/"),
        ("GET", "/moto-api/"),
        ("GET", "/moto-api/data.json"),
        ("POST", "/moto-api/reset"),
        ("POST", "/moto-api/seed?a=42"),
        ("GET", "/latest/meta-data/iam/security-credentials/"),
        ("POST", "/bucket"),
    ],
)
def test_everything_else_is_closed(client: Client, url: str, method: str, path: str) -> None:
    create(client)
    status, body = ask(url, LIST, path, method)
    assert status == 404
    assert b"v1" not in body
    assert client.get_secret_value(SecretId="s")["SecretString"] == "v1"


@pytest.mark.parametrize(
    "target", ["", "ListSecrets", "secretsmanager.", "secretsmanager.Reset", "dynamodb.ListTables"]
)
def test_an_operation_that_is_not_of_this_service_is_unknown(url: str, target: str) -> None:
    status, body = ask(url, LIST | {"X-Amz-Target": target})
    assert (status, b"UnknownOperationException" in body) == (400, True)


NOT_SERVED: dict[str, Act] = {
    "BatchGetSecretValue": lambda client: client.batch_get_secret_value(SecretIdList=["s"]),
    "GetRandomPassword": lambda client: client.get_random_password(),
    "ValidateResourcePolicy": lambda client: client.validate_resource_policy(ResourcePolicy="{}"),
    "StopReplicationToReplica": lambda client: client.stop_replication_to_replica(SecretId="s"),
}


@pytest.mark.parametrize("operation", NOT_SERVED)
def test_what_is_not_served_is_refused_by_name(client: Client, operation: str) -> None:
    with pytest.raises(ClientError) as refused:
        NOT_SERVED[operation](client)
    assert status_of(refused.value) == 501
    assert refused.value.response["Error"]["Code"] == "UnknownOperationException"
    assert operation in refused.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    "authorization", ["", "Basic eDp5", SIGNED.replace("secretsmanager", "s3"), SIGNED.replace("eu-west-1", "EU")]
)
def test_an_unsigned_call_is_refused(url: str, authorization: str) -> None:
    status, body = ask(url, LIST | {"Authorization": authorization})
    assert (status, b"MissingAuthenticationTokenException" in body) == (400, True)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'"text"', b'{"SortBy": "\\ud800"}'])
def test_a_body_that_is_no_object_is_refused(url: str, body: bytes) -> None:
    status, answer = ask(url, LIST, body=body)
    assert (status, b"SerializationException" in answer) == (400, True)


def test_a_large_body_is_refused_unread(url: str) -> None:
    status, _ = ask(url, LIST | {"Content-Length": str(application.LARGEST_BODY + 1)}, body=b"")
    assert status == 413


def test_not_found_is_a_400(conforms: Conforms) -> None:
    def act(client: Client) -> int:
        with pytest.raises(ClientError) as refused:
            client.describe_secret(SecretId="s")
        return status_of(refused.value)

    conforms(act, aws=400, moto=404)


def test_texts_are_plain(conforms: Conforms) -> None:
    def act(client: Client) -> str:
        create(client)
        client.delete_secret(SecretId="s")
        with pytest.raises(ClientError) as refused:
            client.delete_secret(SecretId="s")
        return refused.value.response["Error"]["Message"]

    text = "You tried to perform the operation on a secret that's currently marked deleted."
    prefix = "An error occurred (InvalidRequestException) when calling the DeleteSecret operation: "
    indented = (
        prefix + "You tried to " + 20 * " " + "perform the operation on a secret that's currently marked deleted."
    )
    conforms(act, aws=text, moto=indented)


def test_a_fault_of_the_service_shows_no_value(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(call: Any) -> None:
        raise RuntimeError(call.parameters["SecretString"])

    monkeypatch.setattr(application, "BEFORE", (fail,))
    with pytest.raises(ClientError) as broken:
        create(client, SecretString="canary")
    assert status_of(broken.value) == 500
    assert broken.value.response["Error"]["Code"] == "InternalServiceError"
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text + str(broken.value)


def test_two_applications_share_nothing(client: Client, app: SecretsManager) -> None:
    create(client, AddReplicaRegions=[{"Region": "us-east-1"}])
    with serve(wsgi_app()) as other:
        for region in ("eu-west-1", "us-east-1"):
            lookup: Act = lambda c: c.describe_secret(SecretId="s")  # noqa: E731
            assert observe(connect(other, region), lookup) == "ResourceNotFoundException"


def status_of(error: ClientError) -> int:
    return error.response["ResponseMetadata"]["HTTPStatusCode"]
