"""The redirect URI, compared to the letter. Expected: Boomi's connector pages and Spaces guide."""

from __future__ import annotations

import pytest

from pulumi_boomi_spaces.oauth import redirect_uri


@pytest.mark.parametrize(
    ("account", "platform", "uri"),
    [
        ("acme-1A2B3C", None, "https://platform.boomi.com/account/acme-1A2B3C/oauth2/callback"),
        ("childaccount-ZF3X9U", "https://boomi.com/", "https://boomi.com/account/childaccount-ZF3X9U/oauth2/callback"),
        ("childaccount-ZF3X9U", "https://boomi.com", "https://boomi.com/account/childaccount-ZF3X9U/oauth2/callback"),
        ("a/../b", "https://boomi.com//", "https://boomi.com/account/a%2F..%2Fb/oauth2/callback"),
    ],
)
def test_redirect_uri(account: str, platform: str | None, uri: str) -> None:
    assert (redirect_uri(account, platform) if platform else redirect_uri(account)) == uri
