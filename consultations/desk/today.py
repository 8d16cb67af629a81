"""The page with everybody to talk to today, to look at and to print."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultations import priority
from consultations.appointments.wording import clock_text
from consultations.desk import waiting
from consultations.desk.contacts import person_html, progress_html, record_listed, sees_contact
from consultations.desk.decisions import decision_of, with_decision
from consultations.models import Appointment, ConsultationRequest

# More than anybody calls in a day.
MOST = 200
SEES_CALLS, SEES_APPOINTMENTS = "consultations.view_consultationrequest", "consultations.view_appointment"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    sees_calls, sees_appointments = map(request.user.has_perm, (SEES_CALLS, SEES_APPOINTMENTS))
    if not (sees_calls or sees_appointments):
        raise PermissionDenied
    now = timezone.now()
    appointments = _appointments(now) if sees_appointments else []
    calls = _calls(now) if sees_calls else []
    rows: list[Any] = [*appointments, *calls]
    for row in rows:
        row.shows_contact = sees_contact(request.user, row)
    # Before the page is rendered, so that nobody sees contact data without an entry in the access log.
    record_listed(request, [row for row in rows if row.shows_contact], "list of today")
    context = admin.site.each_context(request) | {
        "title": "Today",
        "day": timezone.localdate(now),
        "sees_calls": sees_calls,
        "sees_appointments": sees_appointments,
        "appointments": [_columns(row) | {"at": clock_text(row.wall_time)} for row in appointments],
        "calls": [_columns(row) | {"at": waiting.waited_text(row.requested_at, now)} for row in calls],
    }
    return render(request, "admin/consultations/today.html", context)


def _appointments(now: datetime) -> list[Appointment]:
    rows = with_decision(Appointment.objects.select_related("schedule", "submission"))
    return list(waiting.today(rows, now)[:MOST])


def _calls(now: datetime) -> list[ConsultationRequest]:
    """Who comes first is called first; then who waits longest."""
    rows = with_decision(ConsultationRequest.objects.select_related("submission"))
    calls = waiting.to_call_today(rows, now).order_by("requested_at", "id")
    first = priority.who_come_first(calls)
    return [*calls.filter(pk__in=first), *calls.exclude(pk__in=first)[:MOST]]


def _columns(row: Any) -> dict[str, Any]:
    decision = decision_of(row)
    return {
        "row": row,
        "person": person_html(row),
        "decision": decision.text,
        "may_book": decision.may_book,
        "progress": progress_html(row),
    }
