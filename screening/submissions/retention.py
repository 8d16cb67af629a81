"""Deletes submissions after the time that their person was told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from pages.schema.values import Kept
from screening.submissions.promises import fill, time_is_over
from screening.submissions.submission import Submission

# Rows in one transaction: a person who sends something must not wait for all of them.
BATCH = 500


def fill_promises(kept: Kept) -> None:
    fill(Submission, "kept_days", kept.screening_days)
    fill(Submission, "backup_days", kept.backup_days)


def purge(now: datetime, deletable: Q) -> int:
    """Deletes the `deletable` submissions whose time is over at `now`; returns how many."""
    over = deletable & time_is_over(Submission, now)
    deleted = 0
    while count := _purge_batch(over):
        deleted += count
    return deleted


def delete(ids: Iterable[UUID]) -> int:
    """Deletes these submissions with their reviews; returns how many there were."""
    _, by_model = Submission.objects.filter(pk__in=ids).delete()
    return by_model.get("screening.Submission", 0)


@transaction.atomic
def _purge_batch(over: Q) -> int:
    expired = Submission.objects.filter(over).order_by("received_at", "pk")
    return delete(list(expired.values_list("pk", flat=True)[:BATCH]))
