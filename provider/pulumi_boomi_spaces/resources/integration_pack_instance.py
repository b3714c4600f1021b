"""`IntegrationPackInstance`, as a program uses it."""

from __future__ import annotations

import pulumi

from .base import BoomiResource
from .providers import IntegrationPackInstanceProvider


class IntegrationPackInstance(BoomiResource, module="boomi", name="IntegrationPackInstance"):
    """Installs an integration pack into a consumer account.

    Identity is account, pack and name: a change of one of them uninstalls and installs again. An instance that is there
    already is refused with its id, unless `adopt=True`. Destroy uninstalls it, with its attachments and extension
    values.
    """

    processes: pulumi.Output[dict[str, dict[str, str]]]
    """{process name: {"id": id of the process in this instance, "original_id": id of the published process}}"""
    resolved: pulumi.Output[dict[str, dict[str, str]]]
    """{input: {"id", "name"}} of what the names in the program stand for."""

    def __init__(
        self,
        resource_name: str,
        *,
        pack: pulumi.Input[str],
        account: pulumi.Input[str] | None = None,
        name: pulumi.Input[str] | None = None,
        space: pulumi.Input[str] | None = None,
        adopt: bool | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Install a pack.

        :param resource_name: the name in the program.
        :param pack: the integration pack, by name or id; it must be released and shared with the account.
        :param account: the consumer account; may be left out where `boomi:accounts` lists exactly one.
        :param name: the name of the instance: required for multi-install packs, refused for single-install ones.
        :param space: the guid of the Space whose portal shows the forms of its connections.
        :param adopt: take over an instance that is there already.
        """
        self.space_guid_given = space
        inputs = {"account": account, "pack": pack, "name": name, "space": space, "adopt": adopt}
        super().__init__(IntegrationPackInstanceProvider(), resource_name, inputs, opts)

    @property
    def instance_id(self) -> pulumi.Output[str]:
        """The resource's id, `account/instance`."""
        return self.id
