"""Where a text still stands: in the rows of the database, and in the raw bytes of SQLite's files."""

from collections.abc import Iterable
from pathlib import Path

from django.db import connection

PIECE = 48  # bytes: a long text is spread over pages, so it is looked for in pieces


def in_rows(texts: Iterable[str]) -> list[str]:
    """Those of `texts` that stand in any row of any table."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (Django's own tables)
            rows.append(str(cursor.fetchall()))
    everything = "\n".join(rows)
    return [text for text in texts if text in everything]


def in_files(texts: Iterable[str]) -> list[str]:
    """Those of `texts` of which any piece stands in the database's file or its write-ahead log."""
    name = str(connection.settings_dict["NAME"])
    files = b"\n".join(path.read_bytes() for path in map(Path, (name, f"{name}-wal")) if path.exists())
    return [text for text in texts if any(piece in files for piece in _pieces(text.encode()))]


def _pieces(text: bytes) -> list[bytes]:
    return [text[start : start + PIECE] for start in range(0, max(len(text) - PIECE, 0) + 1, PIECE)]
