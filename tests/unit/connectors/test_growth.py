"""What it costs to import the table, and to let it grow: a connector is one file, a grant type one class."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pulumi_boomi_spaces.connectors


def run(program: str, *before: Path) -> str:
    """What a fresh interpreter prints, with these folders before everything else on its path."""
    path = os.pathsep.join([*map(str, before), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_no_heavy_library_is_loaded() -> None:
    heavy = "{'requests', 'urllib3', 'boto3', 'botocore', 'authlib', 'tenacity', 'pulumi', 'grpc'}"
    program = (
        f"import sys, pulumi_boomi_spaces.connectors, pulumi_boomi_spaces.oauth; print({heavy} & set(sys.modules))"
    )
    assert run(program) == "set()"


def copy(to: Path) -> Path:
    """A copy of the package, to be changed; the folder of its table."""
    package = Path(pulumi_boomi_spaces.connectors.__file__).parents[1]
    shutil.copytree(package, to / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    return to / package.name / "connectors"


NETSUITE = '''
from __future__ import annotations
from typing import TypeAlias
from . import value_kinds as kind
from .grants import ClientCredentials, JwtBearer
from .oauth_settings import GRANT, sdk_field_ids
from .row import Connector, Setting, setting

Grants: TypeAlias = ClientCredentials | JwtBearer


class NetSuite(Connector, key="netsuite", label="NetSuite", grants=Grants):
    """Boomi's NetSuite connector."""

    field_ids = {"account_id": "accountId", **sdk_field_ids("oauth")}
    account_id: str = setting(Setting(kind.TEXT, "Account ID", "The NetSuite account."))
    grant: Grants = setting(GRANT)
'''


def test_a_seventh_connector_is_one_file(tmp_path: Path) -> None:
    (copy(tmp_path) / "netsuite.py").write_text(NETSUITE)
    program = """
from pulumi_boomi_spaces.connectors import *
wire = flatten({"type": "NetSuite", "account_id": 7, "grant": {"type": "password", "client_id": "a"}}, str)
print(*problems(wire), sep="\\n")
wire = flatten({"type": "http_client", "base_url": "https://a.example", "grant": {"type": "jwt_bearer"}}, str)
print(*problems(wire), sep="\\n")
print(len(TABLE))
"""
    assert run(program, tmp_path).splitlines() == [
        'grant_type: "password" is not offered by NetSuite. It offers client_credentials and jwt_bearer. '
        "Use one of these, or HttpClient or RestClient.",
        'grant_type: "jwt_bearer" is not offered by HTTP Client. It offers authorization_code, password and '
        "client_credentials. Use one of these, or NetSuite or RestClient.",
        "13",
    ]


DEVICE_CODE = '''

class DeviceCode(Grant, key="device_code", label="Device Code", consent="person"):
    """Device authorization (RFC 8628)."""

    client_id: Text = setting(oauth.CLIENT_ID)
    token_url: Text = setting(oauth.TOKEN_URL)
'''


def test_a_fifth_grant_type_is_one_class_and_its_name_in_a_union(tmp_path: Path) -> None:
    folder = copy(tmp_path)
    with (folder / "grants.py").open("a") as grants:
        grants.write(DEVICE_CODE)
    rest = folder / "rest_client.py"
    offered = "| ClientCredentials | JwtBearer\n"
    assert rest.read_text().count(offered) == 1
    rest.write_text(
        rest.read_text()
        .replace(offered, "| ClientCredentials | JwtBearer | DeviceCode\n")
        .replace("from .grants import ", "from .grants import DeviceCode, ")
    )
    program = """
from pulumi_boomi_spaces.connectors import *
for kind in ("rest_client", "http_client"):
    grant = {"type": "Device Code", "client_id": "a", "token_url": "https://a.example"}
    wire = flatten({"type": kind, "base_url": "https://a.example", "grant": grant}, str)
    print(problems(wire) or cell(wire).consent)
"""
    assert run(program, tmp_path).splitlines() == [
        "person",
        '[\'grant_type: "device_code" is not offered by HTTP Client. It offers authorization_code, password and '
        "client_credentials. Use one of these, or RestClient.']",
    ]
