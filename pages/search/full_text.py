"""Texts in a table of SQLite's FTS5, in memory and apart from Django's database: which match, how well, and where."""

import sqlite3
import weakref
from collections.abc import Iterable
from threading import Lock
from typing import Any

TABLE = """
CREATE VIRTUAL TABLE texts USING fts5(
    title, description, heading, body, tokenize = "porter unicode61 remove_diacritics 2"
)
"""
# bm25 counts a word less in a long row. With the huge weight a word of the heading counts the same in every row, so
# that rows below the same heading are alike unless a body has a word too.
RANKS = "SELECT rowid, -bm25(texts, 8, 2, 1e18, 0) - bm25(texts, 0, 0, 0, 1) FROM texts WHERE texts MATCH ?"
# The plus sign makes SQLite search once, not once for each row.
MARKED = """
SELECT rowid, highlight(texts, 0, char(2), char(3)), highlight(texts, 1, char(2), char(3)),
    highlight(texts, 2, char(2), char(3)), snippet(texts, 3, char(2), char(3), '…', 34)
FROM texts WHERE texts MATCH ? AND +rowid IN (SELECT value FROM json_each(?))
"""
BEGIN, END = "\2\3"

Row = tuple[str, str, str, str]  # title, description, heading, body


def is_available() -> bool:
    """Whether SQLite was built with FTS5."""
    try:
        FullText([])
    except sqlite3.OperationalError:
        return False
    return True


class FullText:
    """Rows in full-text search, numbered from 1. Any number of threads may read them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        # A cached statement would keep the last query that was bound to it.
        self._database = sqlite3.connect(":memory:", check_same_thread=False, cached_statements=0)
        weakref.finalize(self, self._database.close)
        self._lock = Lock()
        with self._database:
            self._database.execute(TABLE)
            self._database.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", rows)
        self._database.execute("PRAGMA query_only = 1")

    def ranks(self, expression: str) -> dict[int, float]:
        """The numbers of the rows that match, and how well each does: more is better."""
        return dict(self._select(RANKS, expression))

    def marked(self, expression: str, numbers: list[int]) -> dict[int, Row]:
        """Those rows among `numbers` that match, with BEGIN and END around each match. The body is an excerpt."""
        return {number: tuple(row) for number, *row in self._select(MARKED, expression, str(numbers))}

    def _select(self, sql: str, *values: str) -> list[Any]:
        with self._lock:
            return self._database.execute(sql, values).fetchall()
