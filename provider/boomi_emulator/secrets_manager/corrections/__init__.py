"""Where moto's answers differ from AWS: one file for each behaviour.

`before` runs ahead of moto and may refuse the call (AwsError) or settle it with an answer of its own; `after` mends
what moto answered or stored. Both run in the order of these tables, because AWS reports the first of several faults
in this order too: the form of the request, the secret, its state, the operation's own rules.
"""

from __future__ import annotations

from collections.abc import Callable

from boomi_emulator.secrets_manager.call import Answer, Call
from boomi_emulator.secrets_manager.corrections import (
    change_dates,
    emptied_fields,
    forced_deletion,
    label_quota,
    malformed_parameters,
    missing_label,
    missing_request_token,
    moved_label,
    one_version_per_label,
    owning_service,
    page_tokens,
    recovery_window_over,
    replayed_request_token,
    replica_regions,
    resource_policies,
    rotation_without_lambda,
    scheduled_for_deletion,
    secret_lookup,
    secret_names,
    tag_limits,
    unlabelled_versions,
    unserved_parameters,
    value_limits,
    version_listing,
)

BEFORE: tuple[Callable[[Call], Answer | None], ...] = (
    malformed_parameters.before,
    unserved_parameters.before,
    page_tokens.before,
    secret_names.before,
    value_limits.before,
    tag_limits.before,
    missing_request_token.before,
    recovery_window_over.before,
    secret_lookup.before,
    scheduled_for_deletion.before,
    replica_regions.before,
    forced_deletion.before,
    owning_service.before,
    missing_label.before,
    replayed_request_token.before,
    label_quota.before,
    moved_label.before,
    resource_policies.before,
    rotation_without_lambda.before,
    version_listing.before,
)
AFTER: tuple[Callable[[Call, Answer], None], ...] = (
    one_version_per_label.after,
    moved_label.after,
    emptied_fields.after,
    forced_deletion.after,
    unlabelled_versions.after,
    replica_regions.after,
    change_dates.after,
)
