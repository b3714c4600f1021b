"""What the rows of the grant table are made of: the public classes that a program writes are the rows.

A row is a keyword-only frozen dataclass. Each attribute is declared with `setting`, which carries what the rest of the
product needs to know about it: kind of value, label in Boomi's dialog, the sentence of the documentation.
"""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from ..engine.rules import Rule
from .value_kinds import ValueKind

if TYPE_CHECKING:
    from pulumi import Input

    from ..secret import Secret

    Text: TypeAlias = Input[str]
    Scopes: TypeAlias = Input[Sequence[Input[str]]]
    SecretInput: TypeAlias = Secret | Input[str]
    Parameters: TypeAlias = Mapping[str, Secret | Input[str | int | float | bool]]
    Claims: TypeAlias = Mapping[str, Input[str | int | float | bool]]

Consent = Literal["none", "person"]
"""Who makes the first token: the Boomi runtime by itself, or a person in Boomi's Generate window."""


@dataclasses.dataclass(frozen=True)
class Setting:
    """What is known about an attribute of a row.

    `label` is the field's exact name in Boomi's dialog, empty where the dialog has none. `about` is its sentence in the
    documentation. `transient`: read while a resource is written, never sent to Boomi and never stored.
    `nested`: the row that the attribute holds; on the wire its settings carry the attribute's name as a prefix.
    `only_with`: the grant types with which Boomi shows the field; empty: all.
    """

    kind: ValueKind
    label: str
    about: str
    transient: bool = False
    nested: type[Row] | None = None
    only_with: tuple[str, ...] = ()


def setting(what: Setting, *, default: Any = dataclasses.MISSING) -> Any:
    """Declare an attribute of a row. Without a default it is required; type checkers see one only at the call."""
    return dataclasses.field(default=default, metadata={"setting": what})


@typing.dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(setting,))
class Row:
    """A group of settings with a name of its own."""

    key: ClassVar[str]
    label: ClassVar[str]
    spellings: ClassVar[frozenset[str]]

    def __init_subclass__(cls, key: str = "", label: str = "", also: tuple[str, ...] = ()) -> None:
        """`also`: further spellings that a program may use, case-insensitively, beside `key` and `label`."""
        super().__init_subclass__()
        cls.key, cls.label = key, label
        cls.spellings = frozenset(spelling.casefold() for spelling in (key, label, *also))
        dataclasses.dataclass(frozen=True, kw_only=True, repr=False)(cls)
        if key:
            cls.__doc__ = f"{inspect.cleandoc(cls.__doc__ or '')}\n\n{_documented(cls)}"

    def __repr__(self) -> str:
        """Which settings are set, and none of their values: a literal may be a secret."""
        names = ", ".join(name for name, _ in self.given())
        return f"{type(self).__name__}({names})"

    def given(self) -> Iterator[tuple[str, Any]]:
        """The settings that the program set; None is the same as leaving one out."""
        for name in settings_of(type(self)):
            if (value := getattr(self, name)) is not None:
                yield name, value


class Grant(Row):
    """A grant type. Grants never inherit from each other, or one would pass where another is wanted."""

    consent: ClassVar[Consent]
    cautions: ClassVar[tuple[Rule, ...]] = ()

    def __init_subclass__(
        cls, key: str = "", label: str = "", also: tuple[str, ...] = (), consent: Consent = "none"
    ) -> None:
        super().__init_subclass__(key, label, also)
        cls.consent = consent


class Connector(Row):
    """A connector. It either offers grant types, in a setting `grant`, or has a fixed flow with a person's consent.

    `field_ids` maps input names (and `access_token`) to ids of Boomi's extension fields: they belong to the connector,
    not to the grant. `rules` refuse, `cautions` warn.
    """

    grants: ClassVar[tuple[type[Grant], ...]]
    field_ids: ClassVar[Mapping[str, str]]
    rules: ClassVar[tuple[Rule, ...]] = ()
    cautions: ClassVar[tuple[Rule, ...]] = ()

    def __init_subclass__(cls, key: str = "", label: str = "", also: tuple[str, ...] = (), grants: Any = None) -> None:
        """`grants`: the union that is the type of the setting `grant`."""
        super().__init_subclass__(key, label, also)
        cls.grants = () if grants is None else typing.get_args(grants) or (grants,)


def settings_of(row: type[Row]) -> dict[str, Setting]:
    """{attribute: what was declared about it}, in the order of the constructor."""
    return {field.name: field.metadata["setting"] for field in dataclasses.fields(row)}  # type: ignore[arg-type]


def required(row: type[Row], name: str) -> bool:
    """Whether a program has to give this setting."""
    return row.__dataclass_fields__[name].default is dataclasses.MISSING  # type: ignore[attr-defined]


def _documented(row: type[Row]) -> str:
    lines = []
    for name, one in settings_of(row).items():
        where = f' (Boomi: "{one.label}")' if one.label else ""
        lines.append(f"{name}{where}: {one.about}")
    return "\n".join(lines)
