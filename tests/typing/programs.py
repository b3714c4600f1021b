"""The programs that the type checker judges: the 30 cells, and what people get wrong or may well write."""

from __future__ import annotations

import itertools

HEAD = """\
from __future__ import annotations

import pulumi

from pulumi_boomi_spaces import (
    AuthorizationCode, AzureServiceBus, ClientCredentials, HttpClient, JwtBearer, MailImap, MailOAuth, Password,
    QuickBooksOnline, RestClient, SalesforcePlatformEvents, Secret, UnlistedGrant,
)
from pulumi_boomi_spaces.connectors import Connector

config = pulumi.Config()
url: pulumi.Output[str] = pulumi.Output.from_input("https://erp.example.com")
urls: pulumi.Output[list[str]] = pulumi.Output.from_input(["orders.read"])
client_secret = Secret.env("CLIENT_SECRET")
token_url = "https://login.example.com/oauth2/token"
authorization_url = "https://login.example.com/oauth2/authorize"
connector: Connector
"""

_CLIENT = 'client_id="orders-sync", client_secret=client_secret'
_TAB = f'{_CLIENT}, token_url=token_url, authorization_url=authorization_url, scopes=["full", "refresh_token"]'

CONNECTORS = {
    "HttpClient": ["base_url=url"],
    "RestClient": ["base_url=url"],
    "AzureServiceBus": ['namespace="orders"'],
    "QuickBooksOnline": ['company_id="4620816365"', _CLIENT],
    "MailImap": [f"outbound=MailOAuth({_TAB})"],
    "SalesforcePlatformEvents": [_TAB],
}
GRANTS = {
    "AuthorizationCode": f"AuthorizationCode({_CLIENT}, token_url=token_url, authorization_url=authorization_url)",
    "Password": f'Password({_CLIENT}, token_url=token_url, username=Secret.env("U"), password=Secret.env("P"))',
    "ClientCredentials": f"ClientCredentials({_CLIENT}, token_url=token_url)",
    "JwtBearer": 'JwtBearer(token_url=token_url, issuer="a", subject="b", audience="c")',
}
CREDENTIALS = GRANTS["ClientCredentials"]

# Boomi Spaces help, "OAuth 2.0 Authorization": what each connector offers; an empty set is the word None of that page.
OFFERED = {
    "HttpClient": {"AuthorizationCode", "Password", "ClientCredentials"},
    "RestClient": {"AuthorizationCode", "Password", "ClientCredentials", "JwtBearer"},
    "AzureServiceBus": {"ClientCredentials"},
    "QuickBooksOnline": set(),
    "MailImap": set(),
    "SalesforcePlatformEvents": set(),
}


def cell(connector: str, grant: str | None) -> tuple[str, str | None]:
    """The program of a cell, and the error code that it has (None: none)."""
    given = [*CONNECTORS[connector], *([f"grant={GRANTS[grant]}"] if grant else [])]
    program = f"connector = {connector}({', '.join(given)})"
    if grant in OFFERED[connector] or (grant is None and not OFFERED[connector]):
        return program, None
    return program, "call-arg" if grant is None or not OFFERED[connector] else "arg-type"


CELLS = {f"{where[0]}_{where[1]}": cell(*where) for where in itertools.product(CONNECTORS, (None, *GRANTS))}

RIGHT = {
    "plain_text_secret": 'ClientCredentials(client_id="a", client_secret="s", token_url=token_url)',
    "secret_of_the_configuration": (
        'ClientCredentials(client_id="a", client_secret=config.require_secret("s"), token_url=token_url)'
    ),
    "secret_given_as_file_or_aws": (
        'Password(client_id="a", client_secret=Secret.aws("arn:x"), token_url=url, username="u",'
        ' password=Secret.file("f"))'
    ),
    "scopes_as_text": 'ClientCredentials(client_id="a", client_secret="s", token_url=url, scopes="a b")',
    "scopes_as_output": 'ClientCredentials(client_id="a", client_secret="s", token_url=url, scopes=urls)',
    "scopes_with_an_output": 'ClientCredentials(client_id="a", client_secret="s", token_url=url, scopes=["a", url])',
    "parameters_of_all_kinds": (
        'ClientCredentials(client_id="a", client_secret="s", token_url=url,'
        ' token_parameters={"a": "b", "n": 1, "yes": True, "pin": Secret.env("PIN"), "o": url})'
    ),
    "optional_settings": (
        f'AzureServiceBus(namespace="a", domain="servicebus.windows.net", grant={CREDENTIALS})\n'
        f"RestClient(base_url=url, preemptive=True, grant={CREDENTIALS})\n"
        f'HttpClient(base_url=url, refresh_authorization="basic", grant={GRANTS["AuthorizationCode"]})\n'
        f"MailImap(outbound=MailOAuth({_TAB}), inbound=MailOAuth({_TAB}))\n"
        'JwtBearer(token_url=url, issuer="a", subject="b", audience="c", expiration_seconds=120, claims={"n": 1},'
        ' client_id="d", client_secret=client_secret, signature_key=Secret.file("key.pem"))'
    ),
    "unlisted_grant": (
        'connector = HttpClient(base_url=url, grant=UnlistedGrant("device_code", fields={"client_id": "a",'
        ' "scopes": ["b"], "client_secret": client_secret}))'
    ),
    "left_out_on_purpose": f"connector = HttpClient(base_url=url, refresh_authorization=None, grant={CREDENTIALS})",
}

# {name: (program, error code)}
WRONG = {
    "stale_field": (CREDENTIALS.replace("token_url=", "authorization_url=authorization_url, token_url="), "call-arg"),
    "misspelt_field": (CREDENTIALS.replace("client_id=", "clientid="), "call-arg"),
    "missing_field": ("ClientCredentials(client_id='a', token_url=url)", "call-arg"),
    "positional_url": (f"RestClient('https://erp.example.com', grant={CREDENTIALS})", "call-arg"),
    "everything_positional": (f"RestClient('https://erp.example.com', {CREDENTIALS})", "call-arg"),
    "positional_in_a_grant": (CREDENTIALS.replace("client_id=", ""), "call-arg"),
    "grant_where_there_is_none_to_choose": (
        f"QuickBooksOnline(company_id='1', {_CLIENT}, grant={CREDENTIALS})",
        "call-arg",
    ),
    "grant_by_name": ("RestClient(base_url=url, grant='client_credentials')", "arg-type"),
    "no_grant_said_aloud": ("RestClient(base_url=url, grant=None)", "arg-type"),
    "grant_class_itself": ("RestClient(base_url=url, grant=ClientCredentials)", "arg-type"),
    "mail_tab_as_grant": (f"RestClient(base_url=url, grant=MailOAuth({_TAB}))", "arg-type"),
    "grant_as_mail_tab": (f"MailImap(outbound={CREDENTIALS})", "arg-type"),
    "grant_as_connector": (f"connector = {CREDENTIALS}", "assignment"),
    "number_as_secret": (CREDENTIALS.replace("client_secret=client_secret", "client_secret=5"), "arg-type"),
    "reference_as_url": (CREDENTIALS.replace("token_url=token_url", "token_url=client_secret"), "arg-type"),
    "literal_key": (GRANTS["JwtBearer"].replace(")", ", signature_key='-----BEGIN')"), "arg-type"),
    "secret_in_claims": (GRANTS["JwtBearer"].replace(")", ", claims={'a': client_secret})"), "dict-item"),
    "life_as_text": (GRANTS["JwtBearer"].replace(")", ", expiration_seconds='180')"), "arg-type"),
    "algorithm": (GRANTS["JwtBearer"].replace(")", ", algorithm='ES256')"), "call-arg"),
    "scope_as_number": (CREDENTIALS.replace("client_id=", "scopes=5, client_id="), "arg-type"),
    "changed_later": (f"grant = {CREDENTIALS}\ngrant.client_id = 'b'", "misc"),
}
