"""Copies a PostgreSQL database to a file and back with pg_dump and pg_restore, while others read and write."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from operations.backup.contents import EXCLUDED_TABLES, row_counts
from operations.runs import MaintenanceError

# Passed in the environment, because everybody on the machine can read a command line.
ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
OPTIONS = ("--no-owner", "--no-privileges", "--no-password")


def copy_out(target: Path) -> dict[str, int]:
    """Write the database at one moment to `target`. Returns the number of rows by table. Raises MaintenanceError."""
    snapshot_connection = connection.copy()
    snapshot_connection.set_autocommit(False)
    try:
        with snapshot_connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone() or ("",)
        excluded = [f"--exclude-table-data={table}" for table in EXCLUDED_TABLES]
        _run("pg_dump", "--format=custom", *OPTIONS, f"--snapshot={snapshot}", *excluded, f"--file={target}")
        return row_counts(snapshot_connection)
    finally:
        snapshot_connection.rollback()
        snapshot_connection.close()


def copy_in(source: Path) -> None:
    """Replace the database with `source` in one transaction: after any error it is unchanged."""
    connection.close()
    database = str(connection.settings_dict["NAME"])
    one_transaction = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists")
    _run("pg_restore", *OPTIONS, *one_transaction, f"--dbname={database}", str(source))


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise MaintenanceError(
            f"{program} is not installed. Install PostgreSQL's client programs, with the server's version or newer "
            "(Debian, Ubuntu: apt-get install postgresql-client)."
        )
    parameters = connection.get_connection_params()
    login = {ENVIRONMENT[name]: str(value) for name, value in parameters.items() if name in ENVIRONMENT and value}
    # All arguments are our own.
    result = subprocess.run(  # noqa: S603
        [path, *arguments], env=os.environ | login, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise MaintenanceError(f"{program} failed: {result.stderr.strip()}")
