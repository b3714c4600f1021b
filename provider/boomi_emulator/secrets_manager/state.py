"""The secrets of every Region, kept in a file when one is given: one row of JSON for each secret."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from moto.secretsmanager.models import FakeSecret

from boomi_emulator.secrets_manager.call import ACCOUNT, Regions
from boomi_emulator.secrets_manager.corrections import replica_regions


class State:
    """Not safe for threads by itself: the application holds its lock around every use."""

    def __init__(self, path: Path | None) -> None:
        self.regions = Regions()
        if path is not None:
            path.touch(mode=0o600)
        self._db = sqlite3.connect(path or ":memory:", timeout=0, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        # A killed process loses nothing; a machine that loses its power may.
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS secrets (region TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, "
            "PRIMARY KEY (region, name))"
        )
        self._load()

    def keep(self, region: str, name: str) -> None:
        """Write one secret as it is now, or forget it when it is gone."""
        secret = self.regions[region].find(name)
        if not isinstance(secret, FakeSecret):
            self._db.execute("DELETE FROM secrets WHERE region = ? AND name = ?", (region, name))
            return
        body = json.dumps(vars(secret) | {"replicas": [replica.config for replica in secret.replicas]})
        self._db.execute(
            "INSERT INTO secrets VALUES (?, ?, ?) ON CONFLICT (region, name) DO UPDATE SET body = excluded.body",
            (region, name, body),
        )

    def close(self) -> None:
        self._db.close()

    def _load(self) -> None:
        for region, name, body in self._db.execute("SELECT region, name, body FROM secrets ORDER BY rowid").fetchall():
            # Made by moto's own constructor, so that attributes of a newer moto have their defaults.
            secret = FakeSecret(ACCOUNT, region, name, secret_version={}, version_id="")
            saved = json.loads(body)
            replicas = saved.pop("replicas")
            vars(secret).update(saved)
            self.regions[region].backend.secrets[name] = secret
            for config in replicas:
                replica_regions.attach(secret, config, self.regions)
