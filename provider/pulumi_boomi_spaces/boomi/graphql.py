"""Boomi's GraphQL API: documents from files, variables alone, errors looked at first."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any

import msgspec

from ..errors import GoneError, ServiceError
from ..settings import Settings
from . import answers
from .answers import Failure, Reply, answered, decoded, document
from .sign_in import SignIn
from .throttle import Throttle
from .transport import Request, Transport

GONE = frozenset({"SPACE_NOT_FOUND", "SPACE_IS_DELETED"})
UNCLEAR = frozenset({"GENERIC_SYSTEM_ERROR", "PLATFORM_CALL_ERROR", "SYSTEM_ERROR", "TEMPORARY_ERROR"})
"""A call behind the service failed: a write may have been done."""
REFUSED = frozenset(
    {
        *("MISSING_SPACE_NAME", "INVALID_SPACE_NAME", "SPACE_NAME_IS_LENGTHY", "MISSING_ACCT_GRP_ID"),
        *("SPACE_EXISTS_FOR_ACCT_GRP", "UNSUPPORTED_SHARING_MODE", "MISSING_SPACE_ID", "MISSING_OP_USER_ID"),
        *("MISSING_OP_ACCT_ID", "INVALID_AUTH_METHOD", "UNAUTHORIZED", "ACCOUNT_INPUT_MISSING_FIELDS"),
        *("ACCOUNT_INPUT_INVALID_DATE", "ARTIFACT_NOT_IN_SPACE", "IPACK_INSTANCE_ID_INVALID"),
        *("IPACK_NOT_FOUND_IN_SPACE", "SPACE_LOGO_UPLOAD_ERROR", "SPACE_LOGO_DELETE_ERROR", "SPACE_LOGO_GET_ERROR"),
        *("SPACE_THEME_DELETE_ERROR", "NO_SPACE_ARTIFACT_METADATA_FOUND", "INVALID_NEW_SUBMISSION_STATUS"),
        "SUBMISSION_STATUS_UPDATE_NOT_ALLOWED",
    }
)
CODES = GONE | UNCLEAR | REFUSED
"""Boomi Spaces API, error codes, and those of the gateway. Where in an error the code stands is not documented."""

DOWNSTREAM = "Downstream Execution Error"
"""How a message begins when something behind the gateway failed (Boomi Spaces API, spaceAccounts)."""


@dataclasses.dataclass(frozen=True)
class Document:
    """One operation of one file: what is sent, whether it writes, and the root field whose value is the answer."""

    text: str
    writes: bool
    field: str


@cache
def load(name: str) -> Document:
    """The document `documents/<name>.graphql`: one operation, one root field, as the contract test checks."""
    text = files(__package__).joinpath("documents", f"{name}.graphql").read_text("utf-8")
    found = re.search(r"^(query|mutation)\b[^{]*\{\s*(\w+)", text, re.M)
    if found is None:
        raise LookupError(f"{name}.graphql holds no operation")
    return Document(text, found.group(1) == "mutation", found.group(2))


class GraphQL:
    """Calls of Boomi's GraphQL API with the JWT of an account."""

    def __init__(self, transport: Transport, throttle: Throttle, settings: Settings, sign_in: SignIn) -> None:
        self._transport = transport
        self._throttle = throttle
        self._settings = settings
        self.sign_in = sign_in

    def run(
        self, account: str, name: str, variables: Mapping[str, Any], what: str, space_guid: str | None = None
    ) -> Any:
        """The value of the document's root field, never null. `what` says in words what is attempted.

        Costs one request, and one for a JWT every four minutes. Raises ServiceError; GoneError for a lost Space.
        """
        token = self.sign_in.token(account)
        try:
            return self._send(account, token, name, variables, what, space_guid)
        except ServiceError as error:
            if error.status != 401:
                raise
        # Refused before anything was done: the JWT may have ended early, so a new one gets one chance.
        return self._send(account, self.sign_in.token(account, refused=token), name, variables, what, space_guid)

    def _send(
        self, account: str, token: str, name: str, variables: Mapping[str, Any], what: str, space_guid: str | None
    ) -> Any:
        loaded = load(name)
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        if space_guid is not None:
            headers["SPACE_GUID"] = space_guid
        request = Request(
            "POST",
            f"{self._settings.graphql}/graphql",
            headers,
            what=what,
            account=account,
            write=loaded.writes,
            body=msgspec.json.encode({"query": loaded.text, "variables": variables}),
        )
        bucket = self._throttle.bucket(self._settings.graphql, self._settings.charged(account))
        try:
            return self._transport.send(request, bucket, partial(_value, loaded.field))
        except ServiceError as error:
            if error.code not in GONE:
                raise
            gone = GoneError(str(error), status=error.status, code=error.code, request_id=error.request_id)
        raise gone


def _value(field: str, reply: Reply) -> Any:
    """The root field's value. Errors come first: they also come with status 200, and beside data."""
    found, _ = decoded(reply.body)
    errors = found.get("errors") if isinstance(found, Mapping) else None
    if isinstance(errors, list) and errors and reply.status not in (401, 429, 503):
        raise _refusal(reply, errors[0] if isinstance(errors[0], Mapping) else {})
    data = document(reply)
    value = data["data"].get(field) if isinstance(data, Mapping) and isinstance(data.get("data"), Mapping) else None
    if value is None:
        raise Failure(f"{answered(reply)} without a result", reply=reply, unclear=True, again=True)
    return value


def _refusal(reply: Reply, error: Mapping[str, Any]) -> Failure:
    message = str(error.get("message", ""))
    code = _code(error, message)
    if code == "" and message.endswith("Unauthorized"):  # how an ended JWT may look with status 200
        return Failure(answered(reply, message), reply=dataclasses.replace(reply, status=401))
    behind = code == "" and (message.startswith(DOWNSTREAM) or reply.status in answers.UNCLEAR)
    unclear = behind or code in UNCLEAR
    return Failure(answered(reply, message, code), reply=reply, code=code, unclear=unclear, again=unclear)


def _code(error: Mapping[str, Any], message: str) -> str:
    extensions = error.get("extensions")
    for key in ("errorCode", "code"):
        code = extensions.get(key) if isinstance(extensions, Mapping) else None
        if isinstance(code, str) and re.fullmatch(r"[A-Z][A-Z0-9_]{2,60}", code):
            return code
    return next((word for word in re.findall(r"[A-Z][A-Z_]+", message) if word in CODES), "")
