"""Deletes appointments after the day that their person was told, with the submission they belong to."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from consultations.appointments.models import Appointment, Hold
from screening.models import Submission
from screening.submissions import retention

# Rows in one transaction: a person who sends something must not wait for all of them.
BATCH = 500

# The clinic needs the answers as long as somebody waits for a call or has an appointment.
NOTHING_NEEDS_IT = Q(consultation_request=None, appointments=None)


def purge(now: datetime) -> tuple[int, int]:
    """Returns how many (submissions, appointments) were deleted."""
    Hold.objects.filter(until__lte=now).delete()
    today = timezone.localdate(now)
    submissions = appointments = 0
    while deleted := _purge_batch(today):
        submissions, appointments = submissions + deleted[0], appointments + deleted[1]
    return submissions, appointments


@transaction.atomic
def _purge_batch(today: date) -> tuple[int, int] | None:
    expired = Appointment.objects.filter(kept_until__lt=today).order_by("kept_until", "pk")
    batch = list(expired.select_for_update(of=("self",))[:BATCH])
    if not batch:
        return None
    Appointment.objects.filter(pk__in=[appointment.pk for appointment in batch]).delete()
    return delete_unneeded({appointment.submission_id for appointment in batch if appointment.submission_id}), len(
        batch
    )


def delete_unneeded(submission_ids: set[UUID]) -> int:
    """Delete those among these submissions that nothing else needs. Returns how many."""
    unneeded = Submission.objects.filter(NOTHING_NEEDS_IT, pk__in=submission_ids)
    return retention.delete(list(unneeded.values_list("pk", flat=True)))
