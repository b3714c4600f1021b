from __future__ import annotations

import dataclasses
import re

import pytest

from pulumi_boomi_spaces.errors import InputError
from pulumi_boomi_spaces.vault import names
from pulumi_boomi_spaces.vault.names import NaturalKey

KEY = NaturalKey("acme-1", "3f0c1b52-6d4e", "9d1c", "d2f6b0a7", "client_secret", "ERP")
LEGAL = re.compile(r"[A-Za-z0-9/_+=.@-]+")
"""AWS Secrets Manager, API reference, CreateSecret, Name."""


def test_the_name_shows_what_the_secret_is_for() -> None:
    assert re.fullmatch(
        r"boomi-spaces/acme-1/3f0c1b52-6d4e/ERP\.client_secret\.[0-9a-f]{8}", KEY.secret_name("boomi-spaces")
    )


def test_the_name_is_the_same_in_every_release() -> None:
    """Golden: another name would lose the secret that a destroy left scheduled."""
    assert KEY.secret_name("boomi-spaces") == "boomi-spaces/acme-1/3f0c1b52-6d4e/ERP.client_secret.bedf131e"


@pytest.mark.parametrize("part", ["account", "environment", "group", "connection", "input"])
def test_every_part_of_the_key_makes_another_name(part: str) -> None:
    other = dataclasses.replace(KEY, **{part: "other"})

    assert other.secret_name("p")[-8:] != KEY.secret_name("p")[-8:]
    assert other.text != KEY.text


def test_parts_do_not_run_into_each_other() -> None:
    one = NaturalKey("a", "b", "", "c/d", "e", "N")
    other = NaturalKey("a", "b", "", "c", "d/e", "N")

    assert one.text != other.text
    assert one.secret_name("p") != other.secret_name("p")


def test_the_name_of_the_connection_is_no_part_of_the_key() -> None:
    renamed = dataclasses.replace(KEY, name="ERP (new)")

    assert renamed.text == KEY.text
    assert renamed.secret_name("p")[-8:] == KEY.secret_name("p")[-8:]


@pytest.mark.parametrize(
    "name", ["ERP / orders", "Überweisung", "受注", "a" * 400, "*?!", "x\ny", "", "ends-in-abc123", "-------"]
)
@pytest.mark.parametrize("prefix", ["boomi-spaces", "team a/b", "/x/", ""])
def test_names_are_legal_whatever_the_connection_is_called(name: str, prefix: str) -> None:
    made = dataclasses.replace(KEY, name=name).secret_name(prefix)

    assert LEGAL.fullmatch(made)
    assert len(made) <= 256
    assert not re.search(r"-.{6}$", made)
    assert names.name_problem(made) is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "1 to 256"),
        ("a" * 257, "1 to 256"),
        ("team secret", "letters, digits"),
        ("größe", "letters, digits"),
        ("team/erp-abc123", "hyphen and six"),
        ("team/erp", None),
        ("a" * 256, None),
    ],
)
def test_a_name_of_the_users_choice_is_checked(name: str, problem: str | None) -> None:
    found = names.name_problem(name)

    assert found is None if problem is None else problem in str(found)


def test_an_arn_has_its_parts() -> None:
    arn = names.parse_arn("arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/erp-x-AbCd12")

    assert arn == names.Arn("eu-west-1", "111122223333", "team/erp-x")


@pytest.mark.parametrize(
    "text",
    [
        "team/erp",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:team/erp",
        "arn:aws:secretsmanager:eu-west-1:1111:secret:erp-AbCd12",
        "arn:aws:s3:eu-west-1:111122223333:secret:erp-AbCd12",
        "arn:aws:secretsmanager:evil.example.com/:111122223333:secret:erp-AbCd12",
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:erp-AbCd12\n",
        "",
    ],
)
def test_anything_else_is_no_arn(text: str) -> None:
    assert names.parse_arn(text) is None


@pytest.mark.parametrize("owner", ["shop/prod/OAuthConnection/erp", "a b=c#1/é/受注", "=C3=A9", ""])
def test_an_owner_survives_its_tag(owner: str) -> None:
    tags = names.tags(owner, KEY.text, {"team": "orders"})

    assert names.read_tags(tags) == (owner, KEY.text)
    assert {"Key": "team", "Value": "orders"} in tags
    assert all(re.fullmatch(r"[A-Za-z0-9 +\-=._:/@]{0,256}", tag["Value"]) for tag in tags)


def test_the_organisations_tags_do_not_replace_ours() -> None:
    assert names.read_tags(names.tags("mine", "key", {names.OWNER: "theirs"})) == ("mine", "key")


def test_an_owner_that_is_too_long_for_a_tag_is_refused() -> None:
    with pytest.raises(InputError, match="too long for a tag"):
        names.tags("é" * 90, "key", {})


def test_a_long_key_still_tells_two_parameters_apart() -> None:
    one = dataclasses.replace(KEY, input="token_parameters." + "é" * 90 + "1")
    other = dataclasses.replace(one, input=one.input[:-1] + "2")

    assert len(one.text) <= 256
    assert one.text != other.text
