"""What every state holds of this package's code: a change here breaks refresh and destroy of what people have
deployed.
"""

from __future__ import annotations

import base64
import pickle
import pickletools

import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_boomi_spaces import IntegrationPackAttachment, IntegrationPackInstance, OAuthConnection
from pulumi_boomi_spaces.resources import providers
from pulumi_boomi_spaces.resources.base import OPTIONS

MODULE = "pulumi_boomi_spaces.resources.providers"
NAMES = {
    "IntegrationPackInstanceProvider": (
        "gASVUgAAAAAAAACMJ3B1bHVtaV9ib29taV9zcGFjZXMucmVzb3VyY2VzLnByb3ZpZGVyc5SMH0ludGVncmF0aW9uUGFja0luc3RhbmNlUHJvdmlkZXKUk5QpgZQu"
    ),
    "IntegrationPackAttachmentProvider": (
        "gASVVAAAAAAAAACMJ3B1bHVtaV9ib29taV9zcGFjZXMucmVzb3VyY2VzLnByb3ZpZGVyc5SMIUludGVncmF0aW9uUGFja0F0dGFjaG1lbnRQcm92aWRlcpSTlCmBlC4="
    ),
    "OAuthConnectionProvider": (
        "gASVSgAAAAAAAACMJ3B1bHVtaV9ib29taV9zcGFjZXMucmVzb3VyY2VzLnByb3ZpZGVyc5SMF09BdXRoQ29ubmVjdGlvblByb3ZpZGVylJOUKYGULg=="
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_string_of_each_provider(name: str) -> None:
    serialized = serialize_provider(getattr(providers, name)())
    assert serialized == NAMES[name]
    found = [text for _, text, _ in pickletools.genops(base64.b64decode(serialized)) if isinstance(text, str)]
    assert found == [MODULE, name]  # by reference: module and name, no code and no values
    assert isinstance(pickle.loads(base64.b64decode(NAMES[name])), getattr(providers, name))


def test_type_tokens() -> None:
    tokens = {
        f"pulumi-python:{kind._resource_type_name}"
        for kind in (IntegrationPackInstance, IntegrationPackAttachment, OAuthConnection)
    }
    assert tokens == {
        "pulumi-python:dynamic/boomi:IntegrationPackInstance",
        "pulumi-python:dynamic/boomi:IntegrationPackAttachment",
        "pulumi-python:dynamic/boomi:OAuthConnection",
    }


def test_providers_are_stateless_and_readable_in_state() -> None:
    for name in NAMES:
        provider = getattr(providers, name)()
        assert vars(provider) == {}
        assert provider.serialize_as_secret_always is False


def test_two_thousand_resources_do_not_reach_the_pickler_that_the_sdk_patches_on_each_call() -> None:
    for _ in range(2000):
        serialize_provider(providers.OAuthConnectionProvider())


def test_the_old_object_goes_before_the_new_one_comes() -> None:
    assert OPTIONS.delete_before_replace is True
