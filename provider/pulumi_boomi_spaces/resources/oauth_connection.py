"""`OAuthConnection`, as a program uses it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

import pulumi

from .. import connectors
from ..kinds.connection_inputs import is_the_resources
from ..secret import Secret
from .base import BoomiResource, ProgramError, id_of, refused, space_of
from .integration_pack_attachment import IntegrationPackAttachment
from .providers import OAuthConnectionProvider


@dataclasses.dataclass(frozen=True, kw_only=True)
class SecretsManager:
    """How and where the secrets of one connection are kept in AWS Secrets Manager.

    :param name: the name of the secret; without it one is made from account, environment and connection.
    :param delivery: `"value"` writes the value into Boomi's encrypted field, `"arn"` a reference that the runtime
    follows.
    :param kms_key_id: the KMS key; without it the one of the settings, else AWS's own.
    :param recovery_window_days: 7 to 30, how long a destroyed secret can be restored.
    :param region: the AWS region; without it the one of the settings.
    """

    name: pulumi.Input[str] | None = None
    delivery: Literal["value", "arn"] | None = None
    kms_key_id: pulumi.Input[str] | None = None
    recovery_window_days: int | None = None
    region: pulumi.Input[str] | None = None


class OAuthConnection(BoomiResource, module="boomi", name="OAuthConnection"):
    """Configures an OAuth 2.0 connection of an attached pack; its secrets are kept in AWS Secrets Manager.

    An overlay on a connection that the pack brings: only the fields that the program sets are managed, and destroy
    gives them back to the publisher's defaults. Every change but that of attachment, process and connection is an
    update in place.
    """

    status: pulumi.Output[str]
    """`ready`, `awaiting_consent` or `reauthorization_required`"""
    redirect_uri: pulumi.Output[str]
    """What to register at the identity provider, where a person has to consent."""
    secrets: pulumi.Output[dict[str, dict[str, Any]]]
    """{secret input: {"arn", "version", "delivered"}}; never a value."""
    managed_fields: pulumi.Output[dict[str, str]]
    """{input: id of the extension field}"""
    resolved: pulumi.Output[dict[str, dict[str, str]]]
    """{input: {"id", "name"}} of what the names in the program stand for."""

    def __init__(
        self,
        resource_name: str,
        *,
        attachment: IntegrationPackAttachment | pulumi.Input[str],
        connection: pulumi.Input[str],
        connector: connectors.Connector | Mapping[str, Any],
        process: pulumi.Input[str] | None = None,
        secrets_manager: SecretsManager | Mapping[str, Any] | None = None,
        credentials_version: pulumi.Input[str | int] | None = None,
        field_ids: Mapping[str, pulumi.Input[str]] | None = None,
        space: pulumi.Input[str] | None = None,
        adopt: bool | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Configure a connection.

        :param resource_name: the name in the program.
        :param attachment: the attachment, as a resource or as its id `account/instance/environment`.
        :param connection: the connection, by name or id.
        :param connector: what it connects to and how it gets its tokens: `RestClient(…, grant=ClientCredentials(…))`,
        or the
            same as a mapping, `{"type": "rest_client", …, "grant": {"type": "client_credentials", …}}`.
        :param process: the process that holds the connection; may be left out where the pack has one.
        :param secrets_manager: how and where its secrets are kept.
        :param credentials_version: any text; a new one sends the secrets to Boomi again.
        :param field_ids: ids of extension fields where Boomi has others: {input: field id}.
        :param space: the guid of the Space whose portal shows the form; the attachment's where it is left out.
        :param adopt: take over values that are set there already.
        """
        literals: list[str] = []
        parent = attachment if isinstance(attachment, pulumi.Resource) else None
        own = {
            "attachment": id_of(attachment),
            "connection": connection,
            "process": process,
            "secrets_manager": _given(secrets_manager),
            "credentials_version": credentials_version,
            "field_ids": field_ids,
            "space": space_of(attachment, space),
            "adopt": adopt,
            "attachment_of": parent and f"{parent.pulumi_resource_type}::{parent.pulumi_resource_name}",
        }
        provider = OAuthConnectionProvider()
        try:
            flat = flattened(connector, literals)
        except TypeError as error:
            raise refused(provider, resource_name, error) from None
        super().__init__(provider, resource_name, own | flat, opts)
        for name in literals:
            pulumi.log.info(
                f"{name} is a literal: it is kept, encrypted, in Pulumi's state. Secret.env, Secret.file or Secret.aws "
                "keeps it out",
                resource=self,
            )


_MAPPINGS = {field.name for cell in connectors.TABLE for field in cell.fields if field.kind == "parameters"}


def _no_reference(value: Any) -> Any:
    """Data that a program reads, a StackReference for example, must not name a secret of this run."""
    if isinstance(value, Mapping):
        raise ProgramError("an output that is a mapping was given as a secret; references are written in the program")
    return value


def _given(settings: SecretsManager | Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if not isinstance(settings, SecretsManager):
        return settings
    return {
        field.name: value
        for field in dataclasses.fields(settings)
        if (value := getattr(settings, field.name)) is not None
    }


def flattened(connector: connectors.Connector | Mapping[str, Any], literals: list[str]) -> dict[str, Any]:
    """The connector as top-level inputs, with a place for the digest of each secret, which `check` fills.

    `literals` receives the names of the secrets that are plain texts of the program.
    """
    wrapped: list[Any] = []

    def secret(value: Any) -> Any:
        literal = value.apply(_no_reference) if isinstance(value, pulumi.Output) else value
        wrapped.append(pulumi.Output.secret(literal))
        if isinstance(value, str):
            plain.append(wrapped[-1])
        return wrapped[-1]

    plain: list[Any] = []
    flat = connectors.flatten(connector, secret)
    # A key of a mapping that is called like something of the resource would be lost in it: check tells of it.
    flat = {f"connector.{name}" if is_the_resources(name, flat) else name: value for name, value in flat.items()}
    literals += [name for name, value in flat.items() if any(value is one for one in plain)]
    encrypted: dict[str, dict[str, Any]] = {}
    for name, value in list(flat.items()):
        if name in _MAPPINGS and isinstance(value, pulumi.Output):
            raise TypeError(f"{name}: is an output; write a mapping, the values in it may be outputs")
        leaves = value if isinstance(value, Mapping) and Secret.parse(value) is None else {}
        outputs = {key: leaf for key, leaf in leaves.items() if isinstance(leaf, pulumi.Output)}
        if outputs:
            encrypted[name] = {key: pulumi.Output.from_input(leaf.is_secret()) for key, leaf in outputs.items()}
            flat[name] = {**value, **{key: leaf.apply(_no_reference) for key, leaf in outputs.items()}}
        references = any(Secret.parse(leaf) for leaf in leaves.values())
        if references or outputs or Secret.parse(value) or any(value is one for one in wrapped):
            flat[f"{name}_digest"] = pulumi.Output.secret("")
    return flat | ({"encrypted_parameters": encrypted} if encrypted else {})
