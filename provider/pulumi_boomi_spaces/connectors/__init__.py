"""THE GRANT TABLE: which connector offers which grant types, with which fields.

The classes that a program writes are the rows of the table. A further connector is one file in this folder: a subclass
of `Connector`. A further grant type is a subclass of `Grant` in grants.py and its name in the union of the connectors
that offer it. Everything else (flat form, checks, messages, documentation) follows from what the rows declare.
"""

from __future__ import annotations

from .azure_service_bus import AzureServiceBus
from .cells import Cell, CellField, cell, live_names, rows
from .check import problems, warnings
from .flatten import flatten
from .grants import AuthorizationCode, ClientCredentials, JwtBearer, Password, UnlistedGrant
from .http_client import HttpClient
from .mail_imap import MailImap, MailOAuth
from .quickbooks_online import QuickBooksOnline
from .rest_client import RestClient
from .row import Connector
from .salesforce_platform_events import SalesforcePlatformEvents

TABLE: tuple[Cell, ...] = rows()
"""Every cell that can be chosen, for the documentation."""

__all__ = [
    "TABLE",
    "AuthorizationCode",
    "AzureServiceBus",
    "Cell",
    "CellField",
    "ClientCredentials",
    "Connector",
    "HttpClient",
    "JwtBearer",
    "MailImap",
    "MailOAuth",
    "Password",
    "QuickBooksOnline",
    "RestClient",
    "SalesforcePlatformEvents",
    "UnlistedGrant",
    "cell",
    "flatten",
    "live_names",
    "problems",
    "warnings",
]
