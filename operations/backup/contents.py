"""Counts what a database holds, so that a restore can be compared with its backup."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

# Rows that live for hours: unsent answers and sign-in attempts. A backup would keep them for weeks.
EXCLUDED_TABLES = ("django_session", "staff_limits")


def row_counts(connection: BaseDatabaseWrapper) -> dict[str, int]:
    """The number of rows by table, without EXCLUDED_TABLES."""
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - set(EXCLUDED_TABLES))
        return {table: _count(cursor, connection.ops.quote_name(table)) for table in tables}


def _count(cursor: CursorWrapper, table: str) -> int:
    # The name comes from the database itself.
    cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608
    (count,) = cursor.fetchone() or (0,)
    return int(count)
