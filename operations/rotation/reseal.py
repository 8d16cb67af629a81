"""Re-seals all rows with the newest data key while the site runs. A run that was killed continues with the next one.

Old and new keys both open during the rotation. A row is changed only while it still holds the old text, so that a
change or a withdrawal at the same moment is neither lost nor undone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from operations import runs
from operations.rotation.columns import COLUMNS, Column, Row
from vault.append_only import Guard
from vault.seal import CannotUnseal
from vault.wal import truncate_write_ahead_log

MAX_ROUNDS = 5

Report = Callable[[str], object]


def reseal_all(report: Report) -> dict[str, int]:
    """Re-seal every row under an older key. Returns the number of rows by column.

    `report` is called with one line after every committed batch. Raises MaintenanceError when a process keeps
    sealing with an older key.
    """
    with runs.recorded(runs.Kind.ROTATION) as counts:
        # The next round re-seals the rows that came or changed during a round.
        for _ in range(MAX_ROUNDS):
            if not sum([_reseal_column(column, counts, report) for column in COLUMNS]):
                break
        else:
            raise runs.MaintenanceError(
                "A process keeps sealing with an older key. Restart the site, and run this command again."
            )
    truncate_write_ahead_log()
    return counts


def count_rows_under_older_keys() -> int:
    return sum(1 for column, row in _rows_under_older_keys() if _resealed(column, row))


def count_unreadable_rows() -> int:
    """How many rows no key of this site opens. A rotation leaves them unchanged."""
    return sum(1 for column, row in _rows_under_older_keys() if not _resealed(column, row))


def _rows_under_older_keys() -> Iterator[tuple[Column, Row]]:
    return ((column, row) for column in COLUMNS for page in column.pages() for row in page)


def _reseal_column(column: Column, counts: dict[str, int], report: Report) -> int:
    count = 0
    for page in column.pages():
        resealed = [(pk, old, new) for pk, old in page if (new := _resealed(column, (pk, old)))]
        if not resealed:
            continue
        with transaction.atomic(), without_guard(column.guard):
            count += sum([column.replace(pk, old, new) for pk, old, new in resealed])
        report(f"{column}: {count}")
    counts[str(column)] = counts.get(str(column), 0) + count
    return count


def _resealed(column: Column, row: Row) -> Any:
    try:
        return column.resealed(*row)
    except CannotUnseal:
        return None


@contextmanager
def without_guard(guard: Guard | None) -> Iterator[None]:
    """Allow only this transaction to change the rows of an append-only table."""
    if guard is None:
        yield
        return
    with connection.cursor() as cursor:
        for statement in guard.remove_statements(connection.vendor):
            cursor.execute(statement)
        yield
        for statement in guard.install_statements(connection.vendor):
            cursor.execute(statement)
