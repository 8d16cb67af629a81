"""The pages on which a person asks for a call, if their answers lead to the clinic."""

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
from screening.journey import session
from screening.journey.navigation import attempt_gone_page, submission_gone_page
from screening.journey.results import SubmissionGone, result_of
from screening.journey.session import Attempt
from screening.submissions.sending import AlreadySentDifferently, Consent
from vault.seal import CannotUnseal


class CallNotOffered(Exception):
    """These answers do not lead to a call."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """Show the form, or redirect to the scheduler in CONSULTATION_URL, to which no data is passed."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    try:
        result = result_of(attempt)
    except SubmissionGone:
        return submission_gone_page(request)
    except CannotUnseal:
        return attempt_gone_page(request)
    if result is None or not result.may_ask_for_a_call:
        return redirect("screening:result", attempt_id)
    if settings.CONSULTATION_URL:
        return redirect(settings.CONSULTATION_URL)
    clinic = catalogue.current().clinic
    consent_text = render_to_string("consultations/consent.html", {"clinic": clinic})
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _store_request(request, attempt, form.contact, Consent.to_text(consent_text, clinic.kept))
    context = {
        "form": form,
        "consent_text": consent_text,
        "back_url": reverse("screening:result", args=(attempt_id,)),
    }
    return render(request, "consultations/ask.html", context, status=422 if form.errors else 200)


def _store_request(
    request: HttpRequest, attempt: Attempt, contact: dict[str, object], consent: Consent
) -> HttpResponse:
    def store(current: Attempt) -> Attempt:
        # Read again: another tab may have changed or sent the answers since the form was shown.
        result = result_of(current)
        if result is None or not result.may_ask_for_a_call:
            raise CallNotOffered
        comes_first = result.shows_crisis_lines
        ConsultationRequest.ask(current.key, result.disposition, contact, consent, comes_first)
        return replace(current, asked_for_call=True, shows_code=True)

    try:
        session.update(request, attempt, store)
    except (session.AttemptGone, CannotUnseal):
        return attempt_gone_page(request)
    except SubmissionGone:
        return submission_gone_page(request)
    except CallNotOffered:
        return redirect("screening:result", attempt.id)
    except AlreadySentDifferently:
        return render(request, "consultations/already_asked.html", status=409)
    return redirect("consultations:received", attempt.id)


@require_http_methods(["GET", "HEAD", "POST"])
def received(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """Confirm the request. A POST shows the receipt code once more."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    call_request = ConsultationRequest.of_attempt(attempt.key)
    if call_request is None:
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
        "has_receipt": call_request.receipt_digest is not None,
        "kept": call_request,
    }
    return render(request, "consultations/received.html", context)
