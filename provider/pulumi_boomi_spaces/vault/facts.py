"""What is known of one secret: as AWS describes it, as the program wants it, as state keeps it. Never its value."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Literal


@dataclasses.dataclass(frozen=True)
class Described:
    """A secret as AWS describes it (DescribeSecret).

    `current` is the id of the version with the label AWSCURRENT; `deleted` the date from which AWS deletes it, when
    that is scheduled; `owner` and `natural_key` our tags; `kms_key_id` None for the key that AWS manages; `replicas`
    whether it is copied to other Regions or is such a copy; `labels` the labels of each version that has any.
    """

    arn: str
    name: str
    current: str | None
    deleted: datetime | None = None
    rotates: bool = False
    owner: str | None = None
    natural_key: str | None = None
    created: datetime | None = None
    kms_key_id: str | None = None
    replicas: bool = False
    owning_service: str | None = None
    labels: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What the program asks for: "given" (environment variable, file or literal) with its digest, or "aws" with an ARN.

    A digest of None means that the source cannot be read here: taken as unchanged. `name`, `region` and `kms_key_id`
    are where the program wants a secret of ours, None where it does not say.
    """

    kind: Literal["given", "aws"]
    digest: str | None
    arn: str | None = None
    key: str | None = None
    name: str | None = None
    region: str | None = None
    kms_key_id: str | None = None


@dataclasses.dataclass(frozen=True)
class Kept:
    """What state says of a secret: where, its version, which version Boomi has, whether it is ours.

    `digest` is of the value that we wrote; `key` is the part of the secret that Boomi has; `owner` is the owner in
    state, which the tag still names while a resource is being renamed.
    """

    arn: str
    version: str | None
    delivered: str | None
    ours: bool
    digest: str | None
    key: str | None = None
    owner: str | None = None
