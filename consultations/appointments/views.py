"""The pages on which a person picks a time, says how to reach them, and sees what they booked.

Whether a time may be picked is checked on each page, and again in the transaction that books it.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from consultations.appointments import booking, calendars
from consultations.appointments.forms import DetailsForm, TimeForm, day_in
from consultations.appointments.free import free_days, page_of
from consultations.appointments.models import Appointment
from consultations.appointments.slots import WallTime
from consultations.appointments.wording import how_html, title_of, when_text
from consultations.gates import Ways, ways_of_attempt
from pages import catalogue
from screening.journey import session
from screening.journey.navigation import attempt_gone_page, closed_page, submission_gone_page
from screening.journey.results import SubmissionGone, result_of
from screening.journey.session import Attempt
from screening.submissions.closures import Closed, Service, refuse_if_closed
from screening.submissions.sending import Consent, digest_of_attempt
from vault.seal import CannotUnseal

View = Callable[[HttpRequest, Attempt, Ways], HttpResponse]


def _while_open(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Give the view the attempt and its ways, if a time may be picked with it."""

    @wraps(view)
    def checked(request: HttpRequest, attempt_id: str) -> HttpResponse:
        attempt = session.load(request, attempt_id)
        if attempt is None:
            return attempt_gone_page(request)
        try:
            ways = ways_of_attempt(attempt)
            return _elsewhere(attempt, ways) or view(request, attempt, ways)
        except session.AttemptGone:
            return attempt_gone_page(request)
        except SubmissionGone:
            return submission_gone_page(request)
        except Closed as closed:
            return closed_page(request, closed.closure, reverse("screening:result", args=(attempt_id,)))
        except booking.NotOpen:
            return redirect("screening:result", attempt_id)
        except booking.AlreadyBooked:
            return redirect("consultations:booked", attempt_id)

    return checked


def _elsewhere(attempt: Attempt, ways: Ways) -> HttpResponse | None:
    """Where this person cannot pick a time, the page that they get instead. Raises Closed."""
    if booking.appointment_ahead(attempt):
        return redirect("consultations:booked", attempt.id)
    if not ways.pick_a_time:
        return redirect("screening:result", attempt.id)
    refuse_if_closed(Service.TIMES)
    # The scheduler outside gets no data.
    return redirect(settings.CONSULTATION_URL) if settings.CONSULTATION_URL else None


@require_http_methods(["GET", "HEAD", "POST"])
@_while_open
def pick(request: HttpRequest, attempt: Attempt, ways: Ways) -> HttpResponse:
    """List the free times. A POST holds the one that was picked, for as long as it takes to fill in the form."""
    if request.method != "POST":
        return _times_page(request, attempt, ways)
    form = TimeForm([], request.POST)
    if not form.is_valid():
        return _times_page(request, attempt, ways, status=422)
    try:
        booking.hold(attempt, form.cleaned_data["time"], timezone.now())
    except booking.TimeTaken:
        return _times_page(request, attempt, ways, is_taken=True, status=409)
    return redirect("consultations:time_details", attempt.id)


def _times_page(
    request: HttpRequest, attempt: Attempt, ways: Ways, *, is_taken: bool = False, status: int = 200
) -> HttpResponse:
    every_day = free_days(ways, timezone.now(), digest_of_attempt(attempt.key))
    days, later = page_of(every_day, day_in(request.GET.get("from", "")))
    held = booking.held_by(attempt)
    context = {
        "attempt_id": attempt.id,
        "form": TimeForm(days, request.POST if status == 422 else None, initial={"time": held.value if held else ""}),
        "days": days,
        "later": later,
        "is_later": bool(days and days[0] is not every_day[0]),
        "is_taken": is_taken,
        "hold_minutes": booking.HOLD_MINUTES,
        "back_url": reverse("screening:result", args=(attempt.id,)),
    }
    return render(request, "consultations/times/pick.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@_while_open
def details(request: HttpRequest, attempt: Attempt, ways: Ways) -> HttpResponse:
    """The form for whoever picked a time. If somebody else got it, the page lists others and keeps what was typed."""
    held = booking.held_by(attempt)
    if held is None and request.method != "POST":
        return redirect("consultations:pick_a_time", attempt.id)
    consent = consent_to_time()
    form = DetailsForm(request.POST if request.method == "POST" else None, agree_to=consent)
    time = request.POST.get("time", "") or (held.value if held else "")
    context: dict[str, object] = {
        "attempt_id": attempt.id,
        "form": form,
        "consent_text": consent.text,
        "time": time,
        "free": held,
        "hold_minutes": booking.HOLD_MINUTES,
        "back_url": reverse("consultations:pick_a_time", args=(attempt.id,)),
    }
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                return _book(request, attempt, form, consent, time)
            # The time that was picked stays picked while the errors are fixed.
            context["free"] = booking.hold(attempt, time, timezone.now())
        except booking.TimeTaken:
            status = 409
            days, _ = page_of(free_days(ways, timezone.now(), digest_of_attempt(attempt.key)), None)
            context |= {"free": None, "days": days}
    return render(request, "consultations/times/details.html", context, status=status)


def consent_to_time() -> Consent:
    clinic = catalogue.current().clinic
    return Consent(render_to_string("consultations/times/consent.html", {"clinic": clinic}), clinic.kept)


def _book(request: HttpRequest, attempt: Attempt, form: DetailsForm, consent: Consent, time: str) -> HttpResponse:
    def store(current: Attempt) -> Attempt:
        asked = booking.Request(time, form.contact, consent, _comes_first(current))
        # The gates are checked again in here: another tab, or a clinician, may have changed what is open.
        booking.book(current, asked, timezone.now())
        return replace(current, has_appointment=True, shows_code=True)

    session.update(request, attempt, store)
    return redirect("consultations:booked", attempt.id)


def _comes_first(attempt: Attempt) -> bool:
    try:
        result = result_of(attempt)
    except CannotUnseal:
        return True
    return result is None or result.shows_crisis_lines


@require_http_methods(["GET", "HEAD", "POST"])
def booked(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """What was booked last: ahead, over or cancelled. A POST shows the receipt code once more."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    appointment = booking.newest_of(attempt)
    if appointment is None:
        return redirect("consultations:pick_a_time", attempt_id)
    try:
        if request.method == "POST":
            session.show_code_again(request, attempt)
            return redirect("consultations:booked", attempt_id)
        receipt_code = session.receipt_code_to_show_once(request, attempt)
    except session.AttemptGone:
        return attempt_gone_page(request)
    context = {
        "attempt_id": attempt_id,
        "reference": attempt.reference,
        "receipt_code": receipt_code,
        "has_receipt": True,
    }
    return render(request, "consultations/times/booked.html", context | facts_of(appointment))


def facts_of(appointment: Appointment) -> dict[str, object]:
    """What a page says of an appointment."""
    return {
        "appointment": appointment,
        "title": title_of(appointment),
        "when": when_text(appointment.wall_time),
        "how": how_html(appointment, catalogue.current().clinic),
        "change_until": when_text(WallTime.of(appointment.change_until, appointment.zone)),
        "can_change": booking.can_change(appointment, timezone.now()),
        "is_over": appointment.wall_time.span(appointment.minutes).end <= timezone.now(),
    }


@require_safe
def calendar_file(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """The appointment for the person's calendar. `?name=yes`: with the clinic's name and number."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    appointment = booking.newest_of(attempt)
    if appointment is None:
        return redirect("consultations:pick_a_time", attempt_id)
    return file_response(appointment, is_named=request.GET.get("name") == "yes")


def file_response(appointment: Appointment, is_named: bool) -> HttpResponse:
    text = calendars.file_of(appointment, catalogue.current().clinic if is_named else None)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{calendars.file_name(appointment)}"'
    return response
