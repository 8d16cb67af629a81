"""Removes the triggers that block deletion from the test database.

After a test that commits, Django empties every table, and these triggers would block that. The tests of the triggers
install them again.
"""

from django.db import connection

from vault.append_only import Guard


def let_tests_empty_tables() -> None:
    query = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        for name, table in cursor.fetchall():
            if name.endswith(("_refuses_delete", "_refuses_truncate")):
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


def install(guard: Guard) -> None:
    """Install the triggers as the migration does, until the test is rolled back."""
    with connection.cursor() as cursor:
        for statement in guard.install_statements(connection.vendor):
            cursor.execute(statement)
