"""The models of appointments. Contact data is sealed; times are wall times with their zone."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from bases.moments import date_text
from consultations import priority
from consultations.appointments.schedules import Schedule
from consultations.appointments.slots import WallTime
from consultations.appointments.states import AHEAD, OPEN, TAKES_THE_TIME, Means, State
from consultations.tries import Tried
from screening.models import Submission
from screening.submissions.promises import InBackups
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition
from vault.seal import unseal


class TakenTime(models.Model):
    """A time of a schedule, as the clock on the wall shows it in the zone."""

    # each subclass has its own foreign key
    schedule: Any
    schedule_id: int
    day = models.DateField(editable=False)
    at = models.TimeField(editable=False)
    zone = models.CharField(max_length=64, editable=False)
    minutes = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        abstract = True

    @property
    def wall_time(self) -> WallTime:
        return WallTime(self.day, self.at, self.zone)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def take(self, schedule: Schedule, wall_time: WallTime) -> None:
        """Set the time, without saving it."""
        self.schedule, self.minutes = schedule, schedule.minutes
        self.day, self.at, self.zone = wall_time.day, wall_time.at, wall_time.zone


class Hold(TakenTime):
    """A time that nobody else gets until `until`, while a person fills in the form."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="holds", editable=False)
    attempt_digest = models.CharField(max_length=64, unique=True, editable=False)
    until = models.DateTimeField(db_index=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = (UniqueConstraint(fields=("schedule", "day", "at"), name="consultations_hold_of_a_time"),)

    def __str__(self) -> str:
        return f"Held until {self.until}"


class Appointment(TakenTime, Tried, InBackups):
    """One appointment. `starts_at` follows from the wall time and its zone, which count; it is for lists and timers.

    `sequence` counts the changes, for calendars. `kept_until` and `notice_hours` are what the person was told.
    """

    CONTEXT = "consultations.appointment.contact"
    NOTE_CONTEXT = "consultations.appointment.note"
    BOUND = (
        *("attempt_digest", "receipt_digest", "disposition", "booked_at", "kept_days", "priority_token"),
        *("consent_digest", "consent_language"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt_digest = models.CharField(max_length=64, db_index=True, editable=False)
    receipt_digest = models.CharField(max_length=64, db_index=True, editable=False)
    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointments", editable=False
    )
    schedule = models.ForeignKey(Schedule, on_delete=models.PROTECT, related_name="appointments", editable=False)
    means = models.CharField("how", max_length=16, choices=Means, editable=False)
    starts_at = models.DateTimeField("starts", db_index=True, editable=False)
    disposition = models.CharField(max_length=32, choices=Disposition, editable=False)
    state = models.CharField(max_length=16, choices=State, default=State.BOOKED)
    booked_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    notice_hours = models.PositiveSmallIntegerField(editable=False)
    kept_days = models.PositiveSmallIntegerField(editable=False)
    kept_until = models.DateField(db_index=True, editable=False)
    # The decisions about them are deleted with them.
    answers_deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    priority_token = models.CharField(max_length=16, default="", editable=False)
    consent_digest = models.CharField(max_length=64, editable=False)
    consent_language = models.CharField(max_length=8, editable=False)
    sealed_contact = models.TextField(editable=False)
    sealed_note = models.TextField(editable=False)

    class Meta:
        ordering = ("starts_at", "id")
        indexes = (
            # The order of a list, and who comes first, are read from this index alone.
            models.Index(fields=("state", "starts_at", "id", "priority_token"), name="consultations_appt_in_state"),
        )
        constraints = (
            UniqueConstraint(
                fields=("schedule", "day", "at"),
                condition=Q(state__in=[str(state) for state in TAKES_THE_TIME]),
                name="consultations_appointment_has_its_time_alone",
            ),
            UniqueConstraint(
                fields=("attempt_digest",),
                condition=Q(state__in=[str(state) for state in AHEAD]),
                name="consultations_one_appointment_ahead",
            ),
            CheckConstraint(
                condition=Q(disposition__in=LEADS_TO_THE_CLINIC),
                name="consultations_appointment_disposition_leads_to_the_clinic",
            ),
            CheckConstraint(condition=Q(state__in=State.values), name="consultations_appointment_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_means_display()} on {self.wall_time.local:%b %d, %Y, %H:%M}"

    def take(self, schedule: Schedule, wall_time: WallTime) -> None:
        super().take(schedule, wall_time)
        self.means, self.notice_hours = schedule.means, schedule.notice_hours
        self.starts_at = wall_time.moment
        self.kept_until = wall_time.day + timedelta(days=self.kept_days)

    @property
    def change_until(self) -> datetime:
        """Until when its person may move or cancel it: what the page said when they took the time."""
        return self.wall_time.moment - timedelta(hours=self.notice_hours)

    @property
    def promise(self) -> str:
        """For the end of a sentence that begins "We keep it until"."""
        return date_text(self.kept_until)

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def comes_first(self) -> bool:
        return self.state in OPEN and priority.comes_first(self.pk, self.priority_token)

    @property
    def contact(self) -> dict[str, Any]:
        """`{"name", "phone", "may_leave_message", "email"}`. Raises CannotUnseal."""
        contact = unseal(self.sealed_contact, context=self.CONTEXT, row=str(self.pk))
        # `book` sealed a dictionary.
        assert isinstance(contact, dict)  # noqa: S101
        return contact

    def may_be_called(self, now: datetime) -> bool:
        """Whether a call changes how far it is: from its day on, until something else was recorded."""
        return self.state in (*OPEN, State.NO_SHOW) and self.wall_time.day <= now.astimezone(ZoneInfo(self.zone)).date()
