"""One integration pack for one consumer account: installed, attached to an environment, two connections configured.

Settings of the stack: `account`, the consumer account; `environment`, one of its environments by name or id;
`intuitArn`, the ARN of the AWS secret with the client secret of the QuickBooks app. The client secret of the ERP
comes from the environment variable ERP_CLIENT_SECRET.
"""

import pulumi

from pulumi_boomi_spaces import (
    ClientCredentials,
    IntegrationPackAttachment,
    IntegrationPackInstance,
    OAuthConnection,
    QuickBooksOnline,
    RestClient,
    Secret,
)

config = pulumi.Config()

install = IntegrationPackInstance("sync", account=config.require("account"), pack="Order Sync", name="Order Sync")
there = IntegrationPackAttachment("sync", instance=install, environment=config.require("environment"))

erp = OAuthConnection(
    "erp",
    attachment=there,
    process="Sync",
    connection="ERP",
    connector=RestClient(
        base_url="https://erp.example.com/v2",
        grant=ClientCredentials(
            client_id="orders-sync",
            client_secret=Secret.env("ERP_CLIENT_SECRET"),
            token_url="https://login.example.com/oauth2/token",
            scopes=["orders.read"],
        ),
    ),
)

books = OAuthConnection(
    "books",
    attachment=there,
    process="Sync",
    connection="QuickBooks",
    connector=QuickBooksOnline(
        company_id="4620816365",
        client_id="ABq1",
        client_secret=Secret.aws(config.require("intuitArn")),
    ),
)

pulumi.export("erp", erp.status)
pulumi.export("erp secret", erp.secrets["client_secret"]["arn"])
pulumi.export("books", books.status)
pulumi.export("register at Intuit", books.redirect_uri)
