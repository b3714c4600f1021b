"""`IntegrationPackAttachment`, as a program uses it."""

from __future__ import annotations

import pulumi

from .base import BoomiResource, id_of, space_of
from .integration_pack_instance import IntegrationPackInstance
from .providers import IntegrationPackAttachmentProvider


class IntegrationPackAttachment(BoomiResource, module="boomi", name="IntegrationPackAttachment"):
    """Attaches an installed pack to an environment of its account: there its processes run.

    A link: one that is there already is simply declared, destroy detaches it.
    """

    account: pulumi.Output[str]
    """The consumer account."""
    environment_id: pulumi.Output[str]
    """The id of the environment."""
    space_guid: pulumi.Output[str]
    """The guid of the Space that the attachment was given, if any."""
    resolved: pulumi.Output[dict[str, dict[str, str]]]
    """{input: {"id", "name"}} of what the names in the program stand for."""

    def __init__(
        self,
        resource_name: str,
        *,
        instance: IntegrationPackInstance | pulumi.Input[str],
        environment: pulumi.Input[str],
        space: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Attach a pack.

        :param resource_name: the name in the program.
        :param instance: the installed pack, as a resource or as its id `account/instance`.
        :param environment: the environment of that account, by name or id.
        :param space: the guid of the Space; the instance's where it is left out.
        """
        self.space_guid_given = space_of(instance, space)
        inputs = {"instance": id_of(instance), "environment": environment, "space": self.space_guid_given}
        super().__init__(IntegrationPackAttachmentProvider(), resource_name, inputs, opts)
