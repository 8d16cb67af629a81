"""Removes deleted rows from the write-ahead log of SQLite, where they stay readable to whoever has the key."""

import sqlite3
from contextlib import closing, suppress

from django.db import connection


def truncate_write_ahead_log() -> None:
    """Call it after the commit. It does as much as the readers of this moment allow."""
    if connection.vendor != "sqlite":
        return
    file = connection.settings_dict["NAME"]
    # a connection of its own that gives up after a second, so that nobody's answers wait for it
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file, timeout=1)) as separate:
        separate.execute("PRAGMA wal_checkpoint(TRUNCATE)")
