"""The sandbox: Boomi's emulator and AWS Secrets Manager on loopback, in one process of their own.

`start` is for tests and tools; `python -m boomi_emulator.sandbox` is the same from a shell.
"""

from __future__ import annotations

from boomi_emulator.sandbox.client import Control, Sandbox, start

__all__ = ["Control", "Sandbox", "start"]
