"""Copies a SQLite database to a file and back with SQLite's backup API, while others read and write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backup.contents import EXCLUDED_TABLES, row_counts
from operations.runs import MaintenanceError

BUSY_SECONDS = 20


def copy_out(target: Path) -> dict[str, int]:
    """Write the database at one moment to `target`. Returns the number of rows by table.

    Raises MaintenanceError, also when SQLite finds the database damaged.
    """
    with closing(_connect(_database())) as live, closing(sqlite3.connect(target)) as copy:
        try:
            live.backup(copy)
            _refuse_if_damaged(copy)
            # Without a write-ahead log, the database is one file.
            copy.execute("PRAGMA journal_mode = DELETE")
            for table in EXCLUDED_TABLES:
                # Our own table names.
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608
            copy.commit()
            # Removes the deleted rows from the file.
            copy.execute("VACUUM")
        except sqlite3.Error as error:
            raise MaintenanceError(f"The database could not be copied ({error}).") from error
    return count_rows(target)


def count_rows(copy: Path) -> dict[str, int]:
    """The number of rows by table. Raises MaintenanceError when SQLite finds the copy damaged."""
    with closing(sqlite3.connect(copy)) as opened:
        _refuse_if_damaged(opened)
    with _opened(copy) as copied:
        return row_counts(copied)


def count_other_connections() -> int:
    """SQLite does not tell. The lock of the site does, for everything that people write through it."""
    return 0


def copy_in(source: Path) -> None:
    """Replace the database with `source`."""
    connection.close()
    with closing(sqlite3.connect(source)) as copy, closing(_connect(_database())) as live:
        try:
            copy.backup(live)
        except sqlite3.Error as error:
            raise MaintenanceError(
                f"The database could not be written ({error}). Stop the site and try again."
            ) from error


def _refuse_if_damaged(copy: sqlite3.Connection) -> None:
    try:
        (result,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        result = str(error)
    if result != "ok":
        raise MaintenanceError(f"SQLite reports that the database is damaged: {result}. Keep the last good backup.")


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=BUSY_SECONDS)


@contextmanager
def _opened(file: Path) -> Iterator[BaseDatabaseWrapper]:
    """A Django connection to another file."""
    copied = connection.copy()
    copied.settings_dict |= {"NAME": str(file), "OPTIONS": {}}
    try:
        yield copied
    finally:
        copied.close()
