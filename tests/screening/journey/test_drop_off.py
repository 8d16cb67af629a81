"""When a session expires, the place where the person stopped is counted, and nothing else is kept."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from screening.journey.drop_off import CHECK_ANSWERS, delete_expired_sessions
from screening.submissions.daily_totals import DailyTotal, sums
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, send, walk

pytestmark = pytest.mark.django_db
STOPPED = DailyTotal.What.STOPPED_AT


def test_each_place_to_stop_is_counted_once():
    for answers in ({"answering_for": "self"}, {"answering_for": "self", "age": "18_64"}, {}):
        client = Client()
        attempt = begin(client)
        for question, answer in answers.items():
            client.post(f"/screening/{attempt}/{question.replace('_', '-')}/", {"answer": answer})
    walk(Client(), CLEAR)
    send(Client(), CLEAR)
    deleted = delete_expired_sessions(timezone.now() + timedelta(hours=21))
    assert (deleted, Session.objects.count()) == (4, 0)  # before the first answer there is no session
    assert sums(STOPPED) == {"age": 1, "suicide_now": 1, CHECK_ANSWERS: 1}


def test_a_session_that_has_not_expired_is_kept():
    walk(Client(), CLEAR)
    assert delete_expired_sessions(timezone.now() + timedelta(hours=19)) == 0
    assert sums(STOPPED) == {}


def test_an_expired_session_that_cannot_be_read_is_deleted(settings):
    walk(Client(), CLEAR)
    settings.DATA_KEYS = {"other": b"o" * 32}
    assert delete_expired_sessions(timezone.now() + timedelta(hours=21)) == 1
    assert sums(STOPPED) == {}
