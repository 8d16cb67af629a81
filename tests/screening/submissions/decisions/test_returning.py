"""When a decision no longer counts, the submission comes back into the queue, once, and the log says so."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from screening.models import ComparedRules, Lapse, Submission
from screening.submissions.decisions import returning
from screening.submissions.decisions.returning import return_after_new_rules, return_all, return_waits
from screening.submissions.faults import faults_of
from screening.submissions.reviewing import record_review
from screening.submissions.states import State
from staff.access_log import Action
from staff.models import AccessEntry
from tests.screening.stricter_rules import with_stricter_rules
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return User.objects.create_user("ann")


def decide(submission, author, disposition, **fields):
    return record_review(submission.pk, author, disposition=disposition, reason="talk", note="Why.", **fields)


def wait(submission, author, days=7):
    day = timezone.localdate() + timedelta(days=days)
    return decide(submission, author, "not-suitable-now", wait_until=day)


def states():
    return {one.pk: (one.state, one.assignee, one.queue_rank < 10) for one in Submission.objects.all()}


def test_on_its_day_a_wait_comes_back_into_the_queue_once(ann):
    due, later, replaced = submit(SUGGEST), submit(SUGGEST), submit(SUGGEST)
    review = wait(due, ann)
    wait(later, ann, days=8)
    wait(replaced, ann)
    decide(replaced, ann, "urgent-help-now")
    assert return_all() == 0
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert (return_waits(), return_waits(), return_all()) == (1, 0, 0)
    assert list(Lapse.objects.values_list("review", "cause")) == [(review.pk, "day")]
    assert states() == {
        due.pk: ("new", None, True),
        later.pk: ("waiting", ann, False),
        replaced.pk: ("closed", ann, False),
    }
    [entry] = AccessEntry.objects.filter(action=Action.RETURNED)
    assert (entry.actor, entry.subject, entry.detail.startswith("Wait until ")) == ("", due.reference, True)
    for submission in (due, later, replaced):
        submission.refresh_from_db()
        assert faults_of(submission) == ()


def test_a_proposal_after_a_wait_still_waits_for_a_second_clinician(ann):
    submission = submit(SUGGEST)
    wait(submission, ann)
    decide(submission, ann, "suggest-consultation")
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        assert return_waits() == 1
    submission.refresh_from_db()
    assert (submission.state, faults_of(submission)) == (State.SECOND_OPINION, ())


def test_stricter_rules_return_every_decision_and_proposal_that_rests_on_milder_ones(ann, monkeypatch):
    monkeypatch.setattr(returning, "BATCH", 2)
    assert return_after_new_rules() == 0
    decided, proposed, other, waits = submit(TALK_FIRST), submit(TALK_FIRST), submit(NOT_NOW), submit(TALK_FIRST)
    decide(decided, ann, "talk-to-clinician-first")
    decide(proposed, ann, "suggest-consultation")
    decide(other, ann, "not-suitable-now")
    wait(waits, ann)
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    assert (return_after_new_rules(), return_after_new_rules()) == (2, 0)
    assert states() == {
        decided.pk: ("new", None, True),
        proposed.pk: ("new", None, True),
        other.pk: ("closed", ann, False),
        waits.pk: ("waiting", ann, False),
    }
    assert [one.version.endswith("+stricter") for one in ComparedRules.objects.all()] == [True, False]
    assert [faults_of(one) for one in Submission.objects.all()] == [()] * 4


def test_a_run_that_was_killed_is_done_again(ann, monkeypatch):
    submissions = [submit(TALK_FIRST) for _ in range(3)]
    for submission in submissions:
        decide(submission, ann, "talk-to-clinician-first")
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    returned = returning._return
    calls = iter([returned, None])
    monkeypatch.setattr(returning, "_return", lambda pk: next(calls)(pk))
    with pytest.raises(TypeError):
        return_after_new_rules()
    monkeypatch.setattr(returning, "_return", returned)
    assert (return_after_new_rules(), Lapse.objects.count()) == (2, 3)


def test_what_nobody_can_read_stays_where_it_is(ann, monkeypatch):
    submission = submit(TALK_FIRST)
    decide(submission, ann, "talk-to-clinician-first")
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    Submission.objects.update(sealed_record="lost")
    assert return_after_new_rules() == 0


def test_the_database_refuses_to_change_a_lapse(ann):
    review = wait(submit(SUGGEST), ann)
    Lapse.objects.create(review=review, cause="day", rules_version="1")
    with pytest.raises(DatabaseError), transaction.atomic():
        Lapse.objects.update(cause="rules")


def test_the_command_says_how_many(ann, capsys):
    wait(submit(SUGGEST), ann)
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        call_command("return_to_queue")
    assert capsys.readouterr().out == "Decisions and proposals that no longer count: 1.\n"
