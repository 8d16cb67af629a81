"""Old submissions are deleted, to the second."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from screening.models import Submission
from screening.submissions.retention import purge
from tests.screening.submitting import NOT_NOW, submit

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LIMIT = NOW - timedelta(days=30)
SECOND = timedelta(seconds=1)


def received(submission: Submission, at) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(received_at=at)
    return submission


def test_a_submission_is_deleted_at_its_limit_and_kept_a_second_longer(monkeypatch):
    monkeypatch.setattr("screening.submissions.retention.BATCH", 2)
    for seconds in range(3):
        received(submit(), LIMIT - seconds * SECOND)
    young = received(submit(), LIMIT + SECOND)
    assert purge(NOW, Q()) == 3
    assert list(Submission.objects.all()) == [young]


def test_a_submission_that_is_still_needed_is_kept():
    needed = received(submit(NOT_NOW), LIMIT - SECOND)
    received(submit(), LIMIT - SECOND)
    assert purge(NOW, ~Q(disposition="not-suitable-now")) == 1
    assert list(Submission.objects.all()) == [needed]
