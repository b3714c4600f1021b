from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from pulumi_boomi_spaces import redact, settings
from pulumi_boomi_spaces.errors import InputError, SecretUnavailableError
from pulumi_boomi_spaces.secret import Secret
from pulumi_boomi_spaces.vault import Described
from pulumi_boomi_spaces.vault.resolve import Resolver

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:intuit-AbCd12"
SETTINGS = settings.load({}, {})
CANARY = "canary-5f1d9a"


class NoAws:
    def describe(self, arn_or_name: str) -> Described | None:
        raise AssertionError("AWS is not asked")

    def value(self, arn: str, version: str, key: str | None) -> str:
        raise AssertionError("AWS is not asked")


class OneSecret(NoAws):
    def describe(self, arn_or_name: str) -> Described | None:
        return Described(ARN, "intuit", "v7") if arn_or_name == ARN else None

    def value(self, arn: str, version: str, key: str | None) -> str:
        return f"{arn} {version} {key}"


def caller() -> tuple[str, str]:
    return "111122223333", "eu-west-1"


def resolver(environ: dict[str, str] | None = None, aws: NoAws | None = None) -> Resolver:
    return Resolver(SETTINGS, environ or {}, caller, aws or NoAws())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "secret"


def of_file(path: Path) -> str:
    return resolver().resolve(Secret.file(str(path)))


def test_a_variable_is_read_to_the_letter_and_hidden() -> None:
    assert resolver({"ERP": f" {CANARY}-env\n"}).resolve(Secret.env("ERP")) == f" {CANARY}-env\n"
    assert f"{CANARY}-env" not in redact.quoted(f"the service said {CANARY}-env")


@pytest.mark.parametrize("environ", [{}, {"ERP": ""}])
def test_a_missing_or_empty_variable_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(SecretUnavailableError, match='environment variable "ERP" is not set, or is empty'):
        resolver(environ).resolve(Secret.env("ERP"))


def test_a_literal_is_used_and_hidden() -> None:
    assert resolver().resolve(f"env:{CANARY}-literal") == f"env:{CANARY}-literal"
    assert f"{CANARY}-literal" not in redact.quoted(f"x env:{CANARY}-literal")


def test_an_empty_literal_is_refused() -> None:
    with pytest.raises(SecretUnavailableError, match="literal"):
        resolver().resolve("")


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"s3cret", "s3cret"),
        (b"s3cret\n", "s3cret"),
        (b"s3cret\r\n", "s3cret"),
        (b"s3cret\n\n", "s3cret\n"),
        (b"s3cret\r", "s3cret\r"),
        (b"s3cret \n", "s3cret "),
        (b"-----BEGIN-----\nAA\n-----END-----\n", "-----BEGIN-----\nAA\n-----END-----"),
        ("sécrét".encode(), "sécrét"),
    ],
)
def test_a_file_is_read_without_the_line_break_at_its_end(file: Path, content: bytes, value: str) -> None:
    file.write_bytes(content)

    assert of_file(file) == value


@pytest.mark.parametrize("content", [b"", b"\n", b"\r\n"])
def test_an_empty_file_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)

    with pytest.raises(SecretUnavailableError, match="empty"):
        of_file(file)


def test_a_file_has_at_most_64_kib(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The redactor would look for so long a value in every message of this process.
    monkeypatch.setattr("pulumi_boomi_spaces.vault.resolve.hide", lambda value: value)
    file.write_bytes(b"x" * 65_536)
    assert of_file(file) == "x" * 65_536

    file.write_bytes(b"x" * 65_537)
    with pytest.raises(SecretUnavailableError, match="larger than 64 KiB"):
        of_file(file)


def test_what_is_not_utf_8_is_refused_and_never_shown(file: Path) -> None:
    file.write_bytes(b"canary-bytes\xff")

    for reference, environ in ((Secret.file(str(file)), {}), (Secret.env("ERP"), {"ERP": "canary-bytes\udcff"})):
        with pytest.raises(SecretUnavailableError, match="not UTF-8") as refused:
            resolver(environ).resolve(reference)
        assert "canary-bytes" not in str(refused.value)
        assert refused.value.__context__ is None


def test_a_link_to_a_regular_file_is_followed(file: Path, tmp_path: Path) -> None:
    """Kubernetes mounts secrets so."""
    file.write_text("s3cret")
    (tmp_path / "link").symlink_to(file)

    assert of_file(tmp_path / "link") == "s3cret"


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)  # the address of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")

        for path in (tmp_path, tmp_path / "pipe", tmp_path / "link", tmp_path / "socket", Path("/dev/zero")):
            with pytest.raises(SecretUnavailableError, match="not a regular file"):
                of_file(path)


@pytest.mark.parametrize(
    ("path", "said"), [("nowhere", "No such file"), ("a\0b", "null"), ("x" * 5000, "too long"), ("", "No such file")]
)
def test_a_file_that_cannot_be_read_is_one_sentence(path: str, said: str) -> None:
    with pytest.raises(SecretUnavailableError, match=said) as refused:
        resolver().resolve(Secret.file(path))

    assert "\n" not in str(refused.value)


def test_a_secret_in_aws_is_read_at_its_current_version() -> None:
    assert resolver(aws=OneSecret()).resolve(Secret.aws(ARN, "secret")) == f"{ARN} v7 secret"


def test_a_secret_of_another_account_is_refused_before_aws_is_asked() -> None:
    with pytest.raises(InputError, match="boomi:secretSources"):
        resolver().resolve(Secret.aws(ARN.replace("111122223333", "999922223333")))


def test_a_secret_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(SecretUnavailableError, match="there is no AWS secret"):
        resolver(aws=OneSecret()).resolve(Secret.aws(ARN[:-1] + "9"))
