"""Where a secret is, and never the secret itself: the references of a program and their form on the wire."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

Place = Literal["env", "file", "aws"]


@dataclasses.dataclass(frozen=True)
class Secret:
    """A reference to a secret; make one with `Secret.env`, `Secret.file` or `Secret.aws`.

    State, previews and logs show the reference; the value is read while a resource is written, from the environment of
    the run, a file, or AWS Secrets Manager.
    """

    place: Place
    at: str
    key: str | None = None

    @classmethod
    def env(cls, name: str) -> Secret:
        """The environment variable `name` of the process that runs `pulumi`."""
        return cls("env", name)

    @classmethod
    def file(cls, path: str) -> Secret:
        """A regular file of at most 64 KiB; one line break at its end is left out."""
        return cls("file", path)

    @classmethod
    def aws(cls, arn: str, key: str | None = None) -> Secret:
        """A secret in AWS Secrets Manager, used in place: never copied, written or deleted.

        `key` picks one text out of a secret that holds a JSON object.
        """
        return cls("aws", arn, key)

    @property
    def wire(self) -> dict[str, str]:
        """The reference as a plain object: `{"env": …}`, `{"file": …}` or `{"aws": …, "key": …}`."""
        return {self.place: self.at} | ({"key": self.key} if self.key is not None else {})

    @classmethod
    def parse(cls, wire: object) -> Secret | None:
        """The reference that `wire` is, or None when it is anything else (a plain text never is one)."""
        if not isinstance(wire, Mapping) or not all(isinstance(value, str) for value in wire.values()):
            return None
        match dict(wire):
            case {"env": name, **rest} if not rest:
                return cls.env(name)
            case {"file": path, **rest} if not rest:
                return cls.file(path)
            case {"aws": arn, **rest} if set(rest) <= {"key"}:
                return cls.aws(arn, rest.get("key"))
        return None

    def __str__(self) -> str:
        picked = f" (key {self.key})" if self.key else ""
        return {"env": f"environment variable {self.at}", "file": f"file {self.at}", "aws": f"AWS secret {self.at}"}[
            self.place
        ] + picked


def looks_like_reference(text: Any) -> bool:
    """Whether a literal reads as if somebody had meant a reference; it is used as it is, with a warning."""
    return isinstance(text, str) and text.startswith(("env:", "file:", "arn:aws:secretsmanager:", "arn:aws-"))
