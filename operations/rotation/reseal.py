"""Everything sealed goes over to the newest data key while people read and write. Killed, it goes on where it stopped.

Both keys open meanwhile. A row is changed only while its old text still stands there, so nothing that somebody writes
or takes back at the same moment is lost or comes back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from operations import runs
from operations.rotation.columns import COLUMNS, Column, Row
from vault.append_only import Guard
from vault.seal import CannotUnseal
from vault.wal import empty_the_log

MOST_ROUNDS = 5


def reseal_all(tell: Callable[[str], object]) -> dict[str, int]:
    """Re-seal what is under an older key; what -> how many rows. `tell` hears of every batch, once it is on disk.

    Raises upkeep.Trouble when somebody goes on sealing with an older key.
    """
    with runs.noted(runs.Kind.ROTATION) as counts:
        for _ in range(MOST_ROUNDS):  # rows that came or changed during a round are the next round's
            done = sum([_one_round(column, counts, tell) for column in COLUMNS])
            if not done:
                break
        else:
            raise runs.Trouble(
                "Something goes on sealing with an older key. Restart whatever runs the site, and run this again."
            )
    empty_the_log()
    return counts


def rows_that_need_an_older_key() -> int:
    """How many rows open today, and would not without the older keys."""
    return sum(1 for column in COLUMNS for page in column.pages() for row in page if _resealed(column, row))


def rows_that_nothing_opens() -> int:
    """How many rows no key here opens. No change of keys makes that better or worse."""
    return sum(1 for column in COLUMNS for page in column.pages() for row in page if not _resealed(column, row))


def _one_round(column: Column, counts: dict[str, int], tell: Callable[[str], object]) -> int:
    done = 0
    for page in column.pages():
        fresh = [(pk, old, new) for pk, old in page if (new := _resealed(column, (pk, old)))]
        if not fresh:
            continue
        with transaction.atomic(), lifted(column.guard):
            done += sum([column.replace(pk, old, new) for pk, old, new in fresh])
        tell(f"{column}: {done}")
    counts[str(column)] = counts.get(str(column), 0) + done
    return done


def _resealed(column: Column, row: Row) -> Any:
    try:
        return column.resealed(*row)
    except CannotUnseal:
        return None


@contextmanager
def lifted(guard: Guard | None) -> Iterator[None]:
    """Let this transaction, and nobody else, change the rows of an append-only table: what they say stays the same."""
    if guard is None:
        yield
        return
    with connection.cursor() as cursor:
        for statement in guard.remove_statements(connection.vendor):
            cursor.execute(statement)
        yield
        for statement in guard.install_statements(connection.vendor):
            cursor.execute(statement)
