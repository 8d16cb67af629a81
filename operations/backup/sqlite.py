"""A copy of a SQLite database to a file, and back, by SQLite's own backup, while others read and write."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.backup.contents import LEFT_OUT, Contents, contents_of
from operations.runs import Trouble

BUSY_SECONDS = 20


def copy_out(to: Path) -> Contents:
    """The database at one moment, as a file; what it holds. Raises Trouble when SQLite finds the database damaged."""
    with closing(_connect(_live())) as live, closing(sqlite3.connect(to)) as copy:
        try:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
            _refuse_if_damaged(copy)
            for table in LEFT_OUT:
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 (our own names)
            copy.commit()
            copy.execute("VACUUM")  # what was deleted leaves no trace in the file
        except sqlite3.Error as error:
            raise Trouble(f"The database could not be copied ({error}).") from error
    with _opened(to) as there:
        return contents_of(there)


def copy_in(file: Path) -> None:
    """Make the database what `file` holds."""
    connection.close()
    with closing(sqlite3.connect(file)) as copy, closing(_connect(_live())) as live:
        try:
            copy.backup(live)
        except sqlite3.Error as error:
            raise Trouble(f"The database could not be written ({error}). Stop the site and try again.") from error


def _refuse_if_damaged(copy: sqlite3.Connection) -> None:
    try:
        (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Trouble(f"The database is damaged, says SQLite: {found}. Keep the last good backup.")


def _live() -> str:
    return str(connection.settings_dict["NAME"])


def _connect(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=BUSY_SECONDS)


@contextmanager
def _opened(file: Path) -> Iterator[BaseDatabaseWrapper]:
    """Django's view of another file."""
    there = connection.copy()
    there.settings_dict |= {"NAME": str(file), "OPTIONS": {}}
    try:
        yield there
    finally:
        there.close()
