"""What a Space remembers of an OAuth form, so that its portal shows the right values to the person who consents."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..redact import quoted
from .graphql import GraphQL

PLACEHOLDER = "dummyClientSecret"
"""Sent in place of the client secret, which this record never holds (Boomi Spaces API: a placeholder is stored)."""


class FormState:
    """Written, never read: the extension fields are the truth."""

    def __init__(self, graphql: GraphQL) -> None:
        self._graphql = graphql

    def save(
        self,
        account: str,
        space_guid: str,
        instance: str,
        environment: str,
        process: str,
        connection: str,
        details: Mapping[str, Any],
        token_generated: bool,
    ) -> None:
        """Write the record of one connection. `details` may have the keys baseURL, companyId, clientId, authParams and
        accessTokenParams, and no secret.

        Costs one request, and one for a JWT; none where the account cannot sign in (Assumptions.partner_may_sign_in).
        Writing it twice is the same as once. Raises ServiceError.
        """
        if not self._graphql.sign_in.possible(account):
            return
        variables = {
            "integrationPackInstanceId": instance,
            "envId": environment,
            "processId": process,
            "connectionId": connection,
            "catalogGuid": space_guid,
            "isTokenGenerated": token_generated,
            "oauthConnectorDetails": json.dumps(details, sort_keys=True),
            "clientId": str(details.get("clientId", "")),
            "clientSecret": PLACEHOLDER,
        }
        what = f"writing the form of connection {quoted(connection)} into Space {quoted(space_guid)}"
        self._graphql.run(account, "SaveOauthConnectorDetails", variables, what, space_guid)
