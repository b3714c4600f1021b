"""The readings that Boomi's documents leave open. Each is one switch; the control address changes them."""

from __future__ import annotations

from typing import Any, NamedTuple

Value = bool | str


class Switch(NamedTuple):
    default: Value
    choices: tuple[Value, ...]
    sentence: str


ON_OFF: tuple[Value, ...] = (True, False)

SWITCHES: dict[str, Switch] = {
    "partner_may_sign_in": Switch(
        True, ON_OFF, "A user of the primary account may generate a JWT for a sub-account with partner access."
    ),
    "second_attach": Switch(
        "refused", ("refused", "idempotent"), "Attaching an attached instance again is a 400, or answers what is there."
    ),
    "update_answers_object": Switch(
        True, ON_OFF, "UPDATE of EnvironmentExtensions answers the whole object; off: its ids only."
    ),
    "default_values_shown": Switch(
        False, ON_OFF, "A connection field that uses its default shows the component's value, unless it is encrypted."
    ),
    "process_property_unit": Switch(
        "property",
        ("property", "component"),
        "What a partial update leaves alone: each unsent process property, or only components that are not sent.",
    ),
    "hidden_echo": Switch(
        "kept", ("kept", "stored"), "[[HIDDEN]] sent for a process property keeps its secret, or becomes its value."
    ),
    "access_token_update": Switch(
        "refused", ("refused", "ignored"), "A value for an access token field is a 400, or is passed over in silence."
    ),
    "values_after_detach": Switch(
        "kept",
        ("kept", "lost"),
        "Extension values of a detached instance return when it is attached anew, or are lost.",
    ),
    "empty_extensions": Switch(
        "refused", ("refused", "answered"), "GET of an environment without extensible components is a 400, or is empty."
    ),
    "query_lists_groups": Switch(
        False, ON_OFF, "QUERY of EnvironmentExtensions by environment alone also lists multi-install groups."
    ),
    "number_of_results": Switch(
        "total", ("total", "page"), "numberOfResults of a QUERY counts all that matched, or those of this answer."
    ),
    "empty_result": Switch(
        "omitted", ("omitted", "listed"), "A QUERY without a match leaves `result` out, or answers an empty list."
    ),
    "graphql_error_code": Switch(
        "message", ("message", "extensions"), "A Spaces error code stands in the message, or in extensions.errorCode."
    ),
    "graphql_validation_status": Switch(
        "400", ("400", "200"), "A GraphQL request that does not parse or validate is answered with this status."
    ),
}


def check(name: str, value: Any) -> Value:
    """The value, when the switch has it. Raises ValueError with a sentence otherwise."""
    switch = SWITCHES.get(name)
    if switch is None:
        raise ValueError(f"There is no switch {name!r}. There are: {', '.join(sorted(SWITCHES))}.")
    for choice in switch.choices:
        if type(choice) is type(value) and choice == value:
            return choice
    raise ValueError(f"Switch {name!r} takes {' or '.join(repr(choice) for choice in switch.choices)}, not {value!r}.")
