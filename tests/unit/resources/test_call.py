"""What goes back through the gRPC call, and what is left where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from google.rpc import status_pb2
from pulumi.runtime.proto import provider_pb2

from pulumi_boomi_spaces.resources import call as calls
from pulumi_boomi_spaces.resources.call import Call, CleanError

NOBODY = Call(None, None)


class Context:
    """The servicer's context, as far as it is used."""

    trailing: tuple[tuple[str, bytes], ...] = ()

    def set_trailing_metadata(self, metadata: tuple[tuple[str, bytes], ...]) -> None:
        self.trailing = metadata


class Request:
    urn = "urn:pulumi:dev::shop::pulumi-python:dynamic/boomi:OAuthConnection::erp"


def answered(context: Context) -> status_pb2.Status:
    ((name, content),) = context.trailing
    assert name == "grpc-status-details-bin"
    return status_pb2.Status.FromString(content)


def servicer(request: Any, context: Any) -> Call:
    return method()


def method() -> Call:
    return Call.current()


def test_the_call_is_found_in_the_frames_above() -> None:
    assert method() == NOBODY
    found = servicer(Request, Context())
    assert found.request is Request
    assert isinstance(found.context, Context)


def test_a_failure_is_its_lines_alone() -> None:
    context = Context()
    with pytest.raises(CleanError, match=r"one\ntwo"):
        Call(Request(), context).fail("one", "two")
    status = answered(context)
    assert (status.code, status.message, list(status.details)) == (2, "one\ntwo", [])


def test_a_partial_failure_carries_what_exists() -> None:
    context = Context()
    outputs, inputs = {"a": 1, "__provider": "p"}, {"a": 0}
    with pytest.raises(CleanError, match="stopped"):
        Call(Request(), context).partial("a/b", outputs, "stopped", inputs)
    detail = provider_pb2.ErrorResourceInitFailed()
    status = answered(context)
    assert status.details[0].Unpack(detail)
    assert (detail.id, list(detail.reasons)) == ("a/b", ["stopped"])
    assert dict(detail.properties) == {"a": 1.0, "__provider": "p"}
    assert dict(detail.inputs) == {"a": 0.0}


def test_the_status_written_by_hand_is_the_one_of_the_library() -> None:
    detail = provider_pb2.ErrorResourceInitFailed(id="a/b", reasons=["é" * 200])
    expected = status_pb2.Status(code=2, message="ü" * 300)
    expected.details.add().Pack(detail)
    assert calls._encoded_status(2, "ü" * 300, detail) == expected.SerializeToString()


def test_without_a_call_errors_are_raised_and_warnings_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CleanError, match=r"^told$"):
        NOBODY.fail("told")
    with pytest.raises(CleanError, match=r"^stopped$"):
        NOBODY.partial("a/b", {}, "stopped")
    NOBODY.warn("look\nhere")
    NOBODY.progress("not kept")
    assert capsys.readouterr().err == "warning: look\\nhere\n"


def test_without_an_engine_to_tell_warnings_go_to_standard_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["pulumi"])
    Call(Request(), Context()).warn("look here")
    assert capsys.readouterr().err == "warning: look here\n"
