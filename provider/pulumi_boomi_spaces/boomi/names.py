"""Names and ids: what a text of the program stands for in Boomi."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ..errors import NotThereError
from ..redact import quoted
from .matching import Identified, matches, the_one, the_only
from .model import Instance, Named, Pack, Process
from .shelf import Shelf

__all__ = ["Named", "Names", "Pack", "Process"]

Thing = TypeVar("Thing", bound=Identified)


class Names:
    """Looks names up in lists that are read once; a name that is not there is looked up once more, freshly.

    Ids and names are both accepted. NotThereError lists what exists, closest first; two matches are refused.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def environment(self, account: str, text: str) -> Named:
        """An environment of an account. Costs nothing where the list is remembered, else one request or two."""
        return _found(
            lambda since: self._shelf.environments(account, since),
            lambda things: the_one("environment", f"account {quoted(account)}", text, things),
            self._shelf.now,
        )

    def environment_id(self, account: str, text: str) -> str | None:
        """What an environment's name stands for now; None when it is nothing or more than one. One request at most."""
        return _the_id(text, self._shelf.environments(account))

    def environment_name(self, account: str, id: str) -> str:
        """The name of an environment as far as it is remembered, else its id. Costs nothing."""
        return self._shelf.environment_name(account, id)

    def pack(self, account: str, text: str) -> Pack:
        """A pack that an account may install: released, and shared with it. Costs as `environment`."""
        return _found(
            lambda since: self._shelf.packs(account, since),
            lambda things: the_one("pack", f"what account {quoted(account)} may install", text, things),
            self._shelf.now,
        )

    def pack_id(self, account: str, text: str) -> str | None:
        """What a pack's name stands for now; None when it is nothing or more than one. One request at most."""
        return _the_id(text, self._shelf.packs(account))

    def process(self, account: str, instance_id: str, text: str | None) -> Process:
        """A process of an installed pack, also by its name without the name of the instance; None: the only one.

        Costs nothing where the instance is remembered, else one request or two.
        """
        asked = self._shelf.now()
        instance = self._instance(account, instance_id, None)
        if text is None:
            return the_only("process", _where(instance), instance.processes)
        try:
            return _process(instance, text)
        except NotThereError:
            return _process(self._instance(account, instance_id, asked), text)

    def _instance(self, account: str, id: str, since: float | None) -> Instance:
        instance = self._shelf.instance(account, id, since)
        if instance is None:
            raise NotThereError(f"the installed pack {quoted(id)} is not there in account {quoted(account)} any more")
        return instance


def _process(instance: Instance, text: str) -> Process:
    # Boomi Platform API, IntegrationPackInstance: a wrapper is called "<name of the instance> - <name of the process>".
    prefix = f"{instance.name} - "
    return the_one(
        "process", _where(instance), text, instance.processes, lambda one: (one.name, one.name.removeprefix(prefix))
    )


def _where(instance: Instance) -> str:
    return f"the installed pack {quoted(instance.name or instance.id)}"


def _found(
    things: Callable[[float | None], Sequence[Thing]],
    pick: Callable[[Sequence[Thing]], Thing],
    now: Callable[[], float],
) -> Thing:
    asked = now()
    try:
        return pick(things(None))
    except NotThereError:
        return pick(things(asked))  # read at or after this call began, so nothing is fetched twice


def _the_id(text: str, things: Sequence[Named] | Sequence[Pack]) -> str | None:
    found = matches(text, things)
    return found[0].id if len(found) == 1 else None
