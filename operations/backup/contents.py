"""What a database holds, told the same wherever it lies: rows of every table, and one hash over them all."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# What lives hours is not kept as long as a backup: answers nobody has sent, tries at the sign-in.
LEFT_OUT = ("django_session", "staff_limits")


@dataclass(frozen=True)
class Contents:
    """Rows by table, and SHA-256 over names, columns and values of all of them, in the order of the primary keys."""

    counts: dict[str, int]
    sha256: str


def contents_of(connection: BaseDatabaseWrapper) -> Contents:
    """Of the whole database as `connection` sees it, row by row: memory stays the same however much there is."""
    counts, digest = {}, hashlib.sha256()
    for table, columns, keys in _tables(connection):
        digest.update(repr((table, columns)).encode())
        counts[table] = 0
        for row in _rows(connection, table, columns, keys):
            digest.update(repr(tuple(row)).encode(errors="surrogatepass"))
            counts[table] += 1
    return Contents(counts, digest.hexdigest())


def _tables(connection: BaseDatabaseWrapper) -> list[tuple[str, list[str], list[str]]]:
    """(name, columns, those of the primary key) of every table, by name."""
    look = connection.introspection
    with connection.cursor() as cursor:
        return [
            (
                table,
                sorted(column.name for column in look.get_table_description(cursor, table)),
                list(look.get_primary_key_columns(cursor, table) or ()),
            )
            for table in sorted(look.table_names(cursor))
            if table not in LEFT_OUT
        ]


def _rows(connection: BaseDatabaseWrapper, table: str, columns: list[str], keys: list[str]) -> Iterator[Any]:
    quote = connection.ops.quote_name
    as_text, in_order = ("{}::text", '{}::text COLLATE "C"') if connection.vendor == "postgresql" else ("{}", "{}")
    select = ", ".join(as_text.format(quote(name)) for name in columns)
    order = ", ".join(in_order.format(quote(name)) for name in keys or columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {select} FROM {quote(table)} ORDER BY {order}")  # noqa: S608 (names from the database)
        while rows := cursor.fetchmany(500):
            yield from rows
