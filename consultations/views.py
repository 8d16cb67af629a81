"""The pages on which a person asks for a call: with a result that leads to the clinic, or without any."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from consultations import mails
from consultations.forms import AdultCallRequestForm, CallRequestForm, offered
from consultations.gates import Ways, ways_in_browser, ways_of_attempt
from consultations.models import ConsultationRequest
from pages import catalogue
from screening.journey import session
from screening.journey.navigation import attempt_gone_page, closed_page, submission_gone_page
from screening.journey.results import SubmissionGone, result_of
from screening.journey.session import Attempt
from screening.submissions.closures import Closed, Closure, Service, closed_services, closure_of, refuse_if_closed
from screening.submissions.sending import AlreadySentDifferently, Consent, keyed
from screening.vocabulary.dispositions import Disposition
from vault.seal import CannotUnseal

Contact = dict[str, object]
# What `secrets.token_urlsafe` returns for 32 bytes.
FORM_KEY = re.compile(r"[\w-]{43}", re.ASCII)


class CallNotOffered(Exception):
    """No call can be asked for, because of these answers or of a clinician's decision."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """Show the form, or redirect to the scheduler in CONSULTATION_URL, to which no data is passed."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    try:
        ways = ways_of_attempt(attempt)
    except SubmissionGone:
        return submission_gone_page(request)
    except CannotUnseal:
        return attempt_gone_page(request)
    if not _may_ask_with_result(ways):
        return redirect("screening:result", attempt_id)
    if closure := _closure():
        return _closed(request, attempt, closure, reverse("screening:result", args=(attempt_id,)))
    if settings.CONSULTATION_URL:
        return redirect(settings.CONSULTATION_URL)
    consent = consent_to_call(has_result=True)
    form = CallRequestForm(request.POST if request.method == "POST" else None, agree_to=consent, **offered())
    if request.method == "POST" and form.is_valid():
        contact = form.contact
        return _store(request, attempt, lambda current: _ask_with_result(current, contact, consent))
    context = {
        "form": form,
        "consent_text": consent.text,
        "has_result": True,
        "back_url": reverse("screening:result", args=(attempt_id,)),
    }
    return render(request, "consultations/ask.html", context, status=422 if form.errors else 200)


def _ask_with_result(current: Attempt, contact: Contact, consent: Consent) -> Attempt:
    # Read again: another tab or a clinician may have changed what is open since the form was shown.
    result, ways = result_of(current), ways_of_attempt(current)
    if result is None or not _may_ask_with_result(ways):
        raise CallNotOffered
    _ask(current.key, ways.disposition, contact, consent, comes_first=result.shows_crisis_lines)
    return replace(current, asked_for_call=True, shows_code=True)


def _may_ask_with_result(ways: Ways) -> bool:
    return ways.call_request and ways.disposition is not Disposition.INCOMPLETE


def _closure() -> Closure | None:
    """What keeps people from asking for a call. A scheduler outside takes times instead."""
    closed = closed_services()
    return closed.get(Service.CALLS) or (closed.get(Service.TIMES) if settings.CONSULTATION_URL else None)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_without_result(request: HttpRequest) -> HttpResponse:
    """The form for whoever answered no questions. The clinic learns nothing about a result that this browser has."""
    ways = ways_in_browser(request)
    if not ways.call_request:
        return redirect("talk_to_us" if ways.phone else "screening:urgent-help")
    form_key = request.POST.get("form_key", "")
    if not FORM_KEY.fullmatch(form_key):
        form_key = secrets.token_urlsafe(32)
    if closure := closure_of(Service.CALLS):
        attempt = session.load(request, _attempt_id_of(form_key))
        return _closed(request, attempt, closure, reverse("talk_to_us"))
    consent = consent_to_call(has_result=False)
    form = AdultCallRequestForm(request.POST if request.method == "POST" else None, agree_to=consent, **offered())
    if request.method == "POST" and form.is_valid():
        return _store_without_result(request, form_key, form.contact, consent)
    context = {
        "form": form,
        "form_key": form_key,
        "consent_text": consent.text,
        "back_url": reverse("talk_to_us"),
    }
    return render(request, "consultations/ask.html", context, status=422 if form.errors else 200)


def _store_without_result(request: HttpRequest, form_key: str, contact: Contact, consent: Consent) -> HttpResponse:
    # The same form sent twice is one attempt, even if the browser had no cookie yet when it sent the second.
    attempt_id, key = _attempt_id_of(form_key), keyed("call attempt", form_key)

    def store(current: Attempt) -> Attempt:
        # Nobody knows of a reason to call this person before others.
        _ask(key, Disposition.INCOMPLETE, contact, consent, comes_first=False)
        return replace(current, key=key, asked_for_call=True, shows_code=True)

    return _store(request, session.load(request, attempt_id) or session.new_attempt(attempt_id), store)


def _attempt_id_of(form_key: str) -> str:
    return keyed("call form", form_key)[:12]


def _closed(request: HttpRequest, attempt: Attempt | None, closure: Closure, back_url: str) -> HttpResponse:
    # The first of two clicks may have stored the request before it closed.
    if attempt and attempt.asked_for_call:
        return redirect("consultations:received", attempt.id)
    return closed_page(request, closure, back_url)


def _ask(key: str, disposition: Disposition, contact: Contact, consent: Consent, *, comes_first: bool) -> None:
    refuse_if_closed(Service.CALLS)
    asked = ConsultationRequest.ask(key, disposition, contact, consent, comes_first)
    confirmation = mails.Message.drawn("consultations/mails/call_received.txt", {})
    mails.queue(asked.pk, "call received", str(contact.get("email", "")), confirmation)


def _store(request: HttpRequest, attempt: Attempt, store: Callable[[Attempt], Attempt]) -> HttpResponse:
    try:
        session.update(request, attempt, store)
    except (session.AttemptGone, CannotUnseal):
        return attempt_gone_page(request)
    except SubmissionGone:
        return submission_gone_page(request)
    except Closed as closed:
        return closed_page(request, closed.closure)
    except CallNotOffered:
        return redirect("screening:result", attempt.id)
    except AlreadySentDifferently:
        return render(request, "consultations/already_asked.html", status=409)
    return redirect("consultations:received", attempt.id)


def consent_to_call(*, has_result: bool) -> Consent:
    clinic = catalogue.current().clinic
    context = {"clinic": clinic, "has_result": has_result, "by_mail": mails.are_set_up()}
    return Consent(render_to_string("consultations/consent.html", context), clinic.kept)


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
        "has_result": call_request.disposition != Disposition.INCOMPLETE,
    }
    return render(request, "consultations/received.html", context)
