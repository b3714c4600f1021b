"""Who may ask: API tokens for REST, short-lived JWTs for GraphQL, the partner address for sub-accounts."""

from __future__ import annotations

import base64
import binascii
import hmac

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from boomi_emulator.errors import Refused
from boomi_emulator.store import Document
from boomi_emulator.world import Caller, World

JWT_SECONDS = 300
"""Boomi Platform API, Authentication: a generated JWT is valid for five minutes."""
USER_PREFIX = "BOOMI_TOKEN."


def unauthorized(message: str = "Unauthorized") -> Refused:
    return Refused(401, message, {"WWW-Authenticate": "Basic"})


def rest_caller(world: World, authorization: str, account: str, override: str) -> Caller:
    """The caller of a REST request to `account`. `override`: the sub-account that the partner address names, or ""."""
    user = _user(world, authorization)
    _require_access(user, account)
    if not override:
        return Caller(world, account, user["email"], charged=account)
    if not _is_open_sub_account(world, override, account):
        raise Refused(403, f"The account {account} has no partner access to {override}.")
    return Caller(world, override, user["email"], charged=account)


def generate(world: World, authorization: str, account: str) -> str:
    """The JWT of `GET /auth/jwt/generate/{account}`. Every refusal is a 401."""
    user = _user(world, authorization)
    if account not in user["accounts"] and not _may_sign_in_as_partner(world, user, account):
        raise unauthorized()
    now = int(world.now())
    claims = {"sub": user["email"], "accountId": account, "iat": now, "exp": now + JWT_SECONDS}
    return jwt.encode({"alg": "HS256"}, claims, _key(world))


def graphql_caller(world: World, authorization: str) -> Caller:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise unauthorized()
    try:
        claims = jwt.decode(token.strip(), _key(world), algorithms=["HS256"]).claims
    except (JoseError, ValueError):
        raise unauthorized() from None
    if claims["exp"] <= world.now():
        raise unauthorized()
    account = str(claims["accountId"])
    return Caller(world, account, str(claims["sub"]), charged=account)


def _user(world: World, authorization: str) -> Document:
    scheme, _, credentials = authorization.partition(" ")
    if scheme.lower() != "basic":
        raise unauthorized()
    try:
        name, _, token = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise unauthorized() from None
    user = world.store.get("user", "", name.removeprefix(USER_PREFIX)) if name.startswith(USER_PREFIX) else None
    if user is None or not hmac.compare_digest(user["token"].encode(), token.encode()):
        raise unauthorized()
    return user


def _require_access(user: Document, account: str) -> None:
    if account not in user["accounts"]:
        raise Refused(403, f"The user has no access to the account {account}.")


def _is_open_sub_account(world: World, account: str, primary: str) -> bool:
    document = world.store.get("account", "", account)
    return document is not None and document["primary"] == primary and document["partner"] is True


def _may_sign_in_as_partner(world: World, user: Document, account: str) -> bool:
    if world.switch("partner_may_sign_in") is not True:
        return False
    return any(_is_open_sub_account(world, account, primary) for primary in user["accounts"])


def _key(world: World) -> OctKey:
    return OctKey.import_key(world.signing_key())
