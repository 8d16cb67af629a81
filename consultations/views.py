"""Asking the clinic to call, open only to a screening that leads there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from consultations.forms import CallForm
from consultations.models import ConsultationRequest
from pages import catalogue
from screening import session
from screening.assessment import assess
from screening.models import AlreadySentOtherwise, Consent, digest_of_attempt
from screening.results import may_ask_for_a_call


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """The form, or the outside scheduler where CONSULTATION_URL names one (nothing is passed along)."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return render(request, "screening/lapsed.html", status=410)
    assessment = assess(attempt.answers)
    if not may_ask_for_a_call(attempt, assessment):
        return redirect("screening:result", attempt_id)
    if settings.CONSULTATION_URL:
        return redirect(settings.CONSULTATION_URL)
    consent_text = render_to_string("consultations/consent.html", {"clinic": catalogue.current().clinic})
    form = CallForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        consent = Consent.to_text(consent_text)
        try:
            ConsultationRequest.ask(attempt.key, assessment.disposition, attempt.reference, form.contact, consent)
        except AlreadySentOtherwise:
            return render(request, "consultations/already_asked.html", status=409)
        return redirect("consultations:received", attempt_id)
    context = {"attempt_id": attempt_id, "form": form, "consent_text": consent_text, "exit_url": settings.EXIT_URL}
    return render(request, "consultations/ask.html", context, status=422 if form.errors else 200)


@require_safe
def received(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """That the request is stored, and what happens next."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return render(request, "screening/lapsed.html", status=410)
    if not ConsultationRequest.objects.filter(attempt_digest=digest_of_attempt(attempt.key)).exists():
        return redirect("consultations:ask", attempt_id)
    context = {"attempt_id": attempt_id, "reference": attempt.reference, "exit_url": settings.EXIT_URL}
    return render(request, "consultations/received.html", context)
