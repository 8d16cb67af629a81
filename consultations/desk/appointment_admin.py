"""The admin pages for appointments: the front desk sees contact data, clinicians see with whom it belongs together."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from bases.versions import StaffModelForm
from consultations.appointments import booking
from consultations.appointments.models import Appointment
from consultations.appointments.states import AHEAD
from consultations.appointments.wording import when_text
from consultations.desk.contact_admin import ContactAdmin
from vault.seal import CannotUnseal


class AppointmentForm(StaffModelForm):
    """The state, and a short note that is stored encrypted."""

    note = forms.CharField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Appointment
        fields = ("state",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "note" in self.fields:
            self.initial["note"] = _note_of(self.instance)

    def shown(self) -> Mapping[str, str]:
        note = {"Note": _note_of(self.instance)} if "note" in self.fields else {}
        return {**super().shown(), "When": when_text(self.instance.wall_time), **note}


@admin.register(Appointment)
class AppointmentAdmin(ContactAdmin):
    form = AppointmentForm
    list_display = ("when", "is_first", "clinics_decision", "schedule", "means", "state", "reference")
    list_filter = ("state", "schedule")
    sortable_by = ()
    readonly_fields: ClassVar[tuple[str, ...]] = (
        *("when", "clinics_decision", "schedule", "means", "reference"),
        *("result", "contact"),
    )

    def keys_in_front(self, rows: QuerySet[Appointment]) -> list[UUID]:
        """Of those ahead. Who is called first comes first."""
        # Only the rows of one page need their decisions.
        ahead = rows.prefetch_related(None).filter(state__in=AHEAD).order_by("starts_at", "id")
        return [row.pk for row in ahead if row.comes_first]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appointment]:
        return super().get_queryset(request).select_related("schedule", "submission")

    def get_fields(self, request: HttpRequest, obj: Appointment | None = None) -> tuple[str, ...]:
        facts = ("when", "clinics_decision", "schedule", "means", "reference", "result")
        return (*facts, "contact", "state", "note") if obj and self.sees_contact(request, obj) else (*facts, "state")

    def has_change_permission(self, request: HttpRequest, obj: Appointment | None = None) -> bool:
        return super().has_change_permission(request, obj) or (obj is not None and _is_own(request, obj))

    def sees_contact(self, request: HttpRequest, row: Appointment) -> bool:
        """The front desk, who deletes on request, and the clinician who makes this call."""
        permissions = ("consultations.change_appointment", "consultations.delete_appointment")
        return any(map(request.user.has_perm, permissions)) or _is_own(request, row)

    def save_model(self, request: HttpRequest, obj: Appointment, form: Any, change: bool) -> None:
        if "note" in form.changed_data:
            obj.seal_note(form.cleaned_data["note"])
            obj.save(update_fields=("sealed_note",))
        try:
            booking.set_state(obj.pk, obj.state, timezone.now())
        except booking.TooLate:
            text = "It was cancelled, and stays cancelled: somebody else may have the time. Book another one."
            messages.error(request, text)

    @admin.display(description="when", ordering="starts_at")
    def when(self, appointment: Appointment) -> str:
        return when_text(appointment.wall_time)

    @admin.display(description="answers", empty_value="not sent")
    def reference(self, appointment: Appointment) -> str | None:
        return appointment.submission.reference if appointment.submission else None


def _is_own(request: HttpRequest, appointment: Appointment) -> bool:
    return appointment.schedule.account_id is not None and appointment.schedule.account_id == request.user.pk


def _note_of(appointment: Appointment) -> str:
    try:
        return appointment.note
    except CannotUnseal:
        return ""
