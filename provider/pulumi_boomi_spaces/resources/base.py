"""What the constructors of all resources share: from Python values to inputs on the wire, and the default options."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any

import pulumi
from pulumi.dynamic import Resource

from .. import runtime
from ..engine.values import EXACT
from ..secret import Secret
from .providers import Provider

OPTIONS = pulumi.ResourceOptions(delete_before_replace=True)
"""A remote object exists once, so the old one goes first: `pulumi state taint` and triggers obey this option alone."""


class ProgramError(TypeError, pulumi.RunError):
    """A value that a constructor cannot take. Pulumi shows its text alone: a traceback would show the program's lines,
    and with them a secret that was written there."""


class BoomiResource(Resource):
    """A resource of this package. The outputs of its kind are declared, so that they can be read from it."""

    space_guid_given: Any = None
    """The Space that it was given, as its children take it over: an input, and known where the program knows it."""

    def __init__(
        self,
        provider: Provider,
        resource_name: str,
        inputs: Mapping[str, Any],
        opts: pulumi.ResourceOptions | None,
    ) -> None:
        kind = provider.kind
        try:
            props = {name: on_wire(name, value) for name, value in inputs.items() if value is not None}
        except TypeError as error:
            raise refused(provider, resource_name, error) from None
        props["owner"] = owner_of(kind, resource_name, opts.parent if opts else None)
        props |= dict.fromkeys((*runtime.KINDS[kind].outputs, "resolved"))
        super().__init__(provider, resource_name, props, pulumi.ResourceOptions.merge(OPTIONS, opts))


def owner_of(kind: str, resource_name: str, parent: pulumi.Resource | None) -> pulumi.Input[str]:
    """`project/stack/type/name`; with the types of the components around it, as in Pulumi's URN, in the type."""

    def owner(types: str) -> str:
        return f"{pulumi.get_project()}/{pulumi.get_stack()}/{types}{kind}/{resource_name}"

    def inside(urn: Any) -> str:
        types = [one for one in str(urn).split("::")[2].split("$") if one != "pulumi:pulumi:Stack"]
        return owner("".join(f"{one.replace('/', '.')}$" for one in types))

    if parent is None:
        return owner("")
    # Without the resource behind it: a child that depends on the component around it would wait for itself.
    urn: Awaitable[Any] = parent.urn.future()
    return pulumi.Output.from_input(urn).apply(inside)


def refused(provider: Provider, resource_name: str, error: TypeError) -> ProgramError:
    """The error of a constructor, with the resource that it belongs to."""
    return ProgramError(f"{provider.kind} '{resource_name}': {error}")


def on_wire(name: str, value: Any) -> Any:
    """A value as it may be sent; TypeError for anything else, which the SDK would print in full."""
    if isinstance(value, int) and abs(value) >= EXACT:
        raise TypeError(f"{name}: is a number too large to arrive exactly; write it in quotes, as a text")
    if value is None or isinstance(value, (str, bool, int, float, pulumi.Output)):
        return value
    if isinstance(value, Secret):
        return value.wire
    if isinstance(value, Mapping):
        return {str(key): on_wire(f"{name}.{key}", one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        values = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [on_wire(name, one) for one in values]
    if isinstance(value, Awaitable):
        return pulumi.Output.from_input(value)
    raise TypeError(
        f"{name}: takes texts, numbers, booleans, lists, mappings, outputs and references, not {type(value).__name__}"
    )


def id_of(parent: Any) -> Any:
    """The id of a resource that was passed as such; anything else is an id already."""
    return parent.id if isinstance(parent, pulumi.CustomResource) else parent


def space_of(parent: Any, given: Any) -> Any:
    """The Space that a child belongs to: its own argument, else what its parent was given."""
    if given is not None or not isinstance(parent, BoomiResource):
        return given
    return parent.space_guid_given
