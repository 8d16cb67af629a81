"""What a database leaves of rows that were deleted or changed, and how to be rid of it."""

import sqlite3
from contextlib import closing, suppress

from django.db import connection


def empty_the_log() -> None:
    """What SQLite deleted stays in its write-ahead log, sealed, until that is emptied. As far as readers let it, now.

    On a connection of its own, which gives up after a second: nobody's answers wait for it. Call it after the commit.
    """
    if connection.vendor != "sqlite":
        return
    file = connection.settings_dict["NAME"]
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file, timeout=1)) as apart:
        apart.execute("PRAGMA wal_checkpoint(TRUNCATE)")
