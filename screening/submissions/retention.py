"""Deletes submissions after the time that `clinic.yaml` promises."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from screening.submissions.submission import Submission

# Rows in one transaction: a person who sends something must not wait for all of them.
BATCH = 500


def purge(received_before: datetime, deletable: Q) -> int:
    """Deletes the `deletable` submissions received at or before this moment; returns how many."""
    deleted = 0
    while count := _purge_batch(received_before, deletable):
        deleted += count
    return deleted


def delete(ids: Iterable[UUID]) -> int:
    """Deletes these submissions with their reviews; returns how many there were."""
    _, by_model = Submission.objects.filter(pk__in=ids).delete()
    return by_model.get("screening.Submission", 0)


@transaction.atomic
def _purge_batch(received_before: datetime, deletable: Q) -> int:
    expired = Submission.objects.filter(deletable, received_at__lte=received_before).order_by("received_at", "pk")
    return delete(list(expired.values_list("pk", flat=True)[:BATCH]))
