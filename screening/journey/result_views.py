"""The pages after the questions: check the answers, send them or not, see the result, print the letter."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pages import catalogue
from screening import path
from screening.assessment import assess
from screening.journey import session
from screening.journey.forms import ConsentForm
from screening.journey.letter import Letter
from screening.journey.navigation import (
    attempt_gone_page,
    closed_page,
    last_screen_url,
    next_page,
    question_url,
    screen_url,
    submission_gone_page,
    while_open,
)
from screening.journey.results import Result, SubmissionGone, result_of
from screening.journey.session import Attempt
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.closures import Closed, Service, refuse_if_closed
from screening.submissions.sending import AlreadySentDifferently, Consent
from screening.submissions.sign_off import Approval, state_of_approval
from vault.seal import CannotUnseal


@require_safe
@while_open
def check_answers(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """All answers, each with a link to change it."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    if attempt.reference or path.next_screen(attempt.answers):
        return next_page(attempt)
    sections = Result.of(attempt.answers, assess(attempt.answers)).sections
    context = {
        "attempt_id": attempt_id,
        "sections": [
            (title, [(row, question_url(attempt_id, QUESTIONNAIRE.by_id[row.id])) for row in rows])
            for title, rows in sections
        ],
        "back_url": screen_url(attempt_id, path.screens(attempt.answers)[-1]),
    }
    return render(request, "screening/check_answers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def send(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """What happens to answers that are sent, and the form that sends them."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    if attempt.reference or path.next_screen(attempt.answers):
        return next_page(attempt)
    consent = consent_to_sending()
    form = ConsentForm(request.POST if request.method == "POST" else None, agree_to=consent)
    if request.method == "POST" and form.is_valid():
        return _send(request, attempt, consent)
    context = {
        "attempt_id": attempt_id,
        "form": form,
        "consent_text": consent.text,
        "back_url": reverse("screening:check-answers", args=(attempt_id,)),
    }
    return render(request, "screening/send.html", context, status=422 if form.errors else 200)


def consent_to_sending() -> Consent:
    clinic = catalogue.current().clinic
    return Consent(render_to_string("screening/consent.html", {"clinic": clinic}), clinic.kept)


def _send(request: HttpRequest, attempt: Attempt, consent: Consent) -> HttpResponse:
    # Judged and sealed here, because all others who write wait while `update` holds the lock of SQLite.
    assessment = assess(attempt.answers)
    submission = Submission.made_of(attempt.key, attempt.answers, assessment, consent)

    def sent(stored: Attempt) -> Attempt:
        # In another tab the person sent the answers, or changed them after this page showed them.
        if stored.reference or (stored.key, stored.answers) != (attempt.key, attempt.answers):
            return stored
        refuse_if_closed(Service.QUESTIONNAIRE)
        reference = submission.store(assessment).reference
        return replace(stored, answers={}, reference=reference, shows_code=True)

    try:
        stored = session.update(request, attempt, sent)
    except session.AttemptGone:
        return attempt_gone_page(request)
    except AlreadySentDifferently:
        return render(request, "screening/already_sent.html", status=409)
    except Closed as closed:
        return closed_page(request, closed.closure, keeps_answers=True)
    return redirect("screening:result" if stored.reference else "screening:check-answers", attempt.id)


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def result(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """What the answers mean and why. A POST shows the receipt code again."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    if attempt.reference:
        return _submission_result(request, attempt)
    if request.method == "POST":
        return redirect("screening:result", attempt_id)
    shown = result_of(attempt)
    if shown is None:
        return next_page(attempt)
    check_url = reverse("screening:check-answers", args=(attempt_id,))
    context = {"back_url": last_screen_url(attempt) if shown.early_end else check_url}
    return render(request, "screening/result.html", _result_context(attempt, shown) | context)


def _submission_result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    submission = Submission.of_attempt(attempt.key)
    if submission is None:
        return submission_gone_page(request)
    try:
        if request.method == "POST":
            session.show_code_again(request, attempt)
            return redirect("screening:result", attempt.id)
        shown = Result.as_sent(submission)
        receipt_code = session.receipt_code_to_show_once(request, attempt)
    except (session.AttemptGone, CannotUnseal):
        return attempt_gone_page(request)
    context = {
        "reference": attempt.reference,
        "receipt_code": receipt_code,
        "has_receipt": submission.receipt_digest is not None,
        # The answers are kept as long as a call request or an appointment needs them.
        "kept": getattr(submission, "consultation_request", submission.appointments.last() or submission),
    }
    return render(request, "screening/result.html", _result_context(attempt, shown) | context)


def _result_context(attempt: Attempt, shown: Result) -> dict[str, object]:
    return {
        "attempt_id": attempt.id,
        "attempt": attempt,
        "result": shown,
        "outcome": catalogue.current().outcomes[shown.disposition.value],
        "approval": _approval_of(shown),
        "asked_for_call": attempt.asked_for_call,
        "has_appointment": attempt.has_appointment,
    }


@require_safe
@while_open
def letter(request: HttpRequest, attempt_id: str) -> HttpResponse:
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    try:
        shown = result_of(attempt)
    except SubmissionGone:
        return submission_gone_page(request)
    except CannotUnseal:
        return attempt_gone_page(request)
    if shown is None:
        return next_page(attempt)
    context = {
        "result": shown,
        "letter": Letter.of(shown, timezone.localdate()),
        "approval": _approval_of(shown),
        "back_url": reverse("screening:result", args=(attempt_id,)),
    }
    return render(request, "screening/letter.html", context)


def _approval_of(shown: Result) -> Approval | None:
    # Under retired rules: whether they were approved then says nothing about whether they should be trusted now.
    return state_of_approval() if shown.has_live_rules else None
