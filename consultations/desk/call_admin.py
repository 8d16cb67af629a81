"""The list of call requests, and the page of each."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from consultations.desk import waiting
from consultations.desk.contact_admin import ContactAdmin, waits_html
from consultations.desk.lists import ByState, ByView, OfferedFilter, Rows, View, not_to_book
from consultations.models import OPEN, RESULTS, WAITING, ConsultationRequest, State
from consultations.tries import TIME


class CallsByView(ByView):
    views = (
        View("waiting", "Waiting", "Nobody waits for a call.", lambda rows, now: waiting.waiting(rows)),
        View("today", "To call today", "Nobody has to be called today.", waiting.to_call_today),
        View("week", "This week", "Nobody has to be called this week.", waiting.to_call_this_week, False),
        View(
            "progress",
            "In progress",
            "Everybody who was reached is done, canceled or closed.",
            lambda rows, now: waiting.in_progress(rows),
            False,
        ),
        View(
            "not-to-book",
            "Not to book",
            "Clinicians decided against nobody whose request is open.",
            lambda rows, now: not_to_book(rows.filter(state__in=OPEN)),
            False,
        ),
        View("all", "All", "Nobody has asked for a call yet.", lambda rows, now: rows, False, False),
    )


class CallsByState(ByState):
    states = tuple(State.choices)


class ByResult(OfferedFilter):
    title = "screening"
    parameter_name = "result"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in RESULTS]

    def matching(self, queryset: Rows, value: str) -> Rows:
        return queryset.filter(disposition=value)


@admin.register(ConsultationRequest)
class ConsultationRequestAdmin(ContactAdmin):
    views, open_states, oldest_first = CallsByView, OPEN, ("requested_at", "id")
    list_display = ("since", "is_first", "person", "clinics_decision", "result", "progress", "reference")
    list_filter = (CallsByView, CallsByState, ByResult)
    fields = ("since", "clinics_decision", "contact", "state", "tries_so_far", "note", "result", "reference")
    readonly_fields = ("since", "clinics_decision", "contact", "tries_so_far", "result", "reference")

    @admin.display(description="asked")
    def since(self, request: ConsultationRequest) -> SafeString:
        asked = date_format(timezone.localtime(request.requested_at), TIME)
        return waits_html(asked, request.requested_at if request.state in WAITING else None)

    def move_to(self, request: HttpRequest, row: ConsultationRequest) -> None:
        row.move_to(row.state)
