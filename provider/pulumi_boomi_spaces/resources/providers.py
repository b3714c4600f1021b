"""The provider classes of the dynamic resources: Pulumi's six methods, handed on to the engine.

The path and the names in this module are kept in every state (`__provider` is the class by reference): never move or
rename them. The classes have no attributes and know nothing; what a process knows is in `runtime`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

import pulumi
from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from .. import runtime
from ..engine.engine import Engine, place_of
from ..engine.values import EXACT, UNKNOWN
from ..errors import BoomiSpacesError, InputError, UnfinishedError
from ..kinds.common import name_of
from .call import Call, CleanError

PROVIDER = "__provider"
Answer = TypeVar("Answer")


class Provider(ResourceProvider):
    """One kind of resource for Pulumi; by reference and without secrets, so its name may be read in state."""

    serialize_as_secret_always = False
    kind: ClassVar[str]

    def configure(self, req: ConfigureRequest) -> None:
        """Note the stack's configuration; nothing is asked for yet."""
        runtime.configure(req.config.get)

    def check(self, _olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """All problems of the resource; the property stays empty, since Pulumi prints the value of a named one."""

        def answer(engine: Engine[Any, Any], call: Call) -> CheckResult:
            checked = engine.check(_plain(_olds), _plain(news))
            failures = [CheckFailure("", problem) for problem in checked.problems]
            return CheckResult(_pulumi(checked.inputs) if not failures else _without(news), failures)

        return self._answer(news, answer)

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """The replacements; whether anything changed at all is the engine's own comparison of inputs."""

        def answer(engine: Engine[Any, Any], call: Call) -> DiffResult:
            replaces = engine.diff(_id, _plain(_olds), _plain(_news))
            return DiffResult(changes=None, replaces=replaces, delete_before_replace=True)

        return self._answer(_news, answer)

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Make it, or finish what an interrupted create began."""

        def answer(engine: Engine[Any, Any], call: Call) -> CreateResult:
            id, outs = engine.create(_plain(props))
            return CreateResult(id, outs)

        return self._answer(props, answer)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        """Write what moved."""
        return self._answer(_news, lambda engine, call: UpdateResult(engine.update(_id, _plain(_olds), _plain(_news))))

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Inputs and outputs as they are there."""

        def answer(engine: Engine[Any, Any], call: Call) -> ReadResult:
            seen = engine.read(id_, _plain(props))
            if seen is None:
                return ReadResult("", {})
            if seen.unfinished and call.context is not None:
                mark = {PROVIDER: props.get(PROVIDER)}
                call.partial(
                    id_, {**seen.outputs, **mark}, "an earlier write stopped in the middle", {**seen.inputs, **mark}
                )
            return ReadResult(id_, seen.outputs, seen.inputs)

        return self._answer(props, answer)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Undo what we did."""
        self._answer(_props, lambda engine, call: engine.delete(_id, _plain(_props)))

    def _answer(self, props: Mapping[str, Any], answer: Callable[[Engine[Any, Any], Call], Answer]) -> Answer:
        """Run one method; whatever goes wrong leaves as one line that names the resource, without a traceback."""
        call = Call.current()
        who = f"{self.kind} {_name(props)}"
        try:
            return answer(runtime.engine(self.kind, call), call)
        except CleanError:
            raise  # what a method ended its call with itself
        except UnfinishedError as error:
            kept = {**error.outputs, PROVIDER: props.get(PROVIDER)}
            call.partial(
                error.id, kept, f"{who}: {error}. What was done until then is kept; run pulumi up again to finish"
            )
        except InputError as error:
            call.fail(*(f"{who}: {problem}" for problem in error.problems))
        except BoomiSpacesError as error:
            call.fail(f"{who}: {error}")
        except Exception as error:  # noqa: BLE001 - a fault of ours: its text may hold anything, so only its place is told
            call.fail(f"{who}: internal error ({place_of(error)}); please report it")
        except BaseException as error:  # noqa: BLE001 - without an answer the engine would wait for ever
            call.fail(f"{who}: stopped by {type(error).__name__}")


def _name(props: Mapping[str, Any]) -> str:
    owner = props.get("owner")
    return f"'{name_of(owner)}'" if isinstance(owner, str) else ""


def _without(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != PROVIDER}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the engine understands: Pulumi's unknowns as UNKNOWN, whole numbers as int, the provider itself left out."""
    return {name: _value(value) for name, value in values.items() if name != PROVIDER}


def _value(value: Any) -> Any:
    if isinstance(value, pulumi.output.Unknown):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {name: _value(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_value(one) for one in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return int(value)
    return value


def _pulumi(values: Mapping[str, Any]) -> dict[str, Any]:
    def back(value: Any) -> Any:
        if value is UNKNOWN:
            return pulumi.output.Unknown()
        if isinstance(value, Mapping):
            return {name: back(one) for name, one in value.items()}
        return [back(one) for one in value] if isinstance(value, list) else value

    return {name: back(value) for name, value in values.items()}


class IntegrationPackInstanceProvider(Provider):
    """`IntegrationPackInstance` for Pulumi."""

    kind = "IntegrationPackInstance"


class IntegrationPackAttachmentProvider(Provider):
    """`IntegrationPackAttachment` for Pulumi."""

    kind = "IntegrationPackAttachment"


class OAuthConnectionProvider(Provider):
    """`OAuthConnection` for Pulumi."""

    kind = "OAuthConnection"
