"""AWS Secrets Manager for the sandbox: moto's model of the service behind a layer that is as strict as AWS.

moto answers; `corrections/` holds one file for each behaviour in which it differs from AWS. Only AWS's own protocol is
served: POST / with X-Amz-Target. What AWS offers and this sandbox does not is refused by name (501).

Not modelled: eventual consistency, request rate limits, IAM, KMS (a key id is stored and never used), the version
quota, `LastAccessedDate`, and signatures (the Region is read from the request's signature, which is not verified).
"""

from __future__ import annotations

from pathlib import Path

from boomi_emulator.secrets_manager.app import SecretsManager


def wsgi_app(state: Path | None = None) -> SecretsManager:
    """A WSGI application with an account of its own; every Region of it starts empty.

    `state`: a file (made with mode 0600) that keeps the secrets, values included, over a restart. Without it they live
    in memory. Raises sqlite3.OperationalError when another process holds the file.
    """
    return SecretsManager(state)
