"""The eleven cells of the grant table, every field given: as classes, as mappings, and what Boomi then has to hold.

The expected values are written from Boomi's documents and not made with the package's own tables: field ids of the
connectors (Boomi Platform API, EnvironmentExtensions and EnvironmentConnectionFieldExtensionSummary; Boomi help, the
connectors' pages), scopes as one text with blanks, parameter lists as pairs, numbers and flags as text.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

Pairs = list[tuple[str, str, bool]]
"""Key, value and whether Boomi keeps it encrypted."""

AUTHORIZE, TOKEN = "https://login.example.com/oauth2/authorize", "https://login.example.com/oauth2/token"

NEVER_STORED = {"THE_USER": "user-canary-51b0@example.com", "THE_PASSWORD": "password-canary-51b0"}
"""What is only for making a token."""
ENVIRON = {
    "CLIENT_SECRET": "client-canary-51b0 +/é:%",
    "LICENCE": "licence-canary-51b0",
    "SIGNATURE_KEY": "signature-canary-51b0",
    **NEVER_STORED,
}
SECRET, LICENCE = ENVIRON["CLIENT_SECRET"], ENVIRON["LICENCE"]


@dataclasses.dataclass(frozen=True)
class Cell:
    """One connection of the default scenario's pack `Order Sync` with a connector and a grant type.

    `classes` and `mapping` are the connector as text of a program. `holds` is {field id: text, or pairs of a list}:
    every field that is set, and no other.
    """

    name: str
    process: str
    connection: str
    classes: str
    mapping: str
    holds: Mapping[str, str | Pairs]
    status: str
    token_fields: tuple[str, ...] = ()

    def program(self, connector: str, more: str = "") -> str:
        """The resource as text."""
        return f"""
{self.name} = OAuthConnection("{self.name}", attachment=there, process="{self.process}",
    connection="{self.connection}", {more} connector={connector})
pulumi.export("{self.name}", {self.name}.status)
"""


def sdk(field: str, **parts: Any) -> dict[str, Any]:
    """Fields of a connector that has Boomi's standard OAuth 2.0 field `field`."""
    places = {
        "client_id": "credentials/@clientId",
        "client_secret": "credentials/@clientSecret",
        "access_token": "credentials/@accessToken",
        "authorize": "authorizationTokenEndpoint/@url",
        "authorize_with": "authorizationParameters",
        "token": "accessTokenEndpoint/@url",
        "token_with": "accessTokenParameters",
        "scope": "scope",
        "issuer": "jwtParameters/issuer",
        "subject": "jwtParameters/subject",
        "audience": "jwtParameters/audience",
        "expiration": "jwtParameters/expiration",
        "claims": "jwtParameters/extendedClaims",
    }
    return {f"{field}/OAuth2Config/{places[name]}": value for name, value in parts.items()}


def token_of(field: str) -> str:
    """The field in which Boomi keeps the token."""
    (id,) = sdk(field, access_token="")
    return id


_CLIENT = 'client_id="orders-sync", client_secret=Secret.env("CLIENT_SECRET")'
_CLIENT_M = '"client_id": "orders-sync", "client_secret": {"env": "CLIENT_SECRET"}'
_TOKEN = (
    f'token_url="{TOKEN}", token_parameters={{"audience": "https://erp.example.com", "licence": Secret.env("LICENCE")}}'
)
_TOKEN_M = (
    f'"token_url": "{TOKEN}", '
    '"token_parameters": {"licence": {"env": "LICENCE"}, " audience ": "https://erp.example.com"}'
)
_AUTHORIZE = (
    f'authorization_url="{AUTHORIZE}", authorization_parameters={{"access_type": "offline", "prompt": "consent"}}'
)
_AUTHORIZE_M = (
    f'"authorization_url": "{AUTHORIZE}", "authorization_parameters": {{"access_type": "offline", "prompt": "consent"}}'
)
_SCOPES, _SCOPES_M = 'scopes=["orders.write", "orders.read"]', '"scopes": "orders.read  orders.write orders.read"'
_PERSON = 'username=Secret.env("THE_USER"), password=Secret.env("THE_PASSWORD")'
_PERSON_M = '"username": {"env": "THE_USER"}, "password": {"env": "THE_PASSWORD"}'

_TOKEN_WITH: Pairs = [("audience", "https://erp.example.com", False), ("licence", LICENCE, True)]
_AUTHORIZE_WITH: Pairs = [("access_type", "offline", False), ("prompt", "consent", False)]
_HELD = {
    "client_id": "orders-sync",
    "client_secret": SECRET,
    "token": TOKEN,
    "token_with": _TOKEN_WITH,
    "scope": "orders.read orders.write",
}
_CODE_HELD = {**_HELD, "authorize": AUTHORIZE, "authorize_with": _AUTHORIZE_WITH}
_HTTP_HELD: dict[str, Any] = {
    "url": "https://warehouse.example.com/v2",
    "clientId2": "orders-sync",
    "clientSecret2": SECRET,
    "accessTokenURL2": TOKEN,
    "accessTokenParameters2": _TOKEN_WITH,
    "scope2": "orders.read orders.write",
}
_REST_HELD = {"url": "https://erp.example.com/v2", "preemptive": "true"}
_CODE = f"AuthorizationCode({_CLIENT}, {_AUTHORIZE}, {_TOKEN}, {_SCOPES})"
_CODE_M = f'{{"type": "Authorization code", {_CLIENT_M}, {_AUTHORIZE_M}, {_TOKEN_M}, {_SCOPES_M}}}'
_PASSWORD = f"Password({_CLIENT}, {_PERSON}, {_TOKEN}, {_SCOPES})"
_PASSWORD_M = f'{{"type": "Resource Owner Credentials", {_CLIENT_M}, {_PERSON_M}, {_TOKEN_M}, {_SCOPES_M}}}'
_MACHINE = f"ClientCredentials({_CLIENT}, {_TOKEN}, {_SCOPES})"
_MACHINE_M = f'{{"type": "Client Credentials", {_CLIENT_M}, {_TOKEN_M}, {_SCOPES_M}}}'
_JWT = (
    f"JwtBearer({_CLIENT}, {_TOKEN}, {_SCOPES}, issuer='orders-sync', subject='batch@example.com', "
    "audience='https://login.example.com', expiration_seconds=300, claims={'tenant': 'acme', 'level': 2}, "
    "signature_key=Secret.env('SIGNATURE_KEY'))"
)
_JWT_M = (
    f'{{"type": "JWT Bearer Token", {_CLIENT_M}, {_TOKEN_M}, {_SCOPES_M}, "issuer": "orders-sync", '
    '"subject": "batch@example.com", "audience": "https://login.example.com", "expiration_seconds": "300", '
    '"claims": {"tenant": "acme", "level": "2"}, "signature_key": {"env": "SIGNATURE_KEY"}}'
)
_JWT_HELD = {
    **_HELD,
    "issuer": "orders-sync",
    "subject": "batch@example.com",
    "audience": "https://login.example.com",
    "expiration": "300",
    "claims": [("level", "2", False), ("tenant", "acme", False)],
}


def _rest(name: str, process: str, connection: str, grant: str, grant_m: str, held: Mapping[str, Any]) -> Cell:
    waits = "AuthorizationCode" in grant or "Password" in grant
    return Cell(
        name,
        process,
        connection,
        f'RestClient(base_url="https://erp.example.com/v2", preemptive=True, grant={grant})',
        '{"type": "REST Client", "base_url": "https://erp.example.com/v2", '
        f'"preemptive": "True", "grant": {grant_m}}}',
        {**_REST_HELD, **sdk("oauthContext", **held)},
        "awaiting_consent" if waits else "ready",
        (token_of("oauthContext"),) if waits else (),
    )


def _http(name: str, process: str, connection: str, grant: str, grant_m: str, held: Mapping[str, Any]) -> Cell:
    code = "AuthorizationCode" in grant
    more, more_m = (
        (', refresh_authorization="basic"', ', "refresh_authorization": "Basic Authorization"') if code else ("", "")
    )
    waits = code or "Password" in grant
    return Cell(
        name,
        process,
        connection,
        f'HttpClient(base_url="https://warehouse.example.com/v2", grant={grant}{more})',
        f'{{"type": "http client", "base_url": "https://warehouse.example.com/v2", "grant": {grant_m}{more_m}}}',
        {**_HTTP_HELD, **held},
        "awaiting_consent" if waits else "ready",
        ("accessToken2",) if waits else (),
    )


REST = (
    _rest("rest_code", "Returns", "ERP code", _CODE, _CODE_M, _CODE_HELD),
    _rest("rest_password", "Returns", "ERP password", _PASSWORD, _PASSWORD_M, _HELD),
    _rest("rest_machine", "Sync", "ERP", _MACHINE, _MACHINE_M, _HELD),
    _rest("rest_jwt", "Returns", "ERP JWT", _JWT, _JWT_M, _JWT_HELD),
)
HTTP = (
    _http(
        "http_code",
        "Returns",
        "Warehouse code",
        _CODE,
        _CODE_M,
        {
            "authTokenURL2": AUTHORIZE,
            "authorizationParameters2": _AUTHORIZE_WITH,
            "refreshAuthScheme": "basic_auth",
        },
    ),
    _http("http_password", "Returns", "Warehouse password", _PASSWORD, _PASSWORD_M, {}),
    _http("http_machine", "Sync", "Warehouse", _MACHINE, _MACHINE_M, {}),
)
QUICKBOOKS = Cell(
    "quickbooks",
    "Sync",
    "QuickBooks",
    f'QuickBooksOnline(company_id="4620816365", base_url="https://quickbooks.api.intuit.com", {_CLIENT}, '
    'authorization_parameters={"locale": "en"}, token_parameters={"licence": pulumi.Output.secret("literal-51b0")})',
    f'{{"type": "QuickBooks Online", "grant": "None", "company_id": 4620816365, '
    f'"base_url": "https://quickbooks.api.intuit.com", {_CLIENT_M}, "authorization_parameters": {{"locale": "en"}}, '
    '"token_parameters": {"licence": pulumi.Output.secret("literal-51b0")}}',
    {
        "url": "https://quickbooks.api.intuit.com",
        "companyId": "4620816365",
        **sdk(
            "oauthOptions",
            client_id="orders-sync",
            client_secret=SECRET,
            authorize_with=[("locale", "en", False)],
            token_with=[("licence", "literal-51b0", True)],
        ),
    },
    "awaiting_consent",
    (token_of("oauthOptions"),),
)
_IN = '"licence": "for-reading"'
MAIL = Cell(
    "mail",
    "Sync",
    "Mailbox",
    f'MailImap(outbound=MailOAuth({_CLIENT}, {_AUTHORIZE}, {_TOKEN}, scopes=["smtp.send"]), '
    'inbound=MailOAuth(client_id="orders-in", client_secret=Secret.env("LICENCE"), '
    f'authorization_url="{AUTHORIZE}", token_url="{TOKEN}", scopes=["imap.read", "imap"], '
    f"authorization_parameters={{{_IN}}}, token_parameters={{{_IN}}}))",
    f'{{"type": "Mail (IMAP)", "outbound": {{{_CLIENT_M}, {_AUTHORIZE_M}, {_TOKEN_M}, "scopes": "smtp.send"}}, '
    '"inbound": {"client_id": "orders-in", "client_secret": {"env": "LICENCE"}, '
    f'"authorization_url": "{AUTHORIZE}", "token_url": "{TOKEN}", "scopes": "imap imap.read", '
    f'"authorization_parameters": {{{_IN}}}, "token_parameters": {{{_IN}}}}}}}',
    {
        **sdk("outboundOAuth2Options", **{**_CODE_HELD, "scope": "smtp.send"}),
        **sdk(
            "inboundOAuth2Options",
            client_id="orders-in",
            client_secret=LICENCE,
            authorize=AUTHORIZE,
            token=TOKEN,
            scope="imap imap.read",
            authorize_with=[("licence", "for-reading", False)],
            token_with=[("licence", "for-reading", False)],
        ),
    },
    "awaiting_consent",
    (token_of("outboundOAuth2Options"), token_of("inboundOAuth2Options")),
)
SALESFORCE = Cell(
    "salesforce",
    "Sync",
    "CRM events",
    f'SalesforcePlatformEvents({_CLIENT}, {_AUTHORIZE}, {_TOKEN}, scopes=["refresh_token", "full"])',
    f'{{"type": "Salesforce Platform Events", {_CLIENT_M}, {_AUTHORIZE_M}, {_TOKEN_M}, '
    '"scopes": "full refresh_token"}',
    sdk("oauthOptions", **{**_CODE_HELD, "scope": "full refresh_token"}),
    "awaiting_consent",
    (token_of("oauthOptions"),),
)
AZURE = Cell(
    "azure",
    "Sync",
    "Queue",
    'AzureServiceBus(namespace="orders", domain="servicebus.cloudapi.example", grant='
    f"ClientCredentials({_CLIENT}, {_TOKEN}, {_SCOPES}))",
    '{"type": "Microsoft Azure Service Bus", "namespace": "orders", "domain": "servicebus.cloudapi.example", '
    f'"grant": {_MACHINE_M}}}',
    {
        "namespaceName": "orders",
        "domainName": "servicebus.cloudapi.example",
        **sdk("oauthOptions", **_HELD),
    },
    "ready",
)
CELLS = (*REST, *HTTP, QUICKBOOKS, MAIL, SALESFORCE, AZURE)
