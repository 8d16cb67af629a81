"""Removes the triggers against deleting from the test database.

Django empties every table after a test that commits, and these triggers would refuse it. The tests of the triggers
install them again.
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
    """Install the triggers as the migration does, until the test is rolled back."""
    with connection.cursor() as cursor:
        for statement in guard.install_statements(connection.vendor):
            cursor.execute(statement)
