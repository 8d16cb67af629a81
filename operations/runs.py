"""Upkeep tells what it did: every run leaves a row, for the first page of the review desk and for the next run."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError
from django.utils import timezone

from operations.clock import Reading
from operations.models import UpkeepRun

Kind = UpkeepRun.Kind


class Trouble(Exception):
    """Upkeep that could not be done. The message tells whoever runs it why, and what to do."""


def last_run(kind: Kind) -> UpkeepRun | None:
    """The latest of this kind, done or not; None before the first."""
    return UpkeepRun.objects.filter(kind=kind).first()


def last_done(kind: Kind) -> UpkeepRun | None:
    """The latest of this kind that did its work."""
    return UpkeepRun.objects.filter(kind=kind, problem="").first()


def reading_of(run: UpkeepRun) -> Reading:
    """What the clocks said when it began."""
    return Reading(run.started_at, run.boot, run.uptime)


@contextmanager
def noted(kind: Kind, began: Reading | None = None) -> Iterator[dict[str, int]]:
    """Note this run when it ends, with the counts it filled in or with what went wrong. A killed run leaves nothing."""
    began = began or Reading.now()
    counts: dict[str, int] = {}

    def note(problem: str = "") -> None:
        UpkeepRun.objects.create(
            kind=kind,
            started_at=began.at,
            finished_at=timezone.now(),
            counts_json=json.dumps(counts),
            problem=problem,
            boot=began.boot,
            uptime=began.uptime,
        )

    try:
        yield counts
    except Exception as error:
        with suppress(DatabaseError):  # it may be the very thing that went wrong
            note(_in_words(error))
        raise
    note()


def _in_words(error: Exception) -> str:
    """What went wrong, for the desk. Words that are not ours may name somebody, so they are left out."""
    if isinstance(error, Trouble):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"It stopped: {error.strerror}."
    return f"It stopped with {type(error).__name__}."
