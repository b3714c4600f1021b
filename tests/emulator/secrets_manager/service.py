"""AWS Secrets Manager of the sandbox over real HTTP, and moto alone to compare it with."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from werkzeug.serving import WSGIRequestHandler, make_server

from boomi_emulator.secrets_manager.app import SecretsManager

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

Client: TypeAlias = "SecretsManagerClient"
Act: TypeAlias = "Callable[[SecretsManagerClient], Any]"

FIRST, SECOND, THIRD, UNKNOWN = (digit * 32 for digit in "1234")
"""Request tokens, which become version ids."""


class Conforms(Protocol):
    def __call__(self, act: Act, *, aws: object, moto: object = ...) -> None: ...


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """A failing test shows its own story, not a line for each request."""


@contextmanager
def serve(app: SecretsManager) -> Iterator[str]:
    """The address of `app` on a free loopback port."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.close()


def connect(url: str | None, region: str = "eu-west-1") -> Client:
    """A client that asks once, and sends what a wrong caller would send."""
    return boto3.client(
        "secretsmanager",
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
        config=Config(retries={"mode": "standard", "total_max_attempts": 1}, parameter_validation=False),
    )


def observe(client: Client, act: Act) -> Any:
    """What `act` returns; the error code when the service refuses; the exception's name when moto breaks."""
    try:
        return act(client)
    except ClientError as error:
        return error.response["Error"]["Code"]
    except Exception as error:  # noqa: BLE001 - moto in this process hands its own exceptions to the caller
        return type(error).__name__


def labels(client: Client) -> dict[str, list[str]]:
    """The versions of the secret "s" that DescribeSecret shows, with their labels in alphabetical order."""
    stages = client.describe_secret(SecretId="s").get("VersionIdsToStages", {})
    return {version_id: sorted(names) for version_id, names in stages.items()}


def create(client: Client, **parameters: Any) -> str:
    """A secret "s" whose first version is FIRST. Returns its ARN."""
    return client.create_secret(Name="s", **{"SecretString": "v1", "ClientRequestToken": FIRST, **parameters})["ARN"]


def put(client: Client, token: str, value: str, *stages: str) -> list[str]:
    """A version of "s". Returns the labels of the answer, in alphabetical order."""
    wanted: dict[str, Any] = {"VersionStages": list(stages)} if stages else {}
    answer = client.put_secret_value(SecretId="s", SecretString=value, ClientRequestToken=token, **wanted)
    return sorted(answer["VersionStages"])


def move(client: Client, label: str, to: str | None, source: str | None) -> None:
    """UpdateSecretVersionStage on "s"; None leaves the parameter out."""
    wanted = {"MoveToVersionId": to, "RemoveFromVersionId": source}
    given = {name: version_id for name, version_id in wanted.items() if version_id is not None}
    client.update_secret_version_stage(SecretId="s", VersionStage=label, **given)
