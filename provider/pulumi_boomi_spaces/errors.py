"""The errors of this package: one tree, and its texts are a contract.

Every text is one printable line without a secret, built as: what was attempted, on which object, what the service said
(status, code, request id), what to do next. A resource with several problems says all of them at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class BoomiSpacesError(Exception):
    """Root of all errors that this package raises on purpose; `str(error)` may be shown to anybody."""


class SettingsError(BoomiSpacesError):
    """A setting is missing or wrong; the text lists where it can come from and the exact command that sets it."""


class InputError(BoomiSpacesError):
    """The program asks for something that cannot be done; nothing was written.

    `problems` holds one sentence each.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems: Sequence[str] = problems


class NotThereError(InputError):
    """A name or an id of the program stands for nothing, or for two things; the text lists what exists, closest
    first.
    """


class ExistsError(InputError):
    """The object is there already and no state says that it is ours; the text has its id and the ways on."""


class ConflictError(InputError):
    """Somebody else holds it: another resource of the program, another owner's secret, another object under a pinned
    name.
    """


class WorldError(InputError):
    """The state belongs to another world (sandbox, region and host, account) than the settings of this run."""


class SecretUnavailableError(InputError):
    """A reference (`Secret.env`, `.file`, `.aws`) yields no value here."""


class ServiceError(BoomiSpacesError):
    """A service refused, failed or stayed silent.

    `answer_lost` means that a write may have happened although no answer says so: look before writing again.
    `status` is the HTTP status or None when there was no answer; `code` is the service's own error code, if it has one.
    """

    def __init__(
        self,
        text: str,
        *,
        status: int | None = None,
        code: str = "",
        request_id: str = "",
        answer_lost: bool = False,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.code = code
        self.request_id = request_id
        self.answer_lost = answer_lost


class GoneError(ServiceError):
    """The service says that the object does not exist (never raised for 401, 403, 5xx or an unreadable answer)."""


class UnfinishedError(BoomiSpacesError):
    """A write stopped in the middle; what exists is kept in state, and the next run goes on from there.

    `id` and `outputs` are the resource as far as it got; the text is the cause's.
    """

    def __init__(self, id: str, outputs: Mapping[str, Any], cause: BoomiSpacesError) -> None:
        super().__init__(str(cause))
        self.id = id
        self.outputs = outputs
