"""`manage.py migrate`: Django's own, one at a time, which also makes the keys of an empty database.

Two at once would both create the tables of an empty database.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from operations import keys
from operations.readiness import check_again
from vault.files import make_private_folder

# any number that no other lock of this database has
LOCK = 7_368_203


class Command(migrate.Command):
    # whether the pages and the rules are right does not matter here, and takes longer than all migrations
    requires_system_checks = [Tags.database, Tags.models]

    def handle(self, *args: Any, **options: Any) -> None:
        with _lock(connections[options["database"]]):
            changes_our_data = options["database"] == DEFAULT_DB_ALIAS and not (
                options["plan"] or options["check_unapplied"]
            )
            if changes_our_data:
                keys.make_for_an_empty_database()
                # another process may have migrated it with other keys meanwhile
                check_again()
            super().handle(*args, **options)
            if changes_our_data:
                keys.remember()


def _lock(connection: BaseDatabaseWrapper) -> AbstractContextManager[None]:
    """Wait for other processes that migrate the same database. The lock ends with the process, however that ends."""
    if connection.vendor == "postgresql":
        return _locked_database(connection)
    file = Path(connection.settings_dict["NAME"])
    if not file.is_absolute():
        return nullcontext()
    make_private_folder(file.parent)
    return _locked_folder(file.parent)


@contextmanager
def _locked_database(connection: Any) -> Iterator[None]:
    with connection.wrap_database_errors:
        # a connection of its own, because closing it is what ends the lock
        separate = connection.Database.connect(**connection.get_connection_params(), autocommit=True)
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
