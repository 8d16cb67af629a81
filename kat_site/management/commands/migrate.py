"""`manage.py migrate`: Django's own, one at a time, because two at once on an empty database both create its tables."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psycopg
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

# any number that no other lock of this database has
LOCK = 7_368_203


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with _lock(connections[options["database"]]):
            super().handle(*args, **options)


def _lock(connection: BaseDatabaseWrapper) -> AbstractContextManager[None]:
    """Wait for other processes that migrate the same database. The lock ends with the process, however that ends."""
    if connection.vendor == "postgresql":
        return _locked_database(connection)
    file = Path(connection.settings_dict["NAME"])
    return _locked_folder(file.parent) if file.is_absolute() else nullcontext()


@contextmanager
def _locked_database(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.wrap_database_errors:
        # a connection of its own, because closing it is what ends the lock
        separate = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    try:
        with connection.wrap_database_errors:
            # another process may migrate for longer than a query of a page may take
            separate.execute("SET statement_timeout = 0")
            separate.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
    finally:
        separate.close()


@contextmanager
def _locked_folder(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
