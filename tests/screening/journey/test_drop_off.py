"""When a session expires, the place where the person stopped is counted, and nothing else is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from screening.journey import session
from screening.journey.drop_off import CHECK_ANSWERS, delete_expired_sessions
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, sums
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, send, walk, walk_until

pytestmark = pytest.mark.django_db
STOPPED = DailyTotal.What.STOPPED_AT


def expire():
    return delete_expired_sessions(timezone.now() + timedelta(hours=21))


def test_each_place_to_stop_is_counted_once():
    for next_question in ("answering_for", "age", "emergency_signs", "avm"):
        walk_until(Client(), CLEAR, next_question)
    walk(Client(), CLEAR)
    send(Client(), CLEAR)
    assert (expire(), Session.objects.count()) == (5, 0)  # before the first answer there is no session
    assert sums(STOPPED) == {"age": 1, "emergency_signs": 1, "aneurysm": 1, CHECK_ANSWERS: 1}
    assert sums(DailyTotal.What.RULES) == {QUESTIONNAIRE.version: 5}


def test_a_follow_up_is_a_place_of_its_own():
    client = Client()
    answers = CLEAR | {"health_history": ["seizures"]}
    walk_until(client, answers, "seizures")
    assert expire() == 1
    assert sums(STOPPED) == {"seizures": 1}


def test_a_result_that_was_seen_early_is_not_counted_a_second_time():
    client = Client()
    attempt = begin(client)
    walk_until(client, CLEAR | {"pregnancy": "yes"}, "aneurysm", attempt)
    client.post(f"/screening/{attempt}/stop-or-keep-going/", {"decision": "stop"})
    assert expire() == 1
    assert (sums(STOPPED), sums(DailyTotal.What.ENDED_EARLY)) == ({}, {"11": 1})


def test_somebody_who_decided_nothing_stopped_at_the_next_screen():
    walk_until(Client(), CLEAR | {"pregnancy": "yes"}, "aneurysm")
    assert expire() == 1
    assert sums(STOPPED) == {"aneurysm": 1}


def test_an_attempt_under_other_rules_is_deleted_and_not_counted(monkeypatch):
    walk(Client(), CLEAR)
    monkeypatch.setattr(session, "QUESTIONNAIRE", replace(session.QUESTIONNAIRE, sections=()))
    assert expire() == 1
    assert sums(STOPPED) == {}


def test_a_session_that_has_not_expired_is_kept():
    walk(Client(), CLEAR)
    assert delete_expired_sessions(timezone.now() + timedelta(hours=19)) == 0
    assert sums(STOPPED) == {}


def test_an_expired_session_that_cannot_be_read_is_deleted(settings):
    walk(Client(), CLEAR)
    settings.DATA_KEYS = {"other": b"o" * 32}
    assert delete_expired_sessions(timezone.now() + timedelta(hours=21)) == 1
    assert sums(STOPPED) == {}
