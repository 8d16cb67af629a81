"""Records every maintenance run, so that staff and the next run can see how it ended."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from operations.models import MaintenanceRun
from operations.problems import MaintenanceError as MaintenanceError

Kind = MaintenanceRun.Kind


def last_run(kind: Kind) -> MaintenanceRun | None:
    return MaintenanceRun.objects.filter(kind=kind).first()


def last_success(kind: Kind) -> MaintenanceRun | None:
    return MaintenanceRun.objects.filter(kind=kind, problem="").first()


@contextmanager
def recorded(kind: Kind, started_at: datetime | None = None) -> Iterator[dict[str, int]]:
    """Record this run when it ends, with the counts that the caller fills in, or with the problem."""
    started_at = started_at or timezone.now()
    counts: dict[str, int] = {}
    try:
        yield counts
    except Exception as error:
        # The database may be the problem. Then there is no record, and the first error is the one to raise.
        with suppress(DatabaseError):
            _record(kind, started_at, counts, _problem(error))
        raise
    _record(kind, started_at, counts)


def _record(kind: Kind, started_at: datetime, counts: dict[str, int], problem: str = "") -> None:
    MaintenanceRun.objects.create(
        kind=kind,
        started_at=started_at,
        finished_at=timezone.now(),
        counts_json=json.dumps(counts),
        problem=problem,
    )


def _problem(error: Exception) -> str:
    # The message of any other exception may name a person, so only its type is shown to staff.
    if isinstance(error, MaintenanceError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"It stopped: {error.strerror}."
    return f"It stopped with {type(error).__name__}."
