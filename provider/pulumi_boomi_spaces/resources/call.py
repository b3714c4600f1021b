"""The gRPC call behind a provider method: clean errors, partial failures, warnings and progress for one resource.

Pulumi's dynamic provider API has none of these, but the engine implements them for all providers, and the frames above
a method hold the call (`request`, `context`) that the Python servicer answers. No public contract covers that, so
nothing that correctness needs rests on it: where no call is found, errors are raised as they are and warnings go to
standard error.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from typing import Any, NoReturn

from pulumi.runtime import rpc

from ..redact import one_line

UNKNOWN_CODE = 2
"""gRPC status UNKNOWN, which the servicer answers for any exception; the status in the trailer must agree with it."""
INFO, WARNING = 1, 2
"""Severities of the engine's log (pulumirpc.LogSeverity)."""


class CleanError(Exception):
    """Raised after an answer was attached to the call; without a call the SDK prints its name and text, nothing
    else."""


# Where no call is found, the SDK prints the class's qualified name first; that of a built-in has no module in front.
CleanError.__module__ = "builtins"
CleanError.__qualname__ = "BoomiSpacesError"


@dataclasses.dataclass(frozen=True)
class Call:
    """One call of the engine; `request` and `context` are None where the frames above do not hold them."""

    request: Any
    context: Any

    @classmethod
    def current(cls) -> Call:
        """The call that is being answered in this thread."""
        frame = sys._getframe(1)
        while frame is not None:
            request, context = frame.f_locals.get("request"), frame.f_locals.get("context")
            if hasattr(request, "urn") and hasattr(context, "set_trailing_metadata"):
                return cls(request, context)
            frame = frame.f_back  # type: ignore[assignment]
        return cls(None, None)

    def fail(self, *problems: str) -> NoReturn:
        """End the call with these texts alone, a line each."""
        text = "\n".join(one_line(problem) for problem in problems)
        self._answer(text, None)
        raise CleanError(text) from None

    def partial(
        self, id: str, outputs: Mapping[str, Any], reason: str, inputs: Mapping[str, Any] | None = None
    ) -> NoReturn:
        """End the call with an error, and keep what exists: state has the resource, the next `pulumi up` updates it."""
        if self.context is not None:
            from pulumi.runtime.proto import provider_pb2

            detail = provider_pb2.ErrorResourceInitFailed(id=id, reasons=[one_line(reason)])
            detail.properties.CopyFrom(_struct(outputs))
            if inputs is not None:
                detail.inputs.CopyFrom(_struct(inputs))
            self._answer(one_line(reason), detail)
        raise CleanError(one_line(reason)) from None

    def warn(self, text: str) -> None:
        """A warning under the resource."""
        self._log(WARNING, text, ephemeral=False)

    def progress(self, text: str) -> None:
        """A line in the resource's row while it is being written; not kept."""
        self._log(INFO, text, ephemeral=True)

    def _answer(self, text: str, detail: Any) -> None:
        if self.context is None:
            return
        status = _status(UNKNOWN_CODE, text, detail)
        self.context.set_trailing_metadata((("grpc-status-details-bin", status),))

    def _log(self, severity: int, text: str, ephemeral: bool) -> None:
        told = self.request is not None and _tell_engine(self.request.urn, severity, one_line(text), ephemeral)
        if not told and not ephemeral:
            sys.stderr.write(f"warning: {one_line(text)}\n")


def _struct(values: Mapping[str, Any]) -> Any:
    import asyncio

    loop = asyncio.new_event_loop()  # as the SDK does; asyncio.run would take the thread's own loop away
    try:
        return loop.run_until_complete(rpc.serialize_properties(dict(values), {}))
    finally:
        loop.close()


def _status(code: int, text: str, detail: Any) -> bytes:
    """A google.rpc.Status, written by hand where the package that holds its class is not installed."""
    try:
        from google.rpc import status_pb2
    except ImportError:
        return _encoded_status(code, text, detail)
    status = status_pb2.Status(code=code, message=text)
    if detail is not None:
        status.details.add().Pack(detail)
    return bytes(status.SerializeToString())


def _encoded_status(code: int, text: str, detail: Any) -> bytes:
    """The three fields of google.rpc.Status: code (1), message (2), details (3, each a google.protobuf.Any)."""
    from google.protobuf import any_pb2

    encoded = b"\x08" + _varint(code) + _block(2, text.encode())
    if detail is not None:
        packed = any_pb2.Any()
        packed.Pack(detail)
        encoded += _block(3, packed.SerializeToString())
    return encoded


def _block(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


_engine: Any = None


def _tell_engine(urn: str, severity: int, text: str, ephemeral: bool) -> bool:
    """Log through the engine whose address is the provider process's first argument; False where there is none."""
    global _engine
    import grpc

    if _engine is None:
        if len(sys.argv) < 2 or ":" not in sys.argv[1]:
            return False
        from pulumi.runtime.proto import engine_pb2_grpc

        _engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(sys.argv[1]))
    from pulumi.runtime.proto import engine_pb2

    request = engine_pb2.LogRequest(severity=severity, message=text, urn=urn, ephemeral=ephemeral)  # type: ignore[arg-type]
    try:
        _engine.Log(request, timeout=5)
    except grpc.RpcError:
        return False
    return True
