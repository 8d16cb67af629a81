"""The admin pages for call requests."""

from typing import ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from consultations.desk.contact_admin import ContactAdmin
from consultations.models import ConsultationRequest, State


@admin.register(ConsultationRequest)
class ConsultationRequestAdmin(ContactAdmin):
    list_display = ("requested_at", "is_first", "clinics_decision", "result", "state", "submission")
    list_filter = ("state", "disposition")
    list_select_related = ("submission",)
    fields = ("requested_at", "clinics_decision", "state", "disposition", "submission", "contact", "consent_digest")
    readonly_fields: ClassVar[tuple[str, ...]] = (
        *("requested_at", "clinics_decision", "disposition", "submission"),
        *("contact", "consent_digest"),
    )

    def sees_contact(self, request: HttpRequest, row: ConsultationRequest) -> bool:
        return True

    def keys_in_front(self, rows: QuerySet[ConsultationRequest]) -> list[UUID]:
        """Of the requests that are not closed. Who waits longest comes first."""
        # Only the rows of one page need their decisions.
        waiting = rows.prefetch_related(None).exclude(state=State.CLOSED).order_by("requested_at", "id")
        return [request.pk for request in waiting if request.comes_first]

    def save_model(self, request: HttpRequest, obj: ConsultationRequest, form: ModelForm, change: bool) -> None:
        obj.move_to(obj.state)
