"""What is past its time goes, what is not stays, to the second."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consultations.models import ConsultationRequest
from consultations.retention import purge
from pages.schema.clinic import Kept
from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.screening.answer_sets import CLEAR

pytestmark = pytest.mark.django_db

KEPT = Kept(screening_days=30, consultation_request_days=90, error_log_days=30, backup_days=35, access_log_years=6)
CONSENT = Consent.to_text("I agree.")
NOW = timezone.now()
SECOND = timedelta(seconds=1)


def submission(age, attempt=""):
    sent = Submission.send(attempt or f"a{age}", CLEAR, assess(CLEAR), CONSENT)
    Submission.objects.filter(pk=sent.pk).update(received_at=NOW - age)
    return sent


def request_for(attempt, closed=None):
    contact = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
    asked = ConsultationRequest.ask(attempt, Disposition.SUGGEST_CONSULTATION, contact, CONSENT)
    if closed is not None:
        asked.move_to("closed")
        ConsultationRequest.objects.filter(pk=asked.pk).update(closed_at=NOW - closed)
    return asked


def test_a_submission_goes_after_30_days_to_the_second():
    submission(timedelta(days=30))
    young = submission(timedelta(days=30) - SECOND)
    assert purge(NOW, KEPT) == (1, 0)
    assert list(Submission.objects.all()) == [young]


def test_a_submission_stays_while_its_person_waits_for_a_call():
    submission(timedelta(days=300), "a1")
    request_for("a1")
    assert purge(NOW, KEPT) == (0, 0)


def test_a_request_goes_90_days_after_it_was_closed_and_takes_its_submission_along():
    submission(timedelta(days=300), "a1")
    request_for("a1", closed=timedelta(days=90))
    young = request_for("a2", closed=timedelta(days=90) - SECOND)
    assert purge(NOW, KEPT) == (1, 1)
    assert list(ConsultationRequest.objects.all()) == [young]
    assert not Submission.objects.exists()


def test_a_request_that_is_opened_again_is_not_counted_down():
    asked = request_for("a1", closed=timedelta(days=90))
    asked.move_to("called")
    assert purge(NOW, KEPT) == (0, 0)
