"""The redirect URI that the application at the identity provider has to allow."""

from __future__ import annotations

from urllib.parse import quote

PLATFORM = "https://platform.boomi.com/"


def redirect_uri(account: str, platform: str = PLATFORM) -> str:
    """Where Boomi receives a consent of the consumer account `account` (Boomi's connector pages, Access Token).

    A pure function, since it has to be registered before the client id exists. Identity providers compare it to the
    letter. `platform` is the address of the Boomi platform, with or without a slash at its end.
    """
    return f"{platform.rstrip('/')}/account/{quote(account, safe='')}/oauth2/callback"
