"""The end of the journey as pages: check the answers, send them or not, see what they mean."""

from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pages import catalogue
from screening import path
from screening.assessment import Assessment, assess
from screening.journey import session
from screening.journey.forms import ConsentForm
from screening.journey.letter import Letter
from screening.journey.navigation import gone, lapsed, onward, url_of
from screening.journey.results import Gone, Result, answers_by_section, answers_of
from screening.journey.session import Attempt
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sending import AlreadySentOtherwise, Consent
from screening.submissions.sign_off import approval_of_live_rules
from screening.vocabulary.dispositions import Disposition
from vault.seal import CannotUnseal


@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """All answers with a way to change each; then see the result, or send the answers and see it."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return lapsed(request)
    if attempt.reference or path.next_question(attempt.answers):
        return onward(attempt)
    consent_text = render_to_string("screening/consent.html", {"clinic": catalogue.current().clinic})
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _send(request, attempt, Consent.to_text(consent_text))
    context = {
        "attempt_id": attempt_id,
        "sections": [
            (section.title, [(row, url_of(attempt_id, row.question)) for row in section.rows])
            for section in answers_by_section(attempt.answers)
        ],
        "form": form,
        "consent_text": consent_text,
        "back_url": url_of(attempt_id, path.path(attempt.answers)[-1]),
    }
    return render(request, "screening/check_answers.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, attempt: Attempt, consent: Consent) -> HttpResponse:
    def sent(now: Attempt) -> Attempt:
        if now.reference or now.answers != attempt.answers:  # in another tab: sent, or changed since it was read here
            return now
        submission = Submission.send(now.key, now.answers, assess(now.answers), consent)
        return replace(now, answers={}, reference=submission.reference, shows_code=True)

    try:
        now = session.update(request, attempt, sent)
    except session.Left:
        return lapsed(request)
    except AlreadySentOtherwise:
        return render(request, "screening/already_sent.html", status=409)
    return redirect("screening:result" if now.reference else "screening:check-answers", attempt.id)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """What the answers mean and why, worked out afresh. A POST asks to see the receipt code once more."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return lapsed(request)
    if attempt.reference:
        return _result_of_sent(request, attempt)
    if request.method == "POST":
        return redirect("screening:result", attempt_id)
    assessment = assess(attempt.answers)
    if assessment.disposition is Disposition.INCOMPLETE:
        return onward(attempt)
    check_url = reverse("screening:check-answers", args=(attempt_id,))
    context = _result_context(attempt, Result.of(attempt.answers, assessment)) | {"back_url": check_url}
    return render(request, "screening/result.html", context)


def _result_of_sent(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    submission = Submission.of_attempt(attempt.key)
    if submission is None:
        return gone(request)
    try:
        if request.method == "POST":
            session.show_code_again(request, attempt)
            return redirect("screening:result", attempt.id)
        answers = submission.answers
        receipt_code = session.take_code(request, attempt)
    except (session.Left, CannotUnseal):
        return lapsed(request)
    context = _result_context(attempt, Result.of(answers, _assessed_as_sent(submission, assess(answers)))) | {
        "reference": attempt.reference,
        "receipt_code": receipt_code,
        "has_receipt": submission.receipt_digest is not None,
        "kept_until": submission.received_at + timedelta(days=catalogue.current().clinic.kept.screening_days),
    }
    return render(request, "screening/result.html", context)


@require_safe
def letter(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """What a person can take to their doctor, sent or not. Made afresh each time; nothing of it is stored."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return lapsed(request)
    try:
        answers = answers_of(attempt)
    except Gone:
        return gone(request)
    except CannotUnseal:
        return lapsed(request)
    assessment = assess(answers)
    if assessment.disposition is Disposition.INCOMPLETE and not attempt.reference:
        return onward(attempt)
    context = {
        "letter": Letter.of(answers, assessment, timezone.localdate()),
        "approval": approval_of_live_rules(),
        "back_url": reverse("screening:result", args=(attempt_id,)),
    }
    return render(request, "screening/letter.html", context)


def _assessed_as_sent(submission: Submission, today: Assessment) -> Assessment:
    """`today`, unless the rules ask something by now that they did not ask then: nobody can be asked any more."""
    if today.disposition is not Disposition.INCOMPLETE:
        return today
    return replace(today, disposition=Disposition(submission.disposition))


def _result_context(attempt: Attempt, result: Result) -> dict[str, object]:
    return {
        "attempt_id": attempt.id,
        "result": result,
        "outcome": catalogue.current().outcomes[result.disposition.value],
        "ruleset": QUESTIONNAIRE,
        "approval": approval_of_live_rules(),
        "asked_for_call": attempt.asked_for_call,
    }
