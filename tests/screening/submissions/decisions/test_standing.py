"""What counts now of all that clinicians decided. One that has lapsed opens nothing, and closes what it closed."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from screening.models import Review
from screening.submissions.decisions.lapses import Cause
from screening.submissions.decisions.standing import standing_of
from screening.submissions.reviewing import CannotReview, record_review, second
from screening.submissions.states import State
from screening.vocabulary.dispositions import Disposition, Level
from tests.screening.stricter_rules import with_stricter_rules
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit, submit_under_1_0_1

pytestmark = pytest.mark.django_db
SUGGESTED, TALK, NOW, URGENT = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
    Disposition.URGENT_HELP_NOW,
)
DAY = timedelta(days=1)


@pytest.fixture
def ann():
    return User.objects.create_user("ann")


@pytest.fixture
def ben():
    return User.objects.create_user("ben")


def decide(submission, author, disposition, **fields):
    return record_review(submission.pk, author, disposition=disposition, reason="talk", note="Why.", **fields)


def wait(submission, author, days=7):
    return decide(submission, author, NOW, wait_until=timezone.localdate() + timedelta(days=days))


def after(days):
    return time_machine.travel(timezone.now() + timedelta(days=days))


def shown(submission):
    standing = standing_of(submission)
    return standing.decision, standing.cause, standing.compared_with, standing.opens


def test_without_a_decision_the_screening_counts():
    assert shown(submit(TALK_FIRST)) == (None, None, "", TALK)


def test_a_wait_counts_until_its_day(ann):
    submission = submit(SUGGEST)
    review = wait(submission, ann)
    submission.refresh_from_db()
    assert (submission.state, submission.queue_rank >= 10) == (State.WAITING, True)
    assert shown(submission) == (review, None, NOW, NOW)
    with after(days=6):
        assert shown(submission) == (review, None, NOW, NOW)
    with after(days=7):
        assert shown(submission) == (None, Cause.DAY, "", SUGGESTED)


def test_until_the_day_two_clinicians_are_needed_to_end_a_wait_and_after_it_one(ann, ben):
    submission = submit(SUGGEST)
    wait(submission, ann)
    assert not decide(submission, ben, SUGGESTED).takes_effect
    other = submit(SUGGEST)
    wait(other, ann)
    with after(days=7):
        assert decide(other, ben, SUGGESTED).takes_effect


def test_a_wait_takes_nothing_back_that_was_decided_before_it(ann, ben):
    submission = submit(SUGGEST)
    decide(submission, ann, NOW)
    wait(submission, ann)
    with after(days=7):
        assert shown(submission) == (None, Cause.DAY, NOW, NOW)
        assert not decide(submission, ben, SUGGESTED).takes_effect


def test_a_wait_is_stricter_than_anything_but_urgent_help(ann, ben):
    submission = submit(NOT_NOW)
    decide(submission, ann, URGENT)
    proposal = wait(submission, ann)
    assert not proposal.takes_effect
    review = second(submission.pk, proposal.pk, ben, note="")
    assert (review.wait_until, standing_of(submission).decision) == (proposal.wait_until, review)


def test_the_database_refuses_a_wait_that_opens_something(ann):
    submission = submit(SUGGEST)
    fields = {"author": ann, "author_name": "Ann", "screening": SUGGESTED, "reason": "talk", "takes_effect": True}
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(submission=submission, disposition=TALK, wait_until=timezone.localdate(), **fields)


@pytest.mark.parametrize(
    ("decisions", "compared_with", "opens"), [([TALK], TALK, NOW), ([NOW], NOW, NOW), ([URGENT], URGENT, URGENT)]
)
def test_a_decision_lapses_when_the_rules_in_force_are_stricter_than_what_it_rests_on(
    ann, monkeypatch, decisions, compared_with, opens
):
    submission = submit(TALK_FIRST)
    for disposition in decisions:
        decide(submission, ann, disposition)
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    assert shown(submission) == (None, Cause.RULES, compared_with, opens)


def test_a_proposal_lapses_with_the_rules_and_nobody_can_second_it(ann, ben, monkeypatch):
    submission = submit(TALK_FIRST)
    proposal = decide(submission, ann, SUGGESTED)
    assert standing_of(submission).proposal == proposal
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    assert standing_of(submission).proposal is None
    with pytest.raises(CannotReview, match="has changed since"):
        second(submission.pk, proposal.pk, ben, note="")


def test_who_decides_under_the_stricter_rules_rests_on_them(ann, ben, monkeypatch):
    submission = submit(TALK_FIRST)
    decide(submission, ann, TALK)
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    review = decide(submission, ann, TALK)
    assert (review.basis, review.takes_effect) == (NOW, True)
    assert shown(submission) == (review, None, TALK, TALK)


@pytest.mark.parametrize(("question", "level"), [("pressure_told", Level.CLEAR), ("nursing", Level.URGENT)])
def test_milder_rules_and_rules_about_other_answers_change_nothing(ann, monkeypatch, question, level):
    submission = submit(TALK_FIRST)
    review = decide(submission, ann, TALK)
    with_stricter_rules(monkeypatch, question, {"pressure_told": "not_sure", "nursing": "yes"}[question], level)
    assert shown(submission) == (review, None, TALK, TALK)


def test_a_decision_about_answers_to_earlier_rules_rests_on_the_rules_of_today(ann):
    submission = submit_under_1_0_1()
    review = decide(submission, ann, submission.disposition)
    assert shown(submission)[:2] == (review, None)


def test_a_decision_of_an_earlier_release_rests_on_the_screening(ann, monkeypatch):
    submission = submit(TALK_FIRST)
    stored = {"author": ann, "author_name": "Ann", "screening": TALK, "reason": "talk", "takes_effect": True}
    review = Review.objects.create(submission=submission, disposition=TALK, **stored)
    assert shown(submission) == (review, None, TALK, TALK)
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    assert shown(submission) == (None, Cause.RULES, TALK, NOW)


def test_nobody_says_that_a_decision_holds_about_answers_that_nobody_can_read(ann, monkeypatch):
    submission = submit(TALK_FIRST)
    decide(submission, ann, TALK)
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    submission.sealed_record = "lost"
    submission.save(update_fields=["sealed_record"])
    assert standing_of(submission).decision is None
