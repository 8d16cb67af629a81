"""Copies a PostgreSQL database to a file and back with pg_dump and pg_restore, while others read and write."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.db import connection

from operations.backup.contents import EXCLUDED_TABLES, row_counts
from operations.backup.locks import held_descriptors
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
# The head of the rows of one table, in the SQL that pg_restore writes.
COPY = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? \(.*\) FROM stdin;')
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
    # Also the tables that a newer version added: pg_restore drops only those that it knows.
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    drop = f"DROP TABLE {tables} CASCADE" if tables else "SELECT 1"
    connection.close()
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        script = Path(folder) / "all.sql"
        _run("pg_restore", *OPTIONS[:2], "--clean", "--if-exists", f"--file={script}", str(source))
        one_transaction = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--no-psqlrc", "--quiet", "--no-password")
        _run("psql", *one_transaction, f"--command={drop}", f"--file={script}")


def count_rows(copy: Path) -> dict[str, int]:
    """The number of rows by table, in a file that pg_dump wrote. Raises MaintenanceError when it cannot be read."""
    with tempfile.TemporaryDirectory(dir=copy.parent) as folder:
        script = Path(folder) / "data.sql"
        _run("pg_restore", "--data-only", f"--file={script}", str(copy))
        counts: dict[str, int] = {}
        table = ""
        with script.open("rb") as lines:
            for line in lines:
                if table:
                    is_end = line == b"\\.\n"
                    counts[table] += not is_end
                    table = "" if is_end else table
                elif start := COPY.match(line):
                    table = start[1].decode()
                    counts[table] = 0
    return counts


def count_other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)


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
    # A program that outlives this one keeps the locks of a restore.
    result = subprocess.run(  # noqa: S603
        [path, *arguments],
        env=os.environ | login,
        pass_fds=held_descriptors(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise MaintenanceError(f"{program} failed: {result.stderr.strip()}")
