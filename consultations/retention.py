"""Deletes call requests after the time that `clinic.yaml` promises, with the submission they belong to."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consultations.models import ConsultationRequest
from screening.submissions import retention

# Rows in one transaction: a person who sends something must not wait for all of them.
BATCH = 500

# The clinic needs the answers until the call request itself is deleted.
SUBMISSION_HAS_NO_REQUEST = Q(consultation_request=None)


def purge(closed_before: datetime) -> tuple[int, int]:
    """Deletes the requests closed at or before this moment; returns how many (submissions, requests) were deleted."""
    submissions = requests = 0
    while deleted := _purge_batch(closed_before):
        submissions, requests = submissions + deleted[0], requests + deleted[1]
    return submissions, requests


@transaction.atomic
def _purge_batch(closed_before: datetime) -> tuple[int, int] | None:
    expired = ConsultationRequest.objects.filter(closed_at__lte=closed_before).order_by("closed_at", "pk")
    batch = list(expired.select_for_update(of=("self",))[:BATCH])
    if not batch:
        return None
    ConsultationRequest.objects.filter(pk__in=[request.pk for request in batch]).delete()
    return retention.delete([request.submission_id for request in batch if request.submission_id]), len(batch)
