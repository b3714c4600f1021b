"""What a run was told about accounts, hosts and credentials: environment first, then stack configuration.

Read once, offline. A setting that is wrong is an error at once, all of them in one text; a credential that is missing
is an error only when it is used. Proxies and the CA bundle are read here too: the HTTP clients ignore the environment.
"""

from __future__ import annotations

from .load import KEYS, load
from .model import Account, SecretsManagerSettings, Settings
from .urls import SANDBOX, check_url, hide_password

__all__ = ["KEYS", "SANDBOX", "Account", "SecretsManagerSettings", "Settings", "check_url", "hide_password", "load"]
