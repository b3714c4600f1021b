"""The inputs of an OAuth connection: its own, and those of the cell of the grant table that `connector` and
`grant_type` name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from .. import connectors
from ..engine.engine import RESOLVED, UNFINISHED, WORLD
from ..engine.spec import Field, Role
from ..engine.values import flag, known, number, text
from ..errors import InputError
from ..redact import quoted
from ..vault import name_problem
from . import ids
from .common import ADOPT, OWNER, space
from .connection_secrets import DIGEST, ENCRYPTED, options_of_all

DELIVERIES = ("value", "arn")


def _same(value: Any) -> Any:
    return value


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError("takes a mapping of texts")
    return {text(name): text(one) for name, one in value.items()}


def _secrets_manager(value: Any) -> dict[str, Any]:
    parsers: dict[str, Callable[[Any], Any]] = {
        "name": text,
        "delivery": text,
        "kms_key_id": text,
        "recovery_window_days": partial(number, low=7, high=30),
        "region": text,
    }
    if not isinstance(value, Mapping) or (strangers := set(value) - set(parsers)):
        named = f", not {quoted(sorted(strangers)[0])}" if isinstance(value, Mapping) else ""
        raise ValueError(f"takes {', '.join(parsers)}{named}")
    settings: dict[str, Any] = {}
    problems = []
    for name, one in value.items():
        try:
            if one is not None:
                settings[name] = parsers[name](one)
        except ValueError as error:
            problems.append(f"{name} {error}")
    if settings.get("delivery", "value") not in DELIVERIES:
        problems.append(f'delivery is "value" or "arn", not {quoted(settings["delivery"])}')
    if "name" in settings and (problem := name_problem(settings["name"])):
        problems.append(f"name {quoted(settings['name'])}: {problem}")
    if problems:
        raise ValueError("; ".join(problems))
    return settings


def _encrypted(value: Any) -> dict[str, list[str]]:
    """From the constructor's {field: {name: is it a Pulumi secret}} to {field: [names]}; its own result passes
    through.
    """
    named = {
        field: sorted(name for name, secret in names.items() if secret is True) if isinstance(names, Mapping) else names
        for field, names in value.items()
    }
    return {field: names for field, names in named.items() if names}


BASE = (
    Field(
        "attachment",
        "The attachment whose processes hold the connection.",
        Role.PARENT,
        ids.of("an IntegrationPackAttachment", *ids.ATTACHMENT),
        required=True,
    ),
    Field("process", "The process, by name or id; may be left out where the pack has one.", Role.OBJECT),
    Field("connection", "The connection, by name or id.", Role.OBJECT, required=True),
    Field("connector", "Which connector the connection is of.", Role.TRIGGER, required=True),
    Field("grant_type", "How the connector gets its tokens.", Role.TRIGGER),
    Field("unlisted_grant", "The grant type is not in the table of this package.", Role.TRIGGER, flag),
    Field("secrets_manager", "How and where secrets are kept in AWS Secrets Manager.", Role.TRIGGER, _secrets_manager),
    Field("credentials_version", "Any text; a new one sends the secrets again.", Role.TRIGGER),
    Field("field_ids", "Ids of extension fields where Boomi has others: {input: field id}.", Role.TRIGGER, _texts),
    Field(ENCRYPTED, "Parameters that are Pulumi secrets; filled by the constructor.", Role.TRIGGER, _encrypted),
    Field("stored_secret", "Whether the secrets are as this program left them.", Role.MARKER),
    Field("authorization", "Whether a consent that was given is still there.", Role.MARKER),
    Field("attachment_of", "The attachment while its id is not known; for check alone.", Role.HINT, _same),
    space(Role.TRIGGER),
    ADOPT,
    OWNER,
)
OUTPUTS = ("status", "redirect_uri", "secrets", "managed_fields", "consent_basis", "form")
_NOT_OF_THE_CONNECTOR = {field.name for field in BASE} | {*OUTPUTS, RESOLVED, WORLD, UNFINISHED}
_TABLE = ("connector", "grant_type", "unlisted_grant")


def is_the_resources(name: str, settings: Collection[str]) -> bool:
    """Whether a key beside the connector's `settings` would be taken for an input or output of the resource."""
    return (
        (name in _NOT_OF_THE_CONNECTOR and name not in _TABLE)
        or name.startswith("__")
        or (name.endswith(DIGEST) and name.removesuffix(DIGEST) in settings)
    )


def wire(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The part of inputs, or of what state holds, that the grant table judges."""
    digests = {name for name in inputs if name.endswith(DIGEST) and name.removesuffix(DIGEST) in inputs}
    return {
        name: value
        for name, value in inputs.items()
        if value is not None and (name in _TABLE or name not in _NOT_OF_THE_CONNECTOR) and name not in digests
    }


def cell_of(inputs: Mapping[str, Any]) -> connectors.Cell:
    """The cell of the grant table that the inputs describe; InputError when they describe none.

    Values that check has let through are read back here, so what only the sandbox allows is accepted.
    """
    return connectors.cell(wire(inputs), field_ids=field_ids(inputs), sandbox=True)


def field_ids(inputs: Mapping[str, Any]) -> Mapping[str, str]:
    """{input: field id} that the program gives, as far as it is known and right."""
    given = inputs.get("field_ids")
    return given if isinstance(given, Mapping) and known(given) else {}


def delivery(inputs: Mapping[str, Any]) -> str:
    """How secrets get into Boomi: the value itself, or a reference that the Boomi runtime follows."""
    return str(options_of_all(inputs).get("delivery", "value"))


def fields_of(inputs: Mapping[str, Any]) -> Sequence[Field]:
    """The inputs of this connection. What the table does not know passes through: the table tells what is wrong with
    it.
    """
    try:
        cell = cell_of(inputs)
    except InputError:
        named: dict[str, connectors.CellField] = {}
    else:
        named = {field.name: field for field in cell.fields}
    fields = [*BASE]
    for name, field in named.items():
        role = Role.OPTION if field.transient else Role.SETTING
        fields.append(Field(name, field.about, role, _lenient(field.parse), secret=field.secret))
    digests = {name + DIGEST for name in named}
    for name in inputs:
        if name in digests:
            fields.append(Field(name, "Salted digest of a secret; filled by check.", Role.DIGEST, _same, secret=True))
        elif name not in _NOT_OF_THE_CONNECTOR and name not in named and not name.startswith("__"):
            fields.append(Field(name, "", Role.SETTING, _same))
    return fields


def _lenient(parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Normalise what can be; the grant table tells of the rest, all at once and in its own words."""

    def normalise(value: Any) -> Any:
        try:
            return parse(value)
        except ValueError:
            return value

    return normalise
