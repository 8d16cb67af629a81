"""Which ways to the clinic are open: by the result, by a clinician's decision, and without either."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from consultations.gates import (
    EVERY_WAY,
    NO_WAY,
    PHONE_ONLY,
    WAYS_OF,
    WITH_CLINICIAN,
    WITHOUT_RESULT,
    Ways,
    ways_in_browser,
    ways_of_attempt,
    ways_of_submission,
    ways_with_code,
)
from consultations.models import ConsultationRequest
from screening.assessment import assess
from screening.journey import deletion, session
from screening.journey.results import SubmissionGone
from screening.journey.session import Attempt, new_attempt
from screening.models import Submission
from screening.submissions.receipt_code import code_of
from screening.submissions.reviewing import record_review, second
from screening.submissions.sending import Consent, digest_of_attempt
from screening.vocabulary.dispositions import Disposition
from tests.screening.answer_sets import CLEAR
from tests.screening.stricter_rules import with_stricter_rules
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, as_if_stored, submit, submit_under_1_0_1

pytestmark = pytest.mark.django_db
CONSENT = Consent.to_text("I agree.")
BEFORE_THE_LAST = {question: answer for question, answer in CLEAR.items() if question != "main_reason"}

BY_ANSWERS = [(SUGGEST, EVERY_WAY), (TALK_FIRST, WITH_CLINICIAN), (NOT_NOW, PHONE_ONLY)]


def attempt_with(answers, **fields):
    return replace(new_attempt("a"), answers=answers, **fields)


def sent(submission, key="k"):
    """The attempt in the browser of whoever sent this."""
    as_if_stored(submission, attempt_digest=digest_of_attempt(key))
    return Attempt("a", reference=submission.reference, key=key)


def decide(submission, *dispositions):
    """One decision after another; a second clinician confirms each that is milder than the screening."""
    ann, ben = (User.objects.get_or_create(username=name)[0] for name in ("ann", "ben"))
    for disposition in dispositions:
        review = record_review(submission.pk, ann, disposition=disposition, reason="answers", note="")
        if review.awaits_second:
            second(submission.pk, review.pk, ben, note="")


def browser(*attempts, cause=None):
    request = RequestFactory().get("/")
    request.session = SessionStore()
    for number, attempt in enumerate(attempts):
        kept = replace(attempt, id=f"{number}")
        session.update(request, replace(kept, key=""), lambda _, kept=kept: kept)
    if cause:
        response = HttpResponse()
        deletion.remember(response, cause)
        request.COOKIES[deletion.COOKIE] = response.cookies[deletion.COOKIE].value
    return request


def test_every_result_has_its_ways():
    assert {
        Disposition.SUGGEST_CONSULTATION: Ways(phone=True, call_request=True, pick_a_time=True),
        Disposition.TALK_TO_CLINICIAN_FIRST: Ways(True, True, True, with_clinician_only=True),
        Disposition.NOT_SUITABLE_NOW: Ways(phone=True),
        Disposition.URGENT_HELP_NOW: Ways(),
        Disposition.INCOMPLETE: Ways(phone=True, call_request=True),
    } == WAYS_OF


@pytest.mark.parametrize(("answers", "ways"), BY_ANSWERS)
def test_a_result_has_the_same_ways_before_and_after_sending(answers, ways):
    assert ways_of_attempt(attempt_with(CLEAR | answers)) == ways
    submission = submit(answers)
    assert ways_of_submission(submission) == ways
    assert ways_of_attempt(sent(submission)) == ways


def test_an_early_result_leaves_the_phone():
    answers = BEFORE_THE_LAST | NOT_NOW
    assert ways_of_attempt(attempt_with(answers, ended_early=True)) == PHONE_ONLY


@pytest.mark.parametrize(
    ("answers", "ways"),
    [
        ({}, WITHOUT_RESULT),
        (BEFORE_THE_LAST, WITHOUT_RESULT),
        (BEFORE_THE_LAST | TALK_FIRST, WITHOUT_RESULT),
        (BEFORE_THE_LAST | NOT_NOW, PHONE_ONLY),
    ],
)
def test_without_all_answers_no_time_can_be_picked(answers, ways):
    assert ways_of_attempt(attempt_with(answers)) == ways


@pytest.mark.parametrize("answers", [SUGGEST, TALK_FIRST, NOT_NOW])
@pytest.mark.parametrize("disposition", list(WAYS_OF)[:4])
def test_a_decision_in_force_counts_before_the_screening(answers, disposition):
    submission = submit(answers)
    decide(submission, disposition)
    assert ways_of_submission(submission) == ways_of_attempt(sent(submission)) == WAYS_OF[disposition]


def test_a_proposal_changes_nothing_until_a_second_clinician_agrees():
    submission = submit(NOT_NOW)
    ann = User.objects.create(username="ann")
    record_review(submission.pk, ann, disposition=Disposition.SUGGEST_CONSULTATION, reason="talk", note="")
    assert ways_of_submission(submission) == PHONE_ONLY


def test_the_newest_decision_counts():
    submission = submit(TALK_FIRST)
    decide(submission, Disposition.NOT_SUITABLE_NOW, Disposition.SUGGEST_CONSULTATION)
    assert ways_of_submission(submission) == EVERY_WAY
    decide(submission, Disposition.NOT_SUITABLE_NOW)
    assert ways_of_submission(submission) == PHONE_ONLY


def wait_until(submission, days):
    ann, _ = User.objects.get_or_create(username="ann")
    day = timezone.localdate() + timedelta(days=days)
    fields = {"disposition": Disposition.NOT_SUITABLE_NOW, "wait_until": day}
    return record_review(submission.pk, ann, reason="records", note="The letter.", **fields)


@pytest.mark.parametrize(("answers", "ways"), BY_ANSWERS)
def test_a_wait_leaves_the_phone_until_its_day_and_then_the_screening_counts(answers, ways):
    submission = submit(answers)
    wait_until(submission, days=3)
    assert ways_of_submission(submission) == PHONE_ONLY
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        assert ways_of_submission(submission) == PHONE_ONLY
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert ways_of_submission(submission) == ways


def test_what_was_closed_before_a_wait_stays_closed_after_it():
    submission = submit(SUGGEST)
    decide(submission, Disposition.NOT_SUITABLE_NOW)
    wait_until(submission, days=3)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert ways_of_submission(submission) == PHONE_ONLY


@pytest.mark.parametrize("decision", [Disposition.SUGGEST_CONSULTATION, Disposition.NOT_SUITABLE_NOW])
def test_a_decision_under_milder_rules_opens_no_more_than_todays_rules(decision, monkeypatch):
    submission = submit(TALK_FIRST)
    decide(submission, decision)
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    assert ways_of_submission(submission) == PHONE_ONLY


@pytest.mark.parametrize("decisions", [(), (Disposition.SUGGEST_CONSULTATION,)])
def test_answers_that_somebody_gave_for_another_person_open_no_way(decisions):
    submission = submit_under_1_0_1({"answering_for": "other"})
    decide(submission, *decisions)
    assert ways_of_submission(submission) == NO_WAY


def test_answers_that_nobody_can_read_leave_the_phone():
    submission = submit()
    Submission.objects.update(sealed_record="lost")
    submission.refresh_from_db()
    assert ways_of_submission(submission) == PHONE_ONLY


def test_what_was_withdrawn_is_reported_as_gone():
    with pytest.raises(SubmissionGone):
        ways_of_attempt(Attempt("a", reference="ABCD-EFGH", key="k"))


def test_a_receipt_code_has_the_ways_of_what_it_opens():
    assert ways_with_code(code_of("k")) == NO_WAY
    ConsultationRequest.ask("k", Disposition.TALK_TO_CLINICIAN_FIRST, {}, CONSENT)
    assert ways_with_code(code_of("k")) == WITH_CLINICIAN
    answers = attempt_with(CLEAR | NOT_NOW).answers
    Submission.send("k", answers, assess(answers), CONSENT)
    assert ways_with_code(code_of("k")) == PHONE_ONLY
    decide(Submission.objects.get(), Disposition.SUGGEST_CONSULTATION)
    assert ways_with_code(code_of("k")) == EVERY_WAY


def test_a_browser_without_an_attempt_has_the_phone_and_the_call_request():
    assert ways_in_browser(browser()) == WITHOUT_RESULT


@pytest.mark.parametrize(("answers", "ways"), BY_ANSWERS)
def test_a_browser_with_one_result_has_its_ways(answers, ways):
    assert ways_in_browser(browser(attempt_with(CLEAR | answers))) == ways


def test_of_several_results_the_narrowest_ways_count():
    results = [attempt_with(CLEAR | answers) for answers in (SUGGEST, NOT_NOW, TALK_FIRST)]
    assert ways_in_browser(browser(*results)) == PHONE_ONLY
    assert ways_in_browser(browser(results[0], results[2])) == WITH_CLINICIAN


def test_answers_that_are_gone_or_of_other_rules_say_nothing():
    outdated = replace(attempt_with(CLEAR | NOT_NOW), rules="other")
    gone = Attempt("a", reference="ABCD-EFGH", key="k")
    assert ways_in_browser(browser(outdated)) == ways_in_browser(browser(gone)) == WITHOUT_RESULT


@pytest.mark.parametrize("cause", [cause for cause in deletion.Cause if cause is not deletion.Cause.LEFT])
def test_after_a_page_with_help_no_way_is_open(cause):
    assert ways_in_browser(browser(cause=cause)) == NO_WAY


def test_the_quick_exit_closes_no_way():
    assert ways_in_browser(browser(cause=deletion.Cause.LEFT)) == WITHOUT_RESULT


def test_what_was_changed_past_the_site_opens_the_phone_only():
    submission = submit(NOT_NOW)
    Submission.objects.filter(pk=submission.pk).update(disposition="suggest-consultation")
    assert ways_of_submission(Submission.objects.get()) == PHONE_ONLY
    decided = submit(SUGGEST)
    decide(decided, "suggest-consultation")
    assert ways_of_submission(decided) == EVERY_WAY
    Submission.objects.filter(pk=decided.pk).update(state="new")
    assert ways_of_submission(Submission.objects.get(pk=decided.pk)) == PHONE_ONLY
