"""Refuses the database to a process whose keys do not fit the data, and to all while a restore is unfinished.

Django calls `check` after each connect. A check in `serve` alone would miss other servers, timers and shells, and the
keys of a server that started while its database was away.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from operations import keys
from operations.backup import unfinished

RESTORING = (
    "A restore is running, or was interrupted before it deleted again what people have withdrawn. If none is running, "
    "start the site: that completes it. Or run manage.py restore once more."
)


class DatabaseRefused(ImproperlyConfigured, OperationalError):
    """The message says what to do. A command ends with it, and a page answers as while the database is down."""


class _Process:
    # its id: a worker begins as a copy of the process that started it, and checks again
    that_passed = 0


class _Thread(threading.local):
    is_exempt = False


_thread = _Thread()


@contextmanager
def exempt() -> Iterator[None]:
    """Let this thread use the database although something may be wrong: for the commands that report or repair it."""
    before, _thread.is_exempt = _thread.is_exempt, True
    try:
        yield
    finally:
        _thread.is_exempt = before


def check(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Raises DatabaseRefused at each connection of this process until one passes. The backend then closes it."""
    # a copy of the connection leads to another file or another database
    is_ours = connection is connections[DEFAULT_DB_ALIAS]
    if is_ours and not (_Process.that_passed == os.getpid() or _thread.is_exempt):
        check_again()
        _Process.that_passed = os.getpid()


def check_again() -> None:
    """Raises DatabaseRefused unless this thread is exempt or may use the database."""
    if _thread.is_exempt:
        return
    with exempt():
        problems = [RESTORING] if unfinished.exists() else keys.problems()
    if problems:
        raise DatabaseRefused("\n".join(problems))


def install() -> None:
    connection_created.connect(check)
