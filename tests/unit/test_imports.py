"""What loads when: a program pays for Pulumi, not for our clients."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("requests", "boto3", "botocore", "authlib", "tenacity", "urllib3")


def loaded_after(code: str) -> set[str]:
    """The heavy packages that a new process holds after running `code`."""
    text = f"import sys\n{code}\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True, timeout=60)
    return set(eval(result.stdout.splitlines()[-1]))


def test_a_program_loads_none_of_our_clients() -> None:
    assert loaded_after("import pulumi_boomi_spaces\nfrom pulumi_boomi_spaces import *") == set()


def test_a_check_loads_none_of_them_either() -> None:
    code = """
import os
os.environ["S"] = "value"
from pulumi_boomi_spaces import runtime
class Say:
    def warn(self, text): pass
    def progress(self, text): pass
checked = runtime.engine("OAuthConnection", Say()).check({}, {
    "attachment": "a/b/c", "connection": "ERP", "connector": "rest_client", "grant_type": "client_credentials",
    "base_url": "https://erp.example.com", "client_id": "c", "client_secret": {"env": "S"}, "client_secret_digest": "",
    "token_url": "https://login.example.com/token", "owner": "p/dev/OAuthConnection/erp"})
assert checked.problems == [], checked.problems
assert checked.inputs["client_secret_digest"]
"""
    assert loaded_after(code) == set()


def test_every_public_name_is_there_and_named_once() -> None:
    import pulumi_boomi_spaces

    for name in pulumi_boomi_spaces.__all__:
        assert getattr(pulumi_boomi_spaces, name).__name__ == name
    assert len(set(pulumi_boomi_spaces.__all__)) == len(pulumi_boomi_spaces.__all__)
