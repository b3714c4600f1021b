"""From a reference to its value: environment variable, file, AWS Secrets Manager. What is read is hidden at once."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from typing import Protocol

from ..errors import SecretUnavailableError
from ..redact import hide, quoted
from ..secret import Secret
from ..settings import Settings
from .facts import Described
from .sources import Identity, refuse_unlisted, usable_version

LARGEST_FILE = 64 * 1024
"""Bytes; AWS Secrets Manager keeps no larger value either."""


class Source(Protocol):
    """What is asked of AWS Secrets Manager for a reference."""

    def describe(self, arn_or_name: str) -> Described | None: ...

    def value(self, arn: str, version: str, key: str | None) -> str: ...


class Resolver:
    """Reads what references point to; literals pass through. Nothing is asked of AWS before a reference needs it."""

    def __init__(self, settings: Settings, environ: Mapping[str, str], sts_identity: Identity, aws: Source) -> None:
        self._settings = settings
        self._environ = environ
        self._identity = sts_identity
        self._aws = aws

    def resolve(self, value: Secret | str) -> str:
        """The secret itself. Raises SecretUnavailableError where there is none, InputError where it may not be read."""
        if isinstance(value, str):
            return _hidden(value, "the literal")
        match value.place:
            case "env":
                return _hidden(self._environ.get(value.at, ""), f"environment variable {quoted(value.at)}")
            case "file":
                return _hidden(_read(value.at), f"file {quoted(value.at)}")
            case "aws":
                self.refuse_unlisted(value.at)
                version = usable_version(value.at, self._aws.describe(value.at))
                return self._aws.value(value.at, version, value.key)

    def refuse_unlisted(self, arn: str) -> None:
        """Raises InputError for an ARN outside the caller's account and Region that the settings do not list."""
        refuse_unlisted(arn, self._settings.secret_sources, self._identity)


def _hidden(value: str, what: str) -> str:
    if not value:
        raise SecretUnavailableError(f"{what} is not set, or is empty")
    if not _is_text(value):
        raise SecretUnavailableError(f"{what} is not UTF-8 text")
    return hide(value)


def _is_text(value: str) -> bool:
    # Python keeps undecodable bytes of the environment as surrogates; an encoding error would carry the value along.
    return not any("\ud800" <= char <= "\udfff" for char in value)


def _read(path: str) -> str:
    problem, content = "", b""
    try:
        content = _bytes_of(path)
    except OSError as error:
        problem = os.strerror(error.errno) if error.errno else "it cannot be read"
    except ValueError as error:
        problem = str(error)
    if problem:
        raise SecretUnavailableError(f"file {quoted(path)}: {problem}")
    if len(content) > LARGEST_FILE:
        raise SecretUnavailableError(f"file {quoted(path)} is larger than {LARGEST_FILE // 1024} KiB")
    text = content.decode("utf-8", "surrogateescape")
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")


def _bytes_of(path: str) -> bytes:
    """Raises ValueError for what is no regular file, before it is opened: a pipe would wait, a device may act."""
    _refuse_irregular(os.stat(path).st_mode)  # noqa: PTH116 - the same on the opened file below
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        _refuse_irregular(os.fstat(descriptor).st_mode)
        return file.read(LARGEST_FILE + 1)


def _refuse_irregular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise ValueError("it is not a regular file")
