"""Finds texts in the rows of the database and in the bytes of SQLite's files."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

# SQLite spreads a long text over several pages, so texts are searched for in pieces of this many bytes.
PIECE = 48


def in_rows(texts: Iterable[str]) -> list[str]:
    """Those of `texts` that any row of any table contains."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            # The name comes from the database itself.
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            rows.append(str(cursor.fetchall()))
    everything = "\n".join(rows)
    return [text for text in texts if text in everything]


def in_files(texts: Iterable[str]) -> list[str]:
    """Those of `texts` of which the database file or its write-ahead log contains any piece."""
    name = str(connection.settings_dict["NAME"])
    files = b"\n".join(path.read_bytes() for path in map(Path, (name, f"{name}-wal")) if path.exists())
    return [text for text in texts if any(piece in files for piece in _pieces(text.encode()))]


def _pieces(text: bytes) -> list[bytes]:
    return [text[start : start + PIECE] for start in range(0, max(len(text) - PIECE, 0) + 1, PIECE)]
