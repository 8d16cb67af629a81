"""The models of times: when a clinician or the front desk takes appointments, and the calendars of these."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from bases.bidi import isolated_text
from bases.moments import is_time_zone
from consultations.appointments.slots import Hours
from consultations.appointments.states import Host, Means

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Schedule(models.Model):
    """The times of one clinician or of the front desk: what staff call "Times"."""

    name = models.CharField("name, as people read it", max_length=80, help_text="For example: Dr. Example")
    host = models.CharField("with", max_length=16, choices=Host)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Whose times these are: this person may change them and subscribe to their calendar",
    )
    is_offered = models.BooleanField(
        "offer these times",
        default=False,
        help_text="People can pick from them. What is booked stays booked either way",
    )
    zone = models.CharField(
        "time zone",
        max_length=64,
        help_text="All hours below are in this zone, for example America/New_York",
    )
    means = models.CharField("how", max_length=16, choices=Means, default=Means.PHONE)
    minutes = models.PositiveSmallIntegerField(
        "length in minutes", default=30, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    lead_hours = models.PositiveSmallIntegerField(
        "book at least this many hours ahead", default=24, validators=[MaxValueValidator(24 * 30)]
    )
    days_ahead = models.PositiveSmallIntegerField(
        "book at most this many days ahead", default=14, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )
    notice_hours = models.PositiveSmallIntegerField(
        "move or cancel at least this many hours ahead", default=24, validators=[MaxValueValidator(24 * 14)]
    )
    number = models.CharField(
        "number you call from", max_length=40, blank=True, help_text="Empty: the clinic's phone number"
    )
    place = models.CharField(
        "where to come, or how to join the video call",
        max_length=300,
        blank=True,
        help_text="Empty for visits: the clinic's address. Needed for video calls",
    )

    class Meta:
        ordering = ("name", "id")
        verbose_name = "times of a person"
        verbose_name_plural = "times"

    def __str__(self) -> str:
        return f"{self.plain_name} ({self.get_means_display().lower()})"

    @property
    def plain_name(self) -> str:
        """For a line with other words."""
        return isolated_text(self.name)

    def clean(self) -> None:
        if not is_time_zone(self.zone):
            raise ValidationError({"zone": "Enter a time zone like America/New_York"})
        if self.means == Means.VIDEO and not self.place:
            raise ValidationError({"place": "Say how people join the video call"})


class WeeklyHours(models.Model):
    """Hours of every week."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="weekly_hours")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(WEEKDAYS)))
    start = models.TimeField("from")
    end = models.TimeField("until")

    class Meta:
        ordering = ("weekday", "start", "id")
        verbose_name = "hours of every week"
        verbose_name_plural = "hours of every week"
        default_permissions = ()
        constraints = (
            CheckConstraint(condition=Q(start__lt=F("end")), name="consultations_weekly_hours_in_order"),
            CheckConstraint(condition=Q(weekday__lt=7), name="consultations_weekly_hours_weekday_is_known"),
        )

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]}, {self.start:%H:%M} to {self.end:%H:%M}"

    def clean(self) -> None:
        if self.start and self.end and self.start >= self.end:
            raise ValidationError({"end": "Enter a time later than the one in “from”"})

    @property
    def hours(self) -> Hours:
        return Hours(self.start, self.end)


class DayException(models.Model):
    """Days that differ from the week: closed (all day, or for some hours), or with extra hours."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Closed"
        EXTRA = "extra", "Extra hours"

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    kind = models.CharField("what", max_length=8, choices=Kind, default=Kind.CLOSED)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True, help_text="Empty: only the first day")
    start = models.TimeField("from", null=True, blank=True, help_text="Empty: all day")
    end = models.TimeField("until", null=True, blank=True)

    class Meta:
        ordering = ("first_day", "id")
        verbose_name = "exception"
        verbose_name_plural = "exceptions and holidays"
        default_permissions = ()
        constraints = (
            CheckConstraint(
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")), name="consultations_exception_in_order"
            ),
            CheckConstraint(
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__isnull=False, start__lt=F("end")),
                name="consultations_exception_hours_in_order",
            ),
            CheckConstraint(
                condition=Q(kind="closed") | Q(kind="extra", start__isnull=False),
                name="consultations_exception_extra_has_hours",
            ),
        )

    def __str__(self) -> str:
        last = f" to {self.last_day:%b %d, %Y}" if self.last_day else ""
        hours = f", {self.start:%H:%M} to {self.end:%H:%M}" if self.start and self.end else ""
        return f"{self.get_kind_display()}, {self.first_day:%b %d, %Y}{last}{hours}"

    def clean(self) -> None:
        errors = {}
        if self.first_day and self.last_day and self.last_day < self.first_day:
            errors["last_day"] = "Enter a day that is not before the first day"
        if (self.start is None) != (self.end is None):
            errors["end"] = "Enter both times, or neither for the whole day"
        elif self.start and self.end and self.start >= self.end:
            errors["end"] = "Enter a time later than the one in “from”"
        elif self.kind == self.Kind.EXTRA and self.start is None:
            errors["start"] = "Enter from when until when these extra hours are"
        if errors:
            raise ValidationError(errors)

    @property
    def hours(self) -> Hours | None:
        return Hours(self.start, self.end) if self.start and self.end else None


class CalendarFeed(models.Model):
    """A secret address under which a calendar subscribes to the appointments of a schedule. Only its hash is stored."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="feeds", editable=False)
    secret_digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        default_permissions = ()
        constraints = (
            UniqueConstraint(
                fields=("schedule",), condition=Q(revoked_at=None), name="consultations_one_feed_of_a_schedule"
            ),
        )

    def __str__(self) -> str:
        return f"Calendar address made on {self.made_at:%b %d, %Y}"
