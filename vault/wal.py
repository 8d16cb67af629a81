"""Removes deleted rows from the write-ahead log of SQLite, where somebody with the data key could still read them."""

import sqlite3
from contextlib import closing, suppress

from django.db import connection


def truncate_write_ahead_log() -> None:
    """Call this after the commit. Concurrent readers can keep it from removing everything."""
    if connection.vendor != "sqlite":
        return
    file = connection.settings_dict["NAME"]
    # a separate connection that gives up after a second, so that no person has to wait for it
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file, timeout=1)) as separate:
        separate.execute("PRAGMA wal_checkpoint(TRUNCATE)")
