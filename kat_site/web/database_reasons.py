"""Why the database refused, in its own words, as far as those words can have nothing that a person entered."""

import re
from collections.abc import Iterator

from django.db import Error

# Its messages about these have only names of ours, of the server and of the machine. The number is a class of SQLSTATE:
# connection, resources, intervention, the system, and a missing table or column.
SAFE_STATES = ("08", "53", "57", "58", "42P01", "42703")
# The messages of SQLite, which has no such classes. FTS5, for one, repeats what
# somebody searched for, also as the name of a column that it does not have.
SAFE_MESSAGES = re.compile(
    r"(no such table: [\w.]+|(UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(: [\w., ]+)?"
    r"|database or disk is full|database is locked[\w: ]*|database disk image is malformed|disk I/O error"
    r"|unable to open database file|attempt to write a readonly database|every connection is in use)"
)


def database_reason(error: BaseException) -> str:
    """ "" unless the database is what failed: the driver's name of the error, and its message if that is safe."""
    if not isinstance(error, Error):
        return ""
    cause = error.__cause__
    name = getattr(cause, "sqlite_errorname", "") or (type(cause).__name__ if cause else "")
    return ": ".join(filter(None, [name, next(_words(error, cause), "")]))


def _words(error: BaseException, cause: BaseException | None) -> Iterator[str]:
    message = str(cause or error).strip().partition("\n")[0]
    if match := SAFE_MESSAGES.match(message):
        yield match[0]
    state, diagnosis = getattr(cause, "sqlstate", None), getattr(cause, "diag", None)
    if state and state.startswith(SAFE_STATES):
        yield message
    elif constraint := getattr(diagnosis, "constraint_name", None):
        yield f"constraint {constraint}"
    # no connection, so the message is about the server
    elif diagnosis is not None and state is None:
        yield message
