"""moto's model of AWS Secrets Manager, without its server.

Of moto only the model and the class that maps parameters onto it are used. Its server would answer every service, any
path and its own administration API (`/moto-api`), and needs Flask.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from botocore.model import ServiceModel
from moto.core.exceptions import JsonRESTError
from moto.core.utils import camelcase_to_underscores, get_service_model
from moto.secretsmanager.models import SecretsManagerBackend
from moto.secretsmanager.responses import SecretsManagerResponse

from boomi_emulator.secrets_manager.call import Answer, AwsError, Call, Parameters

PREFIX = re.compile(r"^An error occurred \(\w+\) when calling the \w+ operation: ")

SERVED = {
    "CancelRotateSecret",
    "CreateSecret",
    "DeleteResourcePolicy",
    "DeleteSecret",
    "DescribeSecret",
    "GetResourcePolicy",
    "GetSecretValue",
    "ListSecretVersionIds",
    "ListSecrets",
    "PutResourcePolicy",
    "PutSecretValue",
    "RemoveRegionsFromReplication",
    "ReplicateSecretToRegions",
    "RestoreSecret",
    "RotateSecret",
    "TagResource",
    "UntagResource",
    "UpdateSecret",
    "UpdateSecretVersionStage",
}


class _Operations(SecretsManagerResponse):
    """moto's operations on parameters that are already parsed."""

    def __init__(self, backend: SecretsManagerBackend, parameters: Parameters) -> None:
        super().__init__()
        self._backend = backend
        self._parameters = parameters

    @property
    def backend(self) -> SecretsManagerBackend:
        return self._backend

    def _get_param(self, param_name: str, if_none: Any = None) -> Any:
        return self._parameters.get(param_name, if_none)


@cache
def service_model() -> ServiceModel:
    """AWS's own description of the service: operations, parameters and their limits."""
    return get_service_model("secretsmanager")


def operations() -> frozenset[str]:
    """Every operation that AWS Secrets Manager has."""
    return frozenset(service_model().operation_names)


def answer(call: Call) -> Answer:
    """What moto answers. Raises AwsError."""
    operation = getattr(_Operations(call.region.backend, call.parameters), camelcase_to_underscores(call.operation))
    try:
        return dict(json.loads(operation()))
    except JsonRESTError as error:
        raise AwsError(error.error_type, _plain(error.message)) from None


def _plain(message: str) -> str:
    """moto's texts carry the indentation of its source, and a prefix that every client of AWS adds anyway."""
    return PREFIX.sub("", " ".join(message.split()))
