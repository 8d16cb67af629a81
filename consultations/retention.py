"""Deletes call requests after the time that their person was told, with the submission they belong to."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consultations.appointments.retention import NOTHING_NEEDS_IT, delete_unneeded
from consultations.models import Appointment, ConsultationRequest
from pages.schema.values import Kept
from screening.submissions.promises import fill, time_is_over

# Rows in one transaction: a person who sends something must not wait for all of them.
BATCH = 500

SUBMISSION_HAS_NO_REQUEST = NOTHING_NEEDS_IT


def fill_promises(kept: Kept) -> None:
    fill(ConsultationRequest, "kept_days", kept.consultation_request_days)
    for model in (ConsultationRequest, Appointment):
        fill(model, "backup_days", kept.backup_days)


def purge(now: datetime) -> tuple[int, int]:
    """Deletes the closed requests whose time is over; returns how many (submissions, requests) were deleted."""
    over = time_is_over(ConsultationRequest, now)
    submissions = requests = 0
    while deleted := _purge_batch(over):
        submissions, requests = submissions + deleted[0], requests + deleted[1]
    return submissions, requests


@transaction.atomic
def _purge_batch(over: Q) -> tuple[int, int] | None:
    expired = ConsultationRequest.objects.filter(over).order_by("closed_at", "pk")
    batch = list(expired.select_for_update(of=("self",))[:BATCH])
    if not batch:
        return None
    ConsultationRequest.objects.filter(pk__in=[request.pk for request in batch]).delete()
    return delete_unneeded({request.submission_id for request in batch if request.submission_id}), len(batch)
