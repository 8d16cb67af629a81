"""The list of appointments, and the page of each. Clinicians see whom they call themselves."""

from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from consultations.appointments import booking
from consultations.appointments.models import Appointment
from consultations.appointments.schedules import Schedule
from consultations.appointments.states import AHEAD, OPEN, State
from consultations.appointments.wording import when_text
from consultations.desk import today, waiting
from consultations.desk.contact_admin import ContactAdmin, waits_html
from consultations.desk.contacts import is_own
from consultations.desk.lists import ByState, ByView, OfferedFilter, Rows, View, not_to_book

STAYS_CANCELLED = "It was canceled, and stays canceled: somebody else may have the time. Book another one."


class AppointmentsByView(ByView):
    views = (
        View("today", "Today", "There are no appointments today.", waiting.today),
        View("week", "This week", "There are no more appointments this week.", waiting.this_week, False),
        View(
            "waiting",
            "Waiting",
            "Of every appointment whose time has come, somebody recorded what became of it.",
            waiting.without_outcome,
        ),
        View(
            "not-to-book",
            "Not to book",
            "Clinicians decided against nobody who has an appointment ahead.",
            lambda rows, now: not_to_book(rows.filter(state__in=AHEAD)),
            False,
        ),
        View("all", "All", "Nobody has picked a time yet.", lambda rows, now: rows, False, False),
    )


class AppointmentsByState(ByState):
    states = tuple(State.choices)


class BySchedule(OfferedFilter):
    title = "who takes it"
    parameter_name = "with"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(str(schedule.pk), str(schedule)) for schedule in Schedule.objects.all()]

    def matching(self, queryset: Rows, value: str) -> Rows:
        return queryset.filter(schedule=int(value))


@admin.register(Appointment)
class AppointmentAdmin(ContactAdmin):
    views, open_states, oldest_first = AppointmentsByView, OPEN, ("starts_at", "id")
    list_display = ("when", "is_first", "person", "clinics_decision", "host", "progress", "reference")
    list_filter = (AppointmentsByView, AppointmentsByState, BySchedule)
    list_select_related = ("schedule", "submission")
    readonly_fields = (
        *("when", "clinics_decision", "contact", "host", "means", "tries_so_far"),
        *("result", "reference"),
    )
    fields = (
        *("when", "clinics_decision", "contact", "host", "means", "state", "tries_so_far", "note"),
        *("result", "reference"),
    )

    def has_change_permission(self, request: HttpRequest, obj: Appointment | None = None) -> bool:
        return super().has_change_permission(request, obj) or (obj is not None and is_own(request.user, obj))

    def sees_any_contact(self, request: HttpRequest) -> bool:
        return super().sees_any_contact(request) or Schedule.objects.filter(account=request.user.pk).exists()

    def get_urls(self) -> list[URLPattern]:
        listed = path("today/", self.admin_site.admin_view(today.show), name="consultations_today")
        return [listed, *super().get_urls()]

    def move_to(self, request: HttpRequest, row: Appointment) -> None:
        try:
            booking.set_state(row.pk, row.state, timezone.now())
        except booking.TooLate:
            messages.error(request, STAYS_CANCELLED)

    @admin.display(description="when")
    def when(self, appointment: Appointment) -> SafeString:
        waits = appointment.state in OPEN and appointment.starts_at < timezone.now()
        return waits_html(when_text(appointment.wall_time), appointment.starts_at if waits else None)

    @admin.display(description="with")
    def host(self, appointment: Appointment) -> str:
        return str(appointment.schedule)
