"""What Boomi's documents leave open, one constant each; the stack configuration `boomi:assumptions` overrides them."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping

from ..errors import SettingsError
from ..redact import quoted


@dataclasses.dataclass(frozen=True)
class Assumptions:
    """Each is written as the assumption, so that turning it off is saying no to the sentence below it."""

    update_answers_object: bool = True
    """UPDATE of EnvironmentExtensions answers the whole object as it is afterwards, secrets without their value.

    Boomi Platform API, OpenAPI document: the answer has the schema of GET; no page says that a partial update answers
    more than it was sent. Off: a GET follows each UPDATE.
    """

    extension_ids_are_computed: bool = True
    """The id of an extension object is the unpadded Base64 of `<environment id>:<extension group id>`.

    Boomi Platform API, EnvironmentExtensions: the id is made from those two; the form is decoded from printed examples.
    Off: the object is found by QUERY, one at a time, so that many reads cost one call each.
    """

    wrapper_process_is_group: bool = True
    """`wrapperProcessId` of an installed pack is the extension group id of that process.

    Boomi Platform API, Process: the id of a process of a multi-install pack is its extension group id; that
    IntegrationPackInstance shows the same id is inferred. Off: the processes are found by QUERY of Process.
    """

    value_replaces_reference: bool = True
    """A value that is sent without `CloudManagedSecretConfig` ends the reference to a secrets manager.

    Boomi Platform API, EnvironmentExtensions: the smallest unit of a partial update is one field; what happens to a
    reference inside it is not said. Off: the value is sent with `usesRemoteSecretsManager` false.
    """

    partner_may_sign_in: bool = True
    """The owner's API token generates a JWT for a sub-account that it reaches through the partner address.

    Boomi GraphQL APIs, Authentication: the account in the address authorizes the request; whether a parent's user may
    name a sub-account there is not said. Off: what a Space remembers of a form is not written for partner accounts.
    """


def given(overrides: Mapping[str, object]) -> Assumptions:
    """The assumptions with `boomi:assumptions` on top. Raises SettingsError for an unknown name or another type."""
    known = {field.name: type(field.default) for field in dataclasses.fields(Assumptions)}
    problems = []
    for name, value in overrides.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1) or list(known)
            problems.append(f"boomi:assumptions has no {quoted(name)}; there is {', '.join(close)}")
        elif type(value) is not known[name]:
            problems.append(f"boomi:assumptions.{name} is true or false")
    if problems:
        raise SettingsError("; ".join(problems))
    return dataclasses.replace(Assumptions(), **overrides)  # type: ignore[arg-type]
