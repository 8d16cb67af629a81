"""What the clinic promised not to keep any longer goes: `clinic.yaml` says how long, the person read it before sending.

A sent screening goes `screening_days` after it came, unless its person asked for a call. A call request goes, with the
screening it belongs to, `consultation_request_days` after it was closed.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from consultations.models import ConsultationRequest
from pages.schema.clinic import Kept
from screening.models import Submission

BATCH = 500  # rows in one transaction: nobody who sends something waits for all of it


def purge(now: datetime, kept: Kept) -> tuple[int, int]:
    """Delete what is past its time at `now`; how many (submissions, call requests) went."""
    submissions = requests = 0
    while deleted := _purge_requests(now - timedelta(days=kept.consultation_request_days)):
        submissions, requests = submissions + deleted[0], requests + deleted[1]
    while count := _purge_submissions(now - timedelta(days=kept.screening_days)):
        submissions += count
    return submissions, requests


@transaction.atomic
def _purge_requests(closed_before: datetime) -> tuple[int, int] | None:
    done = ConsultationRequest.objects.filter(closed_at__lte=closed_before).order_by("closed_at", "pk")
    batch = list(done.select_for_update(of=("self",))[:BATCH])
    if not batch:
        return None
    ConsultationRequest.objects.filter(pk__in=[request.pk for request in batch]).delete()
    return _delete([request.submission_id for request in batch if request.submission_id]), len(batch)


@transaction.atomic
def _purge_submissions(received_before: datetime) -> int:
    old = Submission.objects.filter(received_at__lte=received_before, consultation_request=None)
    batch = old.order_by("received_at", "pk").values_list("pk", flat=True)[:BATCH]
    return _delete(list(batch))


def _delete(submissions: list[UUID]) -> int:
    _, by_model = Submission.objects.filter(pk__in=submissions).delete()
    return by_model.get("screening.Submission", 0)
