"""A copy of a PostgreSQL database to a file, and back, by PostgreSQL's own programs, while others read and write."""

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from operations.backup.contents import LEFT_OUT, Contents, contents_of
from operations.runs import Trouble

FOR_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",  # through the environment: a command line can be read by everybody on the machine
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def copy_out(to: Path) -> Contents:
    """The database at one moment, as a file; what it holds. Raises Trouble when pg_dump is missing, or refuses."""
    at_one_moment = connection.copy()
    at_one_moment.set_autocommit(False)
    try:
        with at_one_moment.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone() or ("",)
        without = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        _run("pg_dump", "--format=custom", *_PLAIN, f"--snapshot={snapshot}", *without, f"--file={to}")
        return contents_of(at_one_moment)
    finally:
        at_one_moment.rollback()
        at_one_moment.close()


def copy_in(file: Path) -> None:
    """Make the database what `file` holds, in one transaction: whatever stops it, the database stays as it was."""
    connection.close()
    database = str(connection.settings_dict["NAME"])
    together = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists")
    _run("pg_restore", *_PLAIN, *together, f"--dbname={database}", str(file))


_PLAIN = ("--no-owner", "--no-privileges", "--no-password")


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise Trouble(
            f"{program} is not installed here. Install PostgreSQL's client programs, of the server's version or newer "
            "(Debian, Ubuntu: apt-get install postgresql-client)."
        )
    parameters = connection.get_connection_params()
    login = {FOR_LIBPQ[name]: str(value) for name, value in parameters.items() if name in FOR_LIBPQ and value}
    result = subprocess.run(  # noqa: S603 (fixed arguments)
        [path, *arguments], env=os.environ | login, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise Trouble(f"{program} did not do it: {result.stderr.strip()}")
