"""Append-only tables in the test database.

A test that commits has every table emptied after it, and the database refuses to empty these. So the test database is
made without their triggers against deleting; the tests of those triggers put them up for themselves.
"""

from django.db import connection

from vault.append_only import Guard


def let_tests_empty_tables() -> None:
    find = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(find)
        for name, table in cursor.fetchall():
            if name.endswith(("_refuses_delete", "_refuses_truncate")):
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


def install(guard: Guard) -> None:
    """As the migration does. In a test that is rolled back, gone with it."""
    with connection.cursor() as cursor:
        for statement in guard.install_statements(connection.vendor):
            cursor.execute(statement)
