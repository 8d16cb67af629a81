"""Recognizes exceptions that mean that the database or the disk is down, and not that our code is wrong."""

import errno
import os
import re
import shutil
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection

from vault.files import who_must_own
from vault.keys import MissingKey

FULL = {errno.ENOSPC, errno.EDQUOT}
# The words of SQLite, PostgreSQL and the operating system.
SAYS_FULL = ("disk is full", "no space left", "disk full", "quota exceeded")
# Names of tables are ours, and no part of what people entered.
MISSING_TABLE = re.compile(r'^no such table: (\w+)|^relation "(\w+)" does not exist')
LITTLE_SPACE = 1_000_000


def is_database_down(error: BaseException) -> bool:
    """Whether the database does not answer, is damaged, not migrated or cannot write, or no key can seal an answer."""
    # a damaged SQLite file raises DatabaseError itself; its other subclasses are mistakes in a query
    down = OperationalError | InternalError | InterfaceError | MissingKey
    return isinstance(error, down) or type(error) is DatabaseError or bool(missing_table(error))


def explanation(error: BaseException) -> str:
    """One sentence for the person who runs the site: what is down and what to do. Empty for any other exception."""
    # its own message says what to do, and waiting does not help
    if isinstance(error, ImproperlyConfigured):
        return ""
    if is_full(error):
        return "The disk is full. Free some space, and run the command again: what it did so far is kept."
    if table := missing_table(error):
        return f"The database lacks a table of this version ({table}). Start the site once, or run manage.py migrate."
    if is_database_down(error):
        if refused := _refused_file():
            return f"{who_must_own(refused)}."
        reason = str(error).strip().partition("\n")[0]
        return f"The database does not answer ({reason}). Nothing that was stored is lost. Start it, and try again."
    if isinstance(error, PermissionError) and error.filename:
        return f"{who_must_own(Path(error.filename))}."
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}."
    return ""


def is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in FULL
    message = str(error).lower()
    if not is_database_down(error):
        return False
    return any(words in message for words in SAYS_FULL) or ("disk i/o error" in message and _little_space_is_left())


def missing_table(error: BaseException) -> str:
    """The name of the table that the database says it does not have, or ""."""
    match = MISSING_TABLE.search(str(error)) if isinstance(error, DatabaseError) else None
    return match[1] or match[2] if match else ""


def _refused_file() -> Path | None:
    """The file or folder of the SQLite database, if this account may not use it. SQLite itself does not name it."""
    file = Path(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or not file.is_absolute():
        return None
    return next((path for path in (file, file.parent) if _is_refused(path)), None)


def _is_refused(path: Path) -> bool:
    try:
        return path.exists() and not os.access(path, os.R_OK | os.W_OK)
    except PermissionError:
        return True


def _little_space_is_left() -> bool:
    # SQLite reports an I/O error when the disk has no space for the index of its write-ahead log
    folder = Path(connection.settings_dict["NAME"]).parent
    return folder.is_dir() and shutil.disk_usage(folder).free < LITTLE_SPACE
