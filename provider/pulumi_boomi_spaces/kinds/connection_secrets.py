"""The secret inputs of a connection: which there are, their digests, and what has to happen to each.

A secret input is a secret field (`client_secret`) or one value of a parameter list (`token_parameters.key`); its path
names it in outputs and in AWS. Values are read only where one is written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ..boomi.extensions import FieldState
from ..connectors import Cell, CellField
from ..engine.kind import Completion
from ..engine.values import UNKNOWN, known
from ..errors import SecretUnavailableError
from ..secret import Secret
from ..vault import Kept, Vault, Wanted

DIGEST = "_digest"
ENCRYPTED = "encrypted_parameters"
"""Which parameters hold a value that the program marked as a Pulumi secret: {field: [name]}."""


@dataclasses.dataclass(frozen=True)
class SecretInput:
    """One secret of the program: its path, where the field is, and the value as it stands on the wire."""

    path: str
    field: CellField
    parameter: str | None
    value: Any

    @property
    def reference(self) -> Secret | None:
        """The reference, or None for a literal."""
        return Secret.parse(self.value)

    def wanted(self, inputs: Mapping[str, Any]) -> Wanted:
        """What the program asks for, as the vault's decision needs it."""
        if (reference := self.reference) and reference.place == "aws":
            return Wanted("aws", None, reference.at, reference.key)
        digest, options = digest_of(inputs, self), options_of(inputs, self)
        return Wanted(
            "given",
            digest if isinstance(digest, str) else None,
            name=options.get("name"),
            region=options.get("region"),
            kms_key_id=options.get("kms_key_id"),
        )

    @property
    def key(self) -> str | None:
        """The part of a secret in AWS that is meant, where one is named."""
        return self.reference.key if self.reference else None


def secret_inputs(cell: Cell, inputs: Mapping[str, Any]) -> Iterator[SecretInput]:
    """All secrets that the program gives to this connection, those that are never stored included."""
    for field in cell.fields:
        value = inputs.get(field.name)
        if value is None:
            continue
        if field.secret:
            yield SecretInput(field.name, field, None, value)
        elif field.kind == "parameters" and isinstance(value, Mapping):
            hidden = secret_parameters(value, marked(inputs, field))
            yield from (
                SecretInput(f"{field.name}.{name}", field, name, one) for name, one in value.items() if name in hidden
            )


def marked(inputs: Mapping[str, Any], field: CellField) -> Collection[str]:
    """The parameters of a field that the program marked as Pulumi secrets."""
    all_marked: Mapping[str, Collection[str]] = inputs.get(ENCRYPTED) or {}
    return all_marked.get(field.name, ())


def secret_parameters(value: Mapping[str, Any], marked: Collection[str]) -> set[str]:
    """The names whose values are secrets: references, and what the program marked."""
    return {name for name, one in value.items() if Secret.parse(one) or name in marked}


def stored_inputs(cell: Cell, inputs: Mapping[str, Any]) -> dict[str, SecretInput]:
    """{path: secret} of those that are kept and go to Boomi."""
    return {secret.path: secret for secret in secret_inputs(cell, inputs) if not secret.field.transient}


def options_of_all(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The input `secrets_manager` as far as it is known and right."""
    given = inputs.get("secrets_manager")
    return dict(given) if isinstance(given, Mapping) and known(given) else {}


def options_of(inputs: Mapping[str, Any], secret: SecretInput) -> dict[str, Any]:
    """The input `secrets_manager` for one secret.

    A name that the program gave is that of the client secret; further secrets of the connection are called after it.
    """
    options = options_of_all(inputs)
    if options.get("name") and secret.path != "client_secret":
        options["name"] = f"{options['name']}.{secret.path}"
    return options


def recovery_days(inputs: Mapping[str, Any]) -> int | None:
    """How long a destroyed secret can be restored, where the program says so."""
    return options_of_all(inputs).get("recovery_window_days")


def digest_of(inputs: Mapping[str, Any], secret: SecretInput) -> Any:
    """The digest of one secret as inputs or outputs hold it."""
    return _digest_at(inputs, secret.field.name, secret.parameter)


def _digest_at(inputs: Mapping[str, Any], field: str, parameter: str | None) -> Any:
    digest = inputs.get(field + DIGEST)
    if parameter is None:
        return digest
    return digest.get(parameter) if isinstance(digest, Mapping) else None


def _by_field(digests: Iterable[tuple[SecretInput, Any]]) -> dict[str, Any]:
    """{digest input: digest}; those of parameters are {name: digest} in one input, as far as there are any."""
    found: dict[str, Any] = {}
    for secret, digest in digests:
        name = secret.field.name + DIGEST
        if secret.parameter is None:
            found[name] = digest
        elif digest is not None:
            found.setdefault(name, {})[secret.parameter] = digest
    return found


def complete(
    vault: Vault, owner: str, cell: Cell, inputs: Mapping[str, Any], olds: Mapping[str, Any], done: Completion
) -> None:
    """Digests of what the program's sources yield here, offline; the digest of before where a source is absent."""
    digests = (
        (secret, _digest(vault, owner, secret, digest_of(olds, secret), done)) for secret in secret_inputs(cell, inputs)
    )
    done.added |= _by_field((secret, digest) for secret, digest in digests if digest is not None)


def _digest(vault: Vault, owner: str, secret: SecretInput, previous: Any, done: Completion) -> Any:
    if isinstance(secret.value, Mapping) and "aws" in secret.value:
        return None
    if not known(secret.value):
        return UNKNOWN
    previous = previous if isinstance(previous, str) and previous else None
    try:
        value = vault.resolve(secret.reference or str(secret.value))
    except SecretUnavailableError as error:
        if previous is None:
            done.unreadable = f"{secret.path}: {error}"
            done.warnings.append(f"{secret.path}: {error}. The preview goes on; an update that needs it will stop")
        else:
            done.warnings.append(f"{secret.path}: {error}. Taken as unchanged")
        return previous
    return vault.digest(value, owner, previous, slow=secret.field.transient)


def digests_of_what_is_stored(
    cell: Cell, inputs: Mapping[str, Any], outs: Mapping[str, Any], stored: Collection[str]
) -> dict[str, Any]:
    """The digests as far as the secrets were written (`stored`: their paths); of the others those of before."""
    return _by_field(
        (secret, digest_of(inputs if path in stored else outs, secret))
        for path, secret in stored_inputs(cell, inputs).items()
    )


def kept(outs: Mapping[str, Any], path: str) -> Kept | None:
    """What state says of one secret."""
    record = (outs.get("secrets") or {}).get(path)
    if not record:
        return None
    field, _, parameter = path.partition(".")
    digest = _digest_at(outs, field, parameter or None)
    return Kept(
        arn=record["arn"],
        version=record.get("version"),
        delivered=record.get("delivered"),
        ours=bool(record.get("ours")),
        digest=digest if isinstance(digest, str) else None,
        key=record.get("key"),
        owner=outs.get("owner"),
    )


def record(arn: str, version: str | None, delivered: str | None, ours: bool, key: str | None = None) -> dict[str, Any]:
    """What state keeps of one secret: where it is, its version, which version (of which key) Boomi has."""
    return {"arn": arn, "version": version, "delivered": delivered, "ours": ours} | ({"key": key} if key else {})


def is_set(secret: SecretInput, there: FieldState | None) -> bool:
    """Whether Boomi has something for this secret."""
    if there is None or not there.overridden:
        return False
    if secret.parameter is not None:
        return secret.parameter in (there.parameters or {})
    return there.value_set or there.reference is not None


def in_the_right_form(secret: SecretInput, there: FieldState | None, delivery: str, arn: str | None) -> bool:
    """Whether Boomi holds what the program asks for: a value, or a reference to this ARN."""
    if secret.parameter is not None or there is None:
        return True
    return there.reference == (arn if delivery == "arn" else None)
