"""What the clinic promised not to keep any longer goes: `clinic.yaml` says how long, the person read it before sending.

A sent screening goes `screening_days` after it came, unless its person asked for a call. A call request goes, with the
screening it belongs to, `consultation_request_days` after it was closed.
"""

from datetime import datetime, timedelta

from django.db import transaction

from consultations.models import ConsultationRequest
from pages.facts import Kept
from screening.models import Submission


@transaction.atomic
def purge(now: datetime, kept: Kept) -> tuple[int, int]:
    """Delete what is past its time at `now`; how many (submissions, call requests) went."""
    closed_before = now - timedelta(days=kept.consultation_request_days)
    done = ConsultationRequest.objects.filter(closed_at__lte=closed_before)
    submissions_of_done = list(done.exclude(submission=None).values_list("submission_id", flat=True))
    requests_deleted, _ = done.delete()
    received_before = now - timedelta(days=kept.screening_days)
    old = Submission.objects.filter(received_at__lte=received_before, consultation_request=None)
    _, by_model = (old | Submission.objects.filter(pk__in=submissions_of_done)).delete()
    return by_model.get("screening.Submission", 0), requests_deleted
