"""The provider process itself over gRPC, as the engine talks to it: clean errors, partial failures, unhealthy reads.

Clean errors rest on the call in the frames above a method (`resources/call.py`), which no contract of Pulumi's covers:
these tests fail when another version of the SDK ends that.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from tests.contract.test_names_in_state import NAMES

CANARY = "canary-91c4-secret"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
OWNER = "p/dev/OAuthConnection/erp"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("program")
    (folder / "Pulumi.yaml").write_text("name: p\nruntime: python\n")
    environ = {**os.environ, "PULUMI_PROJECT": "p", "PULUMI_STACK": "dev", "BOOMI_SPACES_SANDBOX": "1"}
    environ |= {"BOOMI_HOST": "http://127.0.0.1:9", "BOOMI_ACCOUNT": "acme", "BOOMI_USER": "u", "BOOMI_TOKEN": "t"}
    environ |= {"BOOMI_ACCOUNTS": '{"child": {"user": "u", "token": "t"}}'}
    command = [sys.executable, "-u", "-m", "pulumi.dynamic", "127.0.0.1:1"]
    process = subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = int(process.stdout.readline())
    stub: Any = provider_pb2_grpc.ResourceProviderStub(grpc.insecure_channel(f"127.0.0.1:{port}"))
    stub.Configure(provider_pb2.ConfigureRequest(), timeout=30)
    yield stub
    process.kill()
    process.wait()


def struct(kind: str, **values: Any) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    made.update({"__provider": NAMES[f"{kind}Provider"], **values})
    return made


def connection(**values: Any) -> struct_pb2.Struct:
    base: dict[str, Any] = {
        "attachment": "child/i/e",
        "connection": "ERP",
        "connector": "rest_client",
        "grant_type": "client_credentials",
        "base_url": "https://erp.example.com",
        "client_id": "c",
        "client_secret": CANARY,
        "client_secret_digest": "",
        "token_url": "https://login.example.com/token",
        "owner": OWNER,
    }
    return struct("OAuthConnection", **(base | values))


def urn(kind: str) -> str:
    return f"urn:pulumi:dev::p::pulumi-python:dynamic/boomi:{kind}::erp"


def check(provider: Any, news: struct_pb2.Struct, olds: struct_pb2.Struct | None = None) -> Any:
    request = provider_pb2.CheckRequest(urn=urn("OAuthConnection"), olds=olds, news=news)
    return provider.Check(request, timeout=60)


def failed(call: Any, request: Any) -> tuple[str, Any]:
    """The text and the detail of a call that fails, from the status in the trailing metadata."""
    from google.rpc import status_pb2

    with pytest.raises(grpc.RpcError) as told:
        call(request, timeout=60)
    error: Any = told.value
    trailing = dict(error.trailing_metadata())
    status = status_pb2.Status.FromString(trailing["grpc-status-details-bin"])
    assert status.code == 2
    detail = None
    if status.details:
        detail = provider_pb2.ErrorResourceInitFailed()
        assert status.details[0].Unpack(detail)
    return status.message, detail


def test_check_answers_normalised_inputs_and_a_digest(provider: Any) -> None:
    answer = check(provider, connection(scopes="b a a"))
    assert list(answer.failures) == []
    inputs = dict(answer.inputs)
    assert list(inputs["scopes"]) == ["a", "b"]
    assert inputs["client_secret_digest"]
    assert CANARY not in inputs["client_secret_digest"]
    again = check(provider, connection(scopes="a b"), answer.inputs)
    assert dict(again.inputs)["client_secret_digest"] == inputs["client_secret_digest"]


def test_check_tells_all_problems_without_a_property_and_without_a_value(provider: Any) -> None:
    answer = check(
        provider,
        connection(token_url="http://login.example.com", authorization_url="https://x.example.com", client_id=""),
    )
    assert {failure.property for failure in answer.failures} == {""}
    assert sorted(failure.reason.split(":")[0] for failure in answer.failures) == [
        "authorization_url",
        "client_id",
        "token_url",
    ]
    assert not [failure for failure in answer.failures if CANARY in failure.reason]


def test_the_grant_rule_runs_while_everything_else_is_unknown(provider: Any) -> None:
    news = connection(connector="http_client", grant_type="jwt_bearer", attachment=UNKNOWN, base_url=UNKNOWN)
    reasons = [failure.reason for failure in check(provider, news).failures]
    assert any(reason.startswith('grant_type: "jwt_bearer" is not offered by HTTP Client.') for reason in reasons)


def test_unknown_values_come_back_unknown(provider: Any) -> None:
    answer = check(provider, connection(attachment=UNKNOWN, base_url=UNKNOWN, client_secret=UNKNOWN))
    assert list(answer.failures) == []
    inputs = dict(answer.inputs)
    assert inputs["attachment"] == inputs["base_url"] == inputs["client_secret_digest"] == UNKNOWN


def test_an_error_is_its_text_alone(provider: Any) -> None:
    answer = check(provider, connection())
    request = provider_pb2.CreateRequest(urn=urn("OAuthConnection"), properties=answer.inputs)
    text, detail = failed(provider.Create, request)
    assert text.startswith("OAuthConnection 'erp': ")
    assert "Traceback" not in text
    assert CANARY not in text
    assert detail is None


def test_a_state_of_another_world_is_told(provider: Any) -> None:
    outs = connection(world="us:api.boomi.com/child", resolved={})
    text, _ = failed(
        provider.Delete, provider_pb2.DeleteRequest(id="a/b/c/d", urn=urn("OAuthConnection"), properties=outs)
    )
    assert "belongs to us:api.boomi.com/child" in text


def test_without_a_call_the_text_is_still_clean(tmp_path: Path) -> None:
    program = """
from pulumi_boomi_spaces.resources.providers import IntegrationPackAttachmentProvider
IntegrationPackAttachmentProvider().delete("a/b/c",
    {"world": "elsewhere/a", "instance": "a/b", "owner": "p/dev/K/there"})
"""
    command = [sys.executable, "-c", program]
    result = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={"PATH": os.environ["PATH"]}, check=False
    )
    assert result.returncode == 1
    last = result.stderr.strip().splitlines()[-1]
    assert last.startswith("BoomiSpacesError: IntegrationPackAttachment 'there': this state belongs to elsewhere/a")
    assert "During handling" not in result.stderr
