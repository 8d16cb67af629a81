"""Prints the address of a PostgreSQL server for the tests: that of DATABASE_URL, or one on the local socket."""

import os
import sys

import psycopg

LOCAL = "postgresql:///postgres"


def find() -> str:
    """The address, or "" if no server lets the tests in."""
    given = os.environ.get("DATABASE_URL", "")
    address = given if given.startswith("postgres") else LOCAL
    try:
        with psycopg.connect(address, connect_timeout=3) as connection:
            [may_create] = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone() or [False]
    except psycopg.OperationalError as error:
        print(f"The database tests were NOT run on PostgreSQL: {error}", file=sys.stderr)
        return ""
    if not may_create:
        print("The database tests were NOT run on PostgreSQL: this role may not create databases.", file=sys.stderr)
        return ""
    return address


if __name__ == "__main__":
    print(find())
