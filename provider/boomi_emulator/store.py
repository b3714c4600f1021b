"""The state of the emulator: JSON documents in one SQLite file, keyed by kind, account and id."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

Document = dict[str, Any]
Kind = Literal[
    "account",  # account "": an account of the platform
    "user",  # account "": a platform user, his API token and the accounts he may use
    "account_group",  # of the owner account: members and shared packs
    "space",  # of the owner account
    "pack",  # of the owner account: a publisher's integration pack with its processes and their declarations
    "environment",
    "instance",  # an installed pack
    "extension_group",  # which instance and process a multi-install process belongs to; id: its wrapper id
    "attachment",  # an instance in an environment
    "overrides",  # the values that were set on one extension object, secrets included; id: extension object id
    "consent",  # a pending authorization; id: the state of its URL
    "oauth_details",  # what a Space remembers of an OAuth form; id: the five-part key
    "restarts",  # how often the listeners of an environment were restarted; id: environment id
    "setting",  # account "": switches, clock, rate and so on
]


class Store:
    """Documents of the emulator. Every method may be called from any thread; writes belong into `transaction`."""

    def __init__(self, path: Path) -> None:
        """Open or create the file. Raises sqlite3.OperationalError when another process holds it."""
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
        path.chmod(0o600)
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, account TEXT NOT NULL, id TEXT NOT NULL, "
            "body TEXT NOT NULL, PRIMARY KEY (kind, account, id))"
        )

    def close(self) -> None:
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One request at a time, whole or not at all: an exception takes back what was written."""
        with self._lock:
            if self._db.in_transaction:
                yield
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def get(self, kind: Kind, account: str, id: str) -> Document | None:
        with self._lock:
            row = self._db.execute(
                "SELECT body FROM documents WHERE kind = ? AND account = ? AND id = ?", (kind, account, id)
            ).fetchone()
        return None if row is None else dict(json.loads(row[0]))

    def need(self, kind: Kind, account: str, id: str) -> Document:
        """For a document that another one refers to. Raises LookupError."""
        document = self.get(kind, account, id)
        if document is None:
            raise LookupError(f"There is no {kind} {id} in {account or 'the store'}.")
        return document

    def all(self, kind: Kind, account: str) -> list[Document]:
        """The documents of one kind in one account, oldest first."""
        with self._lock:
            rows = self._db.execute(
                "SELECT body FROM documents WHERE kind = ? AND account = ? ORDER BY rowid", (kind, account)
            ).fetchall()
        return [json.loads(body) for (body,) in rows]

    def put(self, kind: Kind, account: str, id: str, document: Document) -> None:
        with self._lock:
            self._db.execute(
                "INSERT INTO documents (kind, account, id, body) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (kind, account, id) DO UPDATE SET body = excluded.body",
                (kind, account, id, json.dumps(document)),
            )

    def delete(self, kind: Kind, account: str, id: str) -> bool:
        """True when there was something to delete."""
        with self._lock:
            gone = self._db.execute(
                "DELETE FROM documents WHERE kind = ? AND account = ? AND id = ?", (kind, account, id)
            )
        return gone.rowcount > 0
