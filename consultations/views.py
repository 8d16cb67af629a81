"""Asking the clinic to call, open only to a screening that leads there."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from consultations.forms import CallForm
from consultations.models import ConsultationRequest
from pages import catalogue
from screening.assessment import assess
from screening.journey import session
from screening.journey.navigation import attempt_gone_page, submission_gone_page
from screening.journey.results import SubmissionGone, answers_of, may_ask_for_a_call
from screening.journey.session import Attempt
from screening.submissions.sending import AlreadySentDifferently, Consent
from vault.seal import CannotUnseal


class NotOpen(Exception):
    """These answers do not lead to a call."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """The form, or the outside scheduler where CONSULTATION_URL names one (nothing is passed along)."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    try:
        answers = answers_of(attempt)
    except SubmissionGone:
        return submission_gone_page(request)
    except CannotUnseal:
        return attempt_gone_page(request)
    if not may_ask_for_a_call(answers, assess(answers)):
        return redirect("screening:result", attempt_id)
    if settings.CONSULTATION_URL:
        return redirect(settings.CONSULTATION_URL)
    consent_text = render_to_string("consultations/consent.html", {"clinic": catalogue.current().clinic})
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _take_request(request, attempt, form.contact, Consent.to_text(consent_text))
    context = {
        "form": form,
        "consent_text": consent_text,
        "back_url": reverse("screening:result", args=(attempt_id,)),
    }
    return render(request, "consultations/ask.html", context, status=422 if form.errors else 200)


def _take_request(request: HttpRequest, attempt: Attempt, contact: dict[str, object], consent: Consent) -> HttpResponse:
    def asked(now: Attempt) -> Attempt:
        answers = answers_of(now)  # another tab may have changed or sent them since the form was drawn
        assessment = assess(answers)
        if not may_ask_for_a_call(answers, assessment):
            raise NotOpen
        ConsultationRequest.ask(now.key, assessment.disposition, contact, consent)
        return replace(now, asked_for_call=True, shows_code=True)

    try:
        session.update(request, attempt, asked)
    except (session.AttemptGone, CannotUnseal):
        return attempt_gone_page(request)
    except SubmissionGone:
        return submission_gone_page(request)
    except NotOpen:
        return redirect("screening:result", attempt.id)
    except AlreadySentDifferently:
        return render(request, "consultations/already_asked.html", status=409)
    return redirect("consultations:received", attempt.id)


@require_http_methods(["GET", "HEAD", "POST"])
def received(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """That the request is stored, and what happens next. A POST asks to see the receipt code once more."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    asked = ConsultationRequest.of_attempt(attempt.key)
    if asked is None:
        return redirect("consultations:ask", attempt_id)
    try:
        if request.method == "POST":
            session.show_code_again(request, attempt)
            return redirect("consultations:received", attempt_id)
        receipt_code = session.receipt_code_to_show_once(request, attempt)
    except session.AttemptGone:
        return attempt_gone_page(request)
    context = {
        "attempt_id": attempt_id,
        "reference": attempt.reference,
        "receipt_code": receipt_code,
        "has_receipt": asked.receipt_digest is not None,
    }
    return render(request, "consultations/received.html", context)
