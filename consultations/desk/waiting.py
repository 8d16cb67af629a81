"""Who waits for a call or has an appointment, and whether that is longer than the clinic promises, in business days."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from bases.moments import start_of
from consultations import priority
from consultations.appointments import states
from consultations.models import IN_PROGRESS, WAITING, Appointment, ConsultationRequest
from pages import catalogue
from pages.schema.clinic import is_working_day

Calls = QuerySet[ConsultationRequest]
Appointments = QuerySet[Appointment]


def waiting(rows: Calls) -> Calls:
    return rows.filter(state__in=WAITING)


def to_call_today(rows: Calls, now: datetime) -> Calls:
    return _to_call_by(rows, timezone.localdate(now))


def to_call_this_week(rows: Calls, now: datetime) -> Calls:
    return _to_call_by(rows, _sunday(now))


def in_progress(rows: Calls) -> Calls:
    return rows.filter(state__in=IN_PROGRESS)


def today(rows: Appointments, now: datetime) -> Appointments:
    return _between(rows, timezone.localdate(now), timezone.localdate(now))


def this_week(rows: Appointments, now: datetime) -> Appointments:
    """From today on."""
    return _between(rows, timezone.localdate(now), _sunday(now))


def without_outcome(rows: Appointments, now: datetime) -> Appointments:
    """Those whose time has come, of which nobody recorded what became of them."""
    return rows.filter(state__in=states.OPEN, starts_at__lt=now)


def overdue_before(now: datetime) -> datetime:
    """Whatever came in before this moment should have an answer by `now`."""
    clinic = catalogue.current().clinic
    return start_of(clinic.answers_within.before(timezone.localdate(now), clinic.closed_on))


def waited_text(since: datetime, now: datetime) -> str:
    """For instance "2 business days"."""
    count = _working_days(timezone.localdate(since), timezone.localdate(now))
    return f"{count} business day{'' if count == 1 else 's'}" if count else "less than a business day"


def _working_days(first: date, last: date) -> int:
    """The number of working days after `first`, up to `last`."""
    weeks, rest = divmod((last - first).days, 7)
    weekdays = 5 * weeks + sum(is_working_day(last - timedelta(days=number)) for number in range(rest))
    closed_on = catalogue.current().clinic.closed_on
    return weekdays - sum(first < day <= last and is_working_day(day) for day in closed_on)


def _to_call_by(rows: Calls, day: date) -> Calls:
    """Those that are overdue on the next day unless they are called by the end of `day`, and all who come first."""
    clinic = catalogue.current().clinic
    limit = clinic.answers_within.before(day + timedelta(days=1), clinic.closed_on)
    waits = waiting(rows)
    return waits.filter(Q(requested_at__lt=start_of(limit)) | Q(pk__in=priority.who_come_first(waits)))


def _between(rows: Appointments, first: date, last: date) -> Appointments:
    begin, end = start_of(first), start_of(last + timedelta(days=1))
    return rows.filter(starts_at__gte=begin, starts_at__lt=end, state__in=states.TAKES_THE_TIME)


def _sunday(now: datetime) -> date:
    return timezone.localdate(now) + timedelta(days=6 - timezone.localdate(now).weekday())
