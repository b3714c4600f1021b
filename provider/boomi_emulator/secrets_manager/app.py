"""The WSGI application: AWS's JSON protocol in, the corrections and moto in the middle, AWS's JSON protocol out."""

from __future__ import annotations

import json
import logging
import re
import threading
import traceback
import uuid
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from boomi_emulator.secrets_manager import moto_service
from boomi_emulator.secrets_manager.call import READS, Answer, AwsError, Call, Parameters, not_served
from boomi_emulator.secrets_manager.corrections import AFTER, BEFORE, owning_service
from boomi_emulator.secrets_manager.state import State

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

LARGEST_BODY = 1 << 20
"""Bytes. The largest legal request is a value of 64 KiB, escaped, beside tags, description and policy."""
SCOPE = re.compile(r"^AWS4-HMAC-SHA256 Credential=[^/,\s]+/\d{8}/(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)/secretsmanager/")

log = logging.getLogger(__name__)


class SecretsManager:
    """AWS Secrets Manager of one account as a WSGI application. It serves one call at a time."""

    def __init__(self, state: Path | None) -> None:
        self._lock = threading.Lock()
        self._state = State(state)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            status, body = 200, self._serve(environ)
        except AwsError as error:
            status, body = error.status, {"__type": error.code, "Message": error.message}
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is answered as AWS answers its own faults
            # Without the exception's own text, which may hold a secret value.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("%s failed with %s\n%s", environ.get("HTTP_X_AMZ_TARGET"), type(error).__name__, where)
            status, body = 500, {"__type": "InternalServiceError", "Message": "An error occurred on the server side."}
        content = json.dumps(body).encode()
        headers = [
            ("Content-Type", "application/x-amz-json-1.1"),
            ("Content-Length", str(len(content))),
            ("x-amzn-RequestId", str(uuid.uuid4())),
        ]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [content]

    def set_owning_service(self, region: str, name: str, service: str) -> None:
        """Hand a secret to an AWS service, as if that service had made it (`OwningService`).

        For scenarios: AWS has no call for it. Raises KeyError when the Region has no secret of this name.
        """
        with self._lock:
            owning_service.hand_over(self._state.regions[region], name, service)
            self._state.keep(region, name)

    def close(self) -> None:
        """Let go of the state file."""
        with self._lock:
            self._state.close()

    def _serve(self, environ: WSGIEnvironment) -> Answer:
        operation = _operation(environ)
        region = _region(environ)
        parameters = _parameters(environ)
        with self._lock:
            regions = self._state.regions
            call = Call(operation, parameters, regions[region], regions)
            answer = _answer(call)
            if operation not in READS:
                call.changed.add((region, call.name))
            for changed in call.changed:
                self._state.keep(*changed)
        return {key: value for key, value in answer.items() if value is not None}


def _answer(call: Call) -> Answer:
    for before in BEFORE:
        if (settled := before(call)) is not None:
            return settled
    answer = moto_service.answer(call)
    for after in AFTER:
        after(call, answer)
    return answer


def _operation(environ: WSGIEnvironment) -> str:
    if environ["REQUEST_METHOD"] != "POST" or environ.get("PATH_INFO", "/") not in ("", "/"):
        raise AwsError("UnknownOperationException", "Only POST / is served here, AWS's JSON protocol.", status=404)
    service, _, operation = str(environ.get("HTTP_X_AMZ_TARGET")).partition(".")
    if service != "secretsmanager" or operation not in moto_service.operations():
        raise AwsError("UnknownOperationException", "X-Amz-Target names no operation of AWS Secrets Manager.")
    if operation not in moto_service.SERVED:
        raise not_served(operation)
    return operation


def _region(environ: WSGIEnvironment) -> str:
    scope = SCOPE.match(environ.get("HTTP_AUTHORIZATION", ""))
    if scope is None:
        raise AwsError("MissingAuthenticationTokenException", "The request is not signed for AWS Secrets Manager.")
    return str(scope["region"])


def _parameters(environ: WSGIEnvironment) -> Parameters:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_BODY:
        raise AwsError("RequestEntityTooLargeException", f"A request has at most {LARGEST_BODY} bytes.", status=413)
    try:
        parameters = json.loads(environ["wsgi.input"].read(int(length)))
        json.dumps(parameters, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except ValueError:
        parameters = None
    if not isinstance(parameters, dict):
        raise AwsError("SerializationException", "The request body is not a JSON object.")
    return parameters
