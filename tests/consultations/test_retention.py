"""Closed call requests are deleted, to the second, with the submission they belong to."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.models import ConsultationRequest
from consultations.retention import SUBMISSION_HAS_NO_REQUEST, purge
from screening.assessment import assess
from screening.models import Submission
from screening.submissions import retention
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.screening.answer_sets import CLEAR

pytestmark = pytest.mark.django_db

CONSENT = Consent.to_text("I agree.")

NOW = timezone.now()
LIMIT = NOW - timedelta(days=90)
SECOND = timedelta(seconds=1)


def submission(attempt):
    return Submission.send(attempt, CLEAR, assess(CLEAR), CONSENT)


def request_for(attempt, closed_at=None):
    contact = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
    request = ConsultationRequest.ask(attempt, Disposition.SUGGEST_CONSULTATION, contact, CONSENT)
    if closed_at is not None:
        request.move_to("closed")
        ConsultationRequest.objects.filter(pk=request.pk).update(closed_at=closed_at)
    return request


def test_a_submission_is_kept_while_its_person_waits_for_a_call():
    waiting = submission("a1")
    request_for("a1")
    submission("a2")
    later = timezone.now() + timedelta(days=400)
    assert purge(later) == (0, 0)
    assert retention.purge(later, SUBMISSION_HAS_NO_REQUEST) == 1
    assert list(Submission.objects.all()) == [waiting]


def test_a_request_is_deleted_at_its_limit_together_with_its_submission():
    submission("a1")
    request_for("a1", closed_at=LIMIT)
    young = request_for("a2", closed_at=LIMIT + SECOND)
    assert purge(NOW) == (1, 1)
    assert list(ConsultationRequest.objects.all()) == [young]
    assert not Submission.objects.exists()


def test_a_request_that_is_opened_again_is_kept():
    request_for("a1", closed_at=LIMIT).move_to("tried")
    assert purge(NOW) == (0, 0)
