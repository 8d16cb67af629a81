"""The admin pages for call requests."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from bases.bidi import isolated

# Django looks in this module for what the app registers.
from consultations.appointments.desk.appointment_admin import AppointmentAdmin as AppointmentAdmin
from consultations.appointments.desk.schedule_admin import ScheduleAdmin as ScheduleAdmin
from consultations.decisions import ShowsDecision
from consultations.forms import HELPER, MEANS, MESSAGE, WHEN
from consultations.models import ConsultationRequest, State
from screening.admin import CHANGED, ReceivedAdmin
from staff.access_log import Action, record
from vault.seal import CannotUnseal

CHANGED_COLUMN = "The time, the result, the order, the consent or the time limit of this request was changed."
TELL = "Name and number are sealed and can be trusted. Please tell a privacy officer."


@admin.register(ConsultationRequest)
class ConsultationRequestAdmin(ShowsDecision, ReceivedAdmin):
    list_display = ("requested_at", "is_first", "clinics_decision", "result", "state", "submission")
    list_filter = ("state", "disposition")
    list_select_related = ("submission",)
    fields = ("requested_at", "clinics_decision", "state", "disposition", "submission", "contact", "consent_digest")
    readonly_fields: ClassVar[tuple[str, ...]] = (
        *("requested_at", "clinics_decision", "disposition", "submission"),
        *("contact", "consent_digest"),
    )

    def keys_in_front(self, rows: QuerySet[ConsultationRequest]) -> list[UUID]:
        """Of the requests that are not closed. Who waits longest comes first."""
        # Only the rows of one page need their decisions.
        waiting = rows.prefetch_related(None).exclude(state=State.CLOSED).order_by("requested_at", "id")
        return [request.pk for request in waiting if request.comes_first]

    @admin.display(description="disposition")
    def result(self, request: ConsultationRequest) -> str:
        return request.get_disposition_display() if request.is_as_stored else CHANGED

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: ConsultationRequest | None = None,
    ) -> HttpResponse:
        # Nobody can add a request here, so there always is one.
        assert obj is not None  # noqa: S101
        # Before the page is rendered, so that nobody sees contact data without an entry in the access log.
        record(request.user, Action.SAW_CONTACT, str(obj.pk))
        if not obj.is_as_stored:
            messages.error(request, f"{CHANGED_COLUMN} Somebody did it in the database, past this site. {TELL}")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: ConsultationRequest, form: ModelForm, change: bool) -> None:
        obj.move_to(obj.state)

    @admin.display(description="How to reach them")
    def contact(self, request: ConsultationRequest) -> SafeString | str:
        try:
            contact = request.contact
        except CannotUnseal as error:
            return f"This cannot be read: {error}."
        # Requests from before have no more than the first four.
        lines = [
            isolated(contact["name"]),
            contact["phone"],
            dict(MESSAGE)[contact["may_leave_message"]],
            ", ".join(text for value, text in WHEN if value in contact["when"]),
            dict(MEANS).get(contact.get("means", ""), ""),
            format_html("Interpreter: {}", isolated(contact["interpreter"])) if "interpreter" in contact else "",
            "".join(text for value, text in HELPER if value in contact.get("helper", [])),
            contact.get("email", ""),
        ]
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines if line))
