"""Settings: where each comes from, what is refused, and what an error says to do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pulumi_boomi_spaces.errors import InputError, SettingsError
from pulumi_boomi_spaces.redact import one_line
from pulumi_boomi_spaces.secret import Secret
from pulumi_boomi_spaces.settings import KEYS, Account, SecretsManagerSettings, Settings, check_url, load

ACME, CHILD, OTHER = "acmecorp-7Q2K9X", "acmechild-4M1T8Z", "globex-9K2P4D"


def problems(environ: dict[str, str] | None = None, **config: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        loaded(environ, **config)
    return str(caught.value)


def loaded(environ: dict[str, str] | None = None, **config: Any) -> Settings:
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
    return load(environ or {}, {f"boomi:{key}": text for key, text in texts.items()})


def test_nothing_given_is_no_error_until_it_is_used() -> None:
    settings = loaded()
    assert (settings.sandbox, settings.rate, settings.ca_bundle) == (False, 8.0, None)
    assert settings.secrets_manager == SecretsManagerSettings("boomi-spaces", None, {}, None)
    assert settings.default_account() is None
    with pytest.raises(SettingsError, match=r"BOOMI_ACCOUNT.*`pulumi config set boomi:account ID`"):
        settings.require_owner()


def test_the_documented_hosts_of_the_regions() -> None:
    us, gb = loaded(), loaded(region="gb")
    assert (us.host, us.graphql, us.platform) == (
        "https://api.boomi.com",
        "https://platform.boomi.com",
        "https://platform.boomi.com",
    )
    assert (gb.host, gb.graphql) == ("https://api.platform.gb.boomi.com", "https://api.platform.gb.boomi.com")


def test_one_host_of_ones_own_is_used_for_everything() -> None:
    settings = loaded({"BOOMI_HOST": "https://api.example.com/"}, host="https://not-this.example.com")
    assert {settings.host, settings.graphql, settings.platform} == {"https://api.example.com"}


def test_the_environment_comes_before_stack_configuration() -> None:
    environ = {"BOOMI_ACCOUNT": "env", "BOOMI_USER": "env@a.b", "BOOMI_TOKEN": "env-token", "BOOMI_RATE": "5"}
    settings = loaded(environ, account="stack", user="stack@a.b", token={"env": "ELSEWHERE"}, rate="2")
    assert settings.require_owner() == Account("env", "env@a.b", "env-token")
    assert settings.rate == 5.0


def test_stack_configuration_with_and_without_a_reference() -> None:
    for token, expected in (
        ("plain-token", "plain-token"),
        ({"env": "T"}, Secret.env("T")),
        ({"file": "/run/t"}, Secret.file("/run/t")),
        ({"aws": "arn:aws:x", "key": "k"}, Secret.aws("arn:aws:x", "k")),
    ):
        settings = loaded(account=ACME, user="a@b.c", token=token)
        assert settings.credentials(ACME) == ("a@b.c", expected)


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    settings = loaded({"BOOMI_TOKEN": "", "BOOMI_ACCOUNT": "  "}, account=ACME, user="a@b.c", token="stack-token")
    assert settings.credentials(ACME) == ("a@b.c", "stack-token")


def test_the_environment_variable_is_the_token_itself_whatever_it_looks_like() -> None:
    settings = loaded({"BOOMI_ACCOUNT": ACME, "BOOMI_USER": "a@b.c", "BOOMI_TOKEN": '{"env": "X"}'})
    assert settings.credentials(ACME)[1] == '{"env": "X"}'


def test_the_prefix_of_basic_authentication_may_be_copied_along() -> None:
    assert loaded(account=ACME, user="BOOMI_TOKEN.a@b.c", token="plain-token").credentials(ACME)[0] == "a@b.c"


ACCOUNTS = {CHILD: {"user": "c@d.e", "token": {"env": "CHILD_TOKEN"}}, OTHER: {"partner": True}}


def test_accounts_with_their_own_credentials_and_through_the_partner_address() -> None:
    settings = loaded(account=ACME, user="a@b.c", token="owner-token-9", accounts=ACCOUNTS)
    assert settings.credentials(CHILD) == ("c@d.e", Secret.env("CHILD_TOKEN"))
    assert settings.credentials(OTHER) == ("a@b.c", "owner-token-9")
    assert (settings.charged(CHILD), settings.charged(OTHER), settings.charged(ACME)) == (CHILD, ACME, ACME)
    assert settings.account(OTHER).partner
    assert settings.default_account() is None


def test_the_accounts_of_the_environment_replace_those_of_the_stack() -> None:
    settings = loaded({"BOOMI_ACCOUNTS": json.dumps({"x-1": {"partner": True}})}, accounts=ACCOUNTS)
    assert list(settings.accounts) == ["x-1"]
    assert settings.default_account() == "x-1"


def test_an_account_that_is_not_listed_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError) as caught:
        loaded(accounts=ACCOUNTS).account("acmechild")
    assert str(caught.value) == (
        f'account "acmechild" is not listed in boomi:accounts (listed: {CHILD}, {OTHER}). Add it with '
        "`pulumi config set --path 'boomi:accounts[\"acmechild\"].partner' true` to use the owner's credentials "
        "through the partner address, or with a user and a token of its own"
    )


def test_missing_credentials_are_told_with_all_three_ways_and_the_commands() -> None:
    settings = loaded(account=ACME, accounts={CHILD: {"user": "c@d.e"}, OTHER: {"partner": True}})
    with pytest.raises(SettingsError) as own:
        settings.credentials(CHILD)
    path = f'boomi:accounts["{CHILD}"]'
    assert str(own.value) == (
        f'account "{CHILD}" has no API token. Set the environment variable BOOMI_ACCOUNTS; or a reference '
        f"(`pulumi config set --path '{path}.token.env' VARIABLE`); or the stack configuration "
        f"(`pulumi config set --path '{path}.user' E-MAIL` and `pulumi config set --secret --path '{path}.token'`)"
    )
    for account in (ACME, OTHER):
        with pytest.raises(SettingsError) as owner:
            settings.credentials(account)
        assert str(owner.value) == (
            f'account "{ACME}" has no user and no API token. Set the environment variables BOOMI_USER and BOOMI_TOKEN; '
            "or a reference (`pulumi config set --path 'boomi:token.env' VARIABLE`); or the stack configuration "
            "(`pulumi config set 'boomi:user' E-MAIL` and `pulumi config set --secret 'boomi:token'`)"
        )


def test_the_world_is_the_place_and_the_account() -> None:
    assert loaded().world(CHILD) == f"us:api.boomi.com/{CHILD}"
    assert loaded(region="gb").world(CHILD) == f"gb:api.platform.gb.boomi.com/{CHILD}"
    assert loaded(host="https://api.example.com:8443").world(CHILD) == f"us:api.example.com/{CHILD}"
    for port in (4711, 4712):
        settings = loaded({"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": f"http://127.0.0.1:{port}"})
        assert settings.world(CHILD) == f"sandbox/{CHILD}"


def test_all_problems_are_told_at_once() -> None:
    text = problems(
        {"BOOMI_REGION": "eu", "BOOMI_HOST": "http://api.boomi.com", "BOOMI_RATE": "fast", "SSL_CERT_FILE": "/no/such"},
        acounts="x",
        accounts={CHILD: {"usr": "a", "user": 5}, OTHER: {"partner": True, "token": "other-token"}},
        secretsManager={"prefix": 1, "kmsKey": "k"},
        secretSources={"a": 1},
        assumptions="[",
        account=ACME,
        token='{"envv": "X"}',
    )
    for expected in (
        'there is no setting "boomi:acounts"; did you mean boomi:accounts?',
        'BOOMI_REGION: "eu" is no region; there are us and gb',
        'BOOMI_HOST: "http://api.boomi.com": only https is allowed',
        'BOOMI_RATE: "fast" is no number of requests a second',
        'SSL_CERT_FILE: there is no file "/no/such"',
        f'boomi:accounts.{CHILD} has no "usr"; did you mean user?',
        f"boomi:accounts.{CHILD}: Expected `str | null`, got `int` - at `$.user`",
        f"boomi:accounts.{OTHER} has credentials of its own and partner: true; keep one of the two",
        'boomi:secretsManager has no "kmsKey"; did you mean kmsKeyId?',
        "boomi:secretsManager: Expected `str`, got `int` - at `$.prefix`",
        "boomi:secretSources: Expected `array`, got `object`",
        "boomi:assumptions is not valid JSON",
        'boomi:token is the token itself, or {"env": NAME}, {"file": PATH} or {"aws": ARN, "key": KEY}',
    ):
        assert expected in text
    assert text.isprintable()


@pytest.mark.parametrize("rate", ["0", "-1", "nan", "inf", "1e999"])
def test_a_rate_is_a_positive_number(rate: str) -> None:
    assert "BOOMI_RATE" in problems({"BOOMI_RATE": rate})


def test_the_organisation_s_secrets_manager_settings() -> None:
    settings = loaded(
        secretsManager={"prefix": "acme", "kmsKeyId": "alias/a", "tags": {"team": "x"}, "region": "eu-west-1"},
        secretSources=[111122223333, "arn:aws:secretsmanager:eu-west-1:444455556666:secret:"],
    )
    assert settings.secrets_manager == SecretsManagerSettings("acme", "alias/a", {"team": "x"}, "eu-west-1")
    assert settings.secret_sources == ("111122223333", "arn:aws:secretsmanager:eu-west-1:444455556666:secret:")


def test_tokens_are_hidden_from_the_moment_they_are_read() -> None:
    tokens = [f"hidden-canary-{number}" for number in range(3)]
    settings = loaded(
        {"BOOMI_ACCOUNT": ACME, "BOOMI_TOKEN": tokens[0]},
        accounts={CHILD: {"user": "c", "token": tokens[1]}},
    )
    loaded(account=ACME, token=tokens[2])
    for token in tokens:
        assert token not in one_line(f"the token {token} in a text")
    assert not any(token in repr(settings) for token in tokens)


def test_a_wrong_value_is_never_in_the_error() -> None:
    text = problems(accounts={CHILD: {"user": "c", "token": ["literal-canary"]}}, token="plain-token")
    assert "canary" not in text
    assert f"boomi:accounts.{CHILD}" in text
    assert "canary" not in problems(accounts='{"literal-canary')


def test_proxies_and_ca_bundle_are_read_once_here(tmp_path: Path) -> None:
    bundles = {}
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "AWS_CA_BUNDLE"):
        bundles[name] = str(tmp_path / name)
        (tmp_path / name).write_text("")
    environ = {"HTTPS_PROXY": "http://proxy:1", "http_proxy": "http://proxy:2", "NO_PROXY": "internal,10.0.0.1:8080"}
    settings = loaded(environ | bundles)
    assert settings.ca_bundle == bundles["REQUESTS_CA_BUNDLE"]
    del bundles["REQUESTS_CA_BUNDLE"]
    assert loaded(bundles).ca_bundle == bundles["SSL_CERT_FILE"]
    both = {"https": "http://proxy:1", "http": "http://proxy:2"}
    assert settings.proxies_for("https://api.boomi.com/x") == both
    assert settings.proxies_for("https://boomi.internal/x") == {}
    assert settings.proxies_for("http://10.0.0.1:8080/x") == {}
    assert settings.proxies_for("http://10.0.0.1:8081/x") == both
    assert loaded({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}).proxies_for("https://api.boomi.com") == {}


def test_the_password_of_a_proxy_is_hidden() -> None:
    settings = loaded({"HTTPS_PROXY": "http://me:proxy-canary@proxy:1"})
    assert "proxy-canary" not in one_line("http://me:proxy-canary@proxy:1")
    assert "proxy-canary" not in repr(settings)


def test_the_sandbox_switch() -> None:
    assert "needs BOOMI_HOST" in problems({"BOOMI_SPACES_SANDBOX": "1"})
    assert "only loopback" in problems({"BOOMI_SPACES_SANDBOX": "1", "BOOMI_HOST": "https://api.boomi.com"})
    assert "sandbox alone" in problems({"BOOMI_HOST": "http://127.0.0.1:4711"})
    assert "is 1 or not set" in problems({"BOOMI_SPACES_SANDBOX": "yes"})


def test_a_host_is_a_base_and_nothing_more() -> None:
    for host in (
        "https://a.example.com/api",
        "https://a.example.com?x=1",
        "https://u:p@a.example.com",
        "a.example.com",
    ):
        assert "BOOMI_HOST" in problems({"BOOMI_HOST": host})


GOOD = (
    "https://login.example.com/oauth2/token",
    "https://10.1.2.3/token",
    "https://login.example.com:8443/token?tenant=a%20b",
    "https://[2001:db8::1]/token",
    "https://xn--mnchen-3ya.example",
)
BAD = (
    "http://login.example.com",
    "ftp://login.example.com",
    "login.example.com",
    "//login.example.com",
    "https://",
    "https:///token",
    "https://user@login.example.com",
    "https://user:pass@login.example.com",
    "https://login.example.com/#",
    "https://login.example.com/#part",
    "https://good.example.com\\@evil.example.com/",
    "https://login.example.com/ x",
    " https://login.example.com",
    "https://login.example.com/\n",
    "https://login.example.com/\x7f",
    "https://login.example.com:99999",
    "https://login.example.com:0",
    "https://login.example.com:x",
    "https://münchen.example",
    "https://login%2eexample.com",
    "https://[::1",
)
LOOPBACK = (
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "app.localhost",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
)


@pytest.mark.parametrize("url", GOOD)
def test_urls_that_may_be_used(url: str) -> None:
    assert check_url(url, sandbox=False) is None
    assert check_url(url, sandbox=True) is None
    assert check_url(url, sandbox=True, called=True) is not None


@pytest.mark.parametrize("url", BAD)
@pytest.mark.parametrize("sandbox", [False, True])
def test_urls_that_may_not_be_used(url: str, sandbox: bool) -> None:
    assert check_url(url, sandbox) is not None


@pytest.mark.parametrize("host", LOOPBACK)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_loopback_is_for_the_sandbox_alone(scheme: str, host: str) -> None:
    url = f"{scheme}://{host}:8080/token"
    assert check_url(url, sandbox=False) is not None
    assert check_url(url, sandbox=True) is None
    assert check_url(url, sandbox=True, called=True) is None


def test_every_key_that_is_documented_is_read() -> None:
    assert set(KEYS) == {
        f"boomi:{key}"
        for key in (
            *("account", "user", "token", "region", "host", "accounts", "rate"),
            *("secretsManager", "secretSources", "assumptions"),
        )
    }
    assert "there is no setting" not in problems(**{key.removeprefix("boomi:"): "[" for key in KEYS})


def test_settings_load_no_http_library() -> None:
    script = (
        "import sys, pulumi_boomi_spaces.settings as s; s.load({}, {}); print({'requests', 'boto3'} & set(sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert printed.stdout.strip() == "set()"
