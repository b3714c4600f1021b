from __future__ import annotations

import hashlib
import hmac

import pytest

from pulumi_boomi_spaces.vault.digest import digest, same

OWNER = "shop/prod/OAuthConnection/erp"
SALT = hashlib.sha256(b"boomi-spaces digest 1\0" + OWNER.encode()).digest()[:16]


def test_a_client_secret_has_an_hmac_digest() -> None:
    expected = hmac.new(SALT, "s3crét".encode(), hashlib.sha256).hexdigest()

    assert digest("s3crét", OWNER) == f"1.hmac-sha256.{SALT.hex()}.{expected}"


def test_a_password_has_a_scrypt_digest() -> None:
    expected = hashlib.scrypt(b"hunter2", salt=SALT, n=32768, r=8, p=1, maxmem=1 << 26, dklen=32).hex()

    assert digest("hunter2", OWNER, slow=True) == f"1.scrypt-15-8-1.{SALT.hex()}.{expected}"


def test_digests_in_old_states_stay_valid() -> None:
    """Golden: a digest that changes without its value would write every secret again."""
    assert digest("value", "p/s/T/n") == (
        "1.hmac-sha256.cdb4e3134bb398919c130b36b4261813."
        "5177b51335c2ba9d57d1eb4b0db6f16adde59c377ad75caa5b4e85ea9f525f4d"
    )
    assert digest("value", "p/s/T/n", slow=True) == (
        "1.scrypt-15-8-1.cdb4e3134bb398919c130b36b4261813."
        "8a353f2eb7a6155daed4994dc3b2bc060022d853c648b21e5b14a00c92e76703"
    )


def test_salt_and_scheme_of_the_previous_digest_stay() -> None:
    before = digest("value", OWNER, slow=True)

    assert digest("value", "shop/prod/OAuthConnection/renamed", before) == before
    assert digest("other", "shop/prod/OAuthConnection/renamed", before).rsplit(".", 1)[0] == before.rsplit(".", 1)[0]
    assert digest("other", OWNER, before) != before


def test_two_owners_have_two_digests_of_one_value() -> None:
    assert digest("value", "a") != digest("value", "b")


@pytest.mark.parametrize("slow", [False, True])
def test_same_knows_the_value(slow: bool) -> None:
    made = digest("value", OWNER, slow=slow)

    assert same("value", made)
    assert not same("valuE", made)


@pytest.mark.parametrize(
    "text", ["", "value", "2.hmac-sha256.00.00", "1.md5.00.00", "1.hmac-sha256.zz.00", "1.2.3.4.5"]
)
def test_what_is_no_digest_is_replaced_and_the_same_as_nothing(text: str) -> None:
    assert not same("value", text)
    assert digest("value", OWNER, text) == digest("value", OWNER)
