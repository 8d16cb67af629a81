"""Clinicians add reviews and never change them; loosening the screening's disposition takes two clinicians."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction

from screening.models import Review, Submission
from screening.submissions.daily_totals import DailyTotal, sums
from screening.submissions.reviewing import (
    CannotReview,
    decision_in_force,
    proposal_for,
    record_review,
    second,
)
from screening.submissions.states import Kind, State
from screening.vocabulary.dispositions import Disposition
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db
SUGGESTED, TALK, NOW = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
)


@pytest.fixture
def ann():
    return User.objects.create_user("ann", first_name="Ann", last_name="Reed")


@pytest.fixture
def ben():
    return User.objects.create_user("ben")


def decide(submission: Submission, author: User, disposition: Disposition, note: str = "") -> Review:
    return record_review(submission.pk, author, disposition=disposition, reason="answers", note=note)


@pytest.mark.parametrize(("answers", "disposition"), [(SUGGEST, SUGGESTED), (TALK_FIRST, NOW)])
def test_agreeing_and_tightening_take_effect_at_once(ann, answers, disposition):
    submission = submit(answers)
    review = decide(submission, ann, disposition)
    submission.refresh_from_db()
    assert (submission.state, submission.assignee, decision_in_force(submission)) == (State.CLOSED, ann, review)


def test_loosening_waits_for_a_second_clinician(ann):
    submission = submit(NOT_NOW)
    review = decide(submission, ann, SUGGESTED)
    submission.refresh_from_db()
    assert (submission.state, submission.assignee) == (State.SECOND_OPINION, None)
    assert (decision_in_force(submission), proposal_for(submission)) == (None, review)


def test_a_second_clinician_makes_it_take_effect(ann, ben):
    submission = submit(NOT_NOW)
    proposal = decide(submission, ann, SUGGESTED, note="Spoke with her.")
    review = second(submission.pk, proposal.pk, ben, note="Seen.")
    submission.refresh_from_db()
    assert decision_in_force(submission) == review
    assert (submission.state, review.disposition, review.reason) == (State.CLOSED, SUGGESTED, proposal.reason)
    assert (review.note, proposal.note, proposal_for(submission)) == ("Seen.", "Spoke with her.", None)


def test_nobody_seconds_their_own_proposal(ann):
    submission = submit(NOT_NOW)
    proposal = decide(submission, ann, SUGGESTED)
    with pytest.raises(CannotReview, match="Another clinician has to agree first"):
        second(submission.pk, proposal.pk, ann, note="")


def test_only_the_newest_proposal_can_be_seconded(ann, ben):
    submission = submit(NOT_NOW)
    first = decide(submission, ann, SUGGESTED)
    decide(submission, ann, TALK)
    with pytest.raises(CannotReview, match="changed since"):
        second(submission.pk, first.pk, ben, note="")


def test_a_second_clinician_may_decide_otherwise(ann, ben):
    submission = submit(NOT_NOW)
    decide(submission, ann, SUGGESTED)
    review = decide(submission, ben, NOW)
    submission.refresh_from_db()
    assert (submission.state, decision_in_force(submission), proposal_for(submission)) == (State.CLOSED, review, None)


def test_a_submission_claimed_by_somebody_else_cannot_be_decided(ann, ben):
    submission = submit(TALK_FIRST)
    assert submission.claim(ann)
    with pytest.raises(CannotReview, match="Ann Reed is working on this one"):
        decide(submission, ben, TALK)
    assert decide(submission, ann, TALK).takes_effect


def test_a_change_of_mind_is_another_review_and_the_newest_counts(ann, ben):
    submission = submit(TALK_FIRST)
    first = decide(submission, ann, TALK)
    later = decide(submission, ben, NOW)
    assert list(submission.reviews.all()) == [first, later]
    assert decision_in_force(submission) == later


@pytest.mark.parametrize("author", ["ann", "ben"])
def test_loosening_the_decision_in_force_takes_two_clinicians_whoever_made_it(request, ann, ben, author):
    submission = submit(SUGGEST)
    strict = decide(submission, ann, NOW)
    milder = decide(submission, request.getfixturevalue(author), SUGGESTED)
    submission.refresh_from_db()
    assert (milder.in_force, milder.kind, milder.takes_effect) == (NOW, Kind.AGREE, False)
    assert (submission.state, decision_in_force(submission)) == (State.SECOND_OPINION, strict)
    other = ben if author == "ann" else ann
    review = second(submission.pk, milder.pk, other, note="")
    assert (review.in_force, decision_in_force(submission)) == (NOW, review)


def test_a_decision_is_compared_with_the_newest_one_in_force(ann, ben):
    submission = submit(SUGGEST)
    decide(submission, ann, NOW)
    second(submission.pk, decide(submission, ann, SUGGESTED).pk, ben, note="")
    assert decide(submission, ann, SUGGESTED).takes_effect
    assert decide(submission, ann, TALK).takes_effect
    assert not decide(submission, ann, SUGGESTED).takes_effect


def test_the_newest_decision_counts_when_the_clock_was_set_back(ann, ben):
    submission = submit(SUGGEST)
    with time_machine.travel(datetime(2026, 11, 28, 15, tzinfo=UTC), tick=False):
        decide(submission, ann, TALK)
    with time_machine.travel(datetime(2026, 11, 28, 13, tzinfo=UTC), tick=False):
        strict = decide(submission, ben, NOW)
    assert decision_in_force(submission) == strict


@pytest.mark.parametrize("field", ["disposition", "sealed_note", "author_name", "takes_effect"])
def test_the_database_rejects_a_change_to_a_review(ann, field):
    review = decide(submit(TALK_FIRST), ann, TALK)
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**{field: "urgent-help-now" if field != "takes_effect" else False})
    with pytest.raises(TypeError):
        review.save()


@pytest.mark.parametrize(("screening", "in_force"), [(NOW, ""), (NOW, SUGGESTED), (SUGGESTED, NOW), (TALK, NOW)])
def test_the_database_rejects_a_loosening_by_one_clinician(ann, ben, screening, in_force):
    submission = submit(NOT_NOW)
    proposal = decide(submission, ann, SUGGESTED)
    fields = {"author_name": "x", "disposition": TALK, "reason": "answers", "sealed_note": ""}
    fields |= {"screening": screening, "in_force": in_force}
    for seconds, first_author in ((None, None), (None, ann), (proposal, None), (proposal, ben)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(
                submission=submission,
                author=ben,
                seconds=seconds,
                first_author=first_author,
                takes_effect=True,
                **fields,
            )
    assert Review.objects.filter(takes_effect=True).count() == 0


def test_a_note_is_sealed_and_deleted_with_the_answers(ann):
    submission = submit(TALK_FIRST)
    review = decide(submission, ann, TALK, note="MARKER-OF-THE-NOTE")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_review")
        assert "MARKER" not in str(cursor.fetchall())
    assert review.note == "MARKER-OF-THE-NOTE"
    submission.delete()
    assert not Review.objects.exists()


def test_a_seconded_decision_is_deleted_with_the_answers_too(ann, ben):
    submission = submit(NOT_NOW)
    second(submission.pk, decide(submission, ann, SUGGESTED).pk, ben, note="")
    submission.delete()
    assert not Review.objects.exists()


def test_decisions_are_counted_by_disposition_and_by_the_question_that_led_there(ann, ben):
    decide(submit(NOT_NOW | {"nursing": "yes", "age": "65_plus"}), ann, NOW)
    proposal = decide(submission := submit(TALK_FIRST), ann, SUGGESTED)
    second(submission.pk, proposal.pk, ben, note="")
    decide(submit(SUGGEST), ann, TALK)
    assert sums(DailyTotal.What.JUDGED) == {
        "not-suitable-now not-suitable-now": 1,
        "suggest-consultation talk-to-clinician-first": 1,
        "talk-to-clinician-first suggest-consultation": 1,
    }
    assert sums(DailyTotal.What.JUDGED_QUESTION) == {
        "pressure_told agree": 1,
        "pressure_told loosen": 1,
        "nursing agree": 1,
    }


def test_one_clinician_claims_a_submission_and_releasing_returns_it_to_the_queue(ann, ben):
    submission = submit(TALK_FIRST)
    assert (submission.claim(ann), submission.claim(ben)) == (True, False)
    submission.refresh_from_db()
    assert (submission.state, submission.assignee) == (State.IN_REVIEW, ann)
    assert (submission.release(), submission.release()) == (True, False)
    submission.refresh_from_db()
    assert (submission.state, submission.assignee) == (State.NEW, None)
