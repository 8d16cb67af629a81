"""Which times people can pick now: the hours of each schedule, without what is booked, held or closed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Q, QuerySet, prefetch_related_objects

from consultations.appointments.models import Appointment, Hold
from consultations.appointments.schedules import DayException, Schedule
from consultations.appointments.slots import Closing, Pattern, Span, WallTime, free_times
from consultations.appointments.states import TAKES_THE_TIME, Host
from consultations.appointments.wording import clock_text, day_text, when_text, zone_text
from consultations.gates import Ways
from pages import catalogue

# The days with free times that one page lists.
DAYS_ON_A_PAGE = 5
# What `_pattern_of` reads.
PATTERN = ("weekly_hours", "exceptions")


@dataclass(frozen=True)
class FreeTime:
    schedule: Schedule
    wall_time: WallTime

    @property
    def value(self) -> str:
        """What a form sends."""
        return f"{self.schedule.pk}.{self.wall_time.day:%Y-%m-%d}T{self.wall_time.at:%H:%M}"

    @property
    def how(self) -> str:
        return f"{self.schedule.get_means_display().lower()}, {self.schedule.plain_name}"

    @property
    def text(self) -> str:
        return clock_text(self.wall_time)

    @property
    def when(self) -> str:
        return when_text(self.wall_time)


@dataclass(frozen=True)
class FreeDay:
    times: tuple[FreeTime, ...]

    @property
    def first(self) -> WallTime:
        return self.times[0].wall_time

    @property
    def name(self) -> str:
        return day_text(self.first)

    @property
    def zone(self) -> str:
        return zone_text(self.first)


def are_times_offered(ways: Ways) -> bool:
    """Whether anybody who has these ways could pick a time at all, now or later."""
    return ways.pick_a_time and _schedules(ways).exists()


def free_days(ways: Ways, now: datetime, holder: str = "") -> list[FreeDay]:
    """The free times by day, the earliest first. What `holder` (a digest of an attempt) holds is free for them.

    People need not choose between two schedules that differ in nothing they see.
    """
    found: dict[tuple[WallTime, str], FreeTime] = {}
    schedules = list(_schedules(ways))
    taken = _taken(schedules, now, holder)
    for schedule in schedules:
        for wall_time in free_times(_pattern_of(schedule), taken[schedule.pk], now):
            free = FreeTime(schedule, wall_time)
            found.setdefault((wall_time, free.how), free)
    in_order = sorted(found.values(), key=lambda free: (free.wall_time.moment, free.how))
    days = groupby(in_order, key=lambda free: (free.wall_time.day, free.wall_time.zone))
    return [FreeDay(tuple(times)) for _, times in days]


def free_days_of_each(schedules: Sequence[Schedule], now: datetime) -> dict[int, list[FreeDay]]:
    """The free times of each of these schedules, for its staff: also while it is not offered."""
    prefetch_related_objects(schedules, *PATTERN)
    taken, found = _taken(schedules, now, ""), {}
    for schedule in schedules:
        times = free_times(_pattern_of(schedule), taken[schedule.pk], now)
        days = groupby((FreeTime(schedule, wall_time) for wall_time in times), key=lambda free: free.wall_time.day)
        found[schedule.pk] = [FreeDay(tuple(group)) for _, group in days]
    return found


def page_of(days: Sequence[FreeDay], since: date | None) -> tuple[Sequence[FreeDay], date | None]:
    """The days to list from the day `since` on, and the first day of the next page, if there is one."""
    later = [day for day in days if since is None or day.first.day >= since]
    rest = later[DAYS_ON_A_PAGE:]
    return later[:DAYS_ON_A_PAGE], rest[0].first.day if rest else None


def lock_free_time(value: str, ways: Ways, now: datetime, holder: str = "") -> FreeTime | None:
    """The free time that a form sent, or None. Its schedule is locked, so it stays free until the transaction ends."""
    pk = value.partition(".")[0]
    if not (pk.isascii() and pk.isdigit() and len(pk) < 16):
        return None
    schedule = _schedules(ways).select_for_update(of=("self",)).filter(pk=int(pk)).first()
    if schedule is None:
        return None
    taken = _taken([schedule], now, holder)[schedule.pk]
    times = (FreeTime(schedule, wall_time) for wall_time in free_times(_pattern_of(schedule), taken, now))
    return next((free for free in times if free.value == value), None)


def _schedules(ways: Ways) -> QuerySet[Schedule]:
    offered = Schedule.objects.filter(is_offered=True).prefetch_related(*PATTERN)
    return offered.filter(host=Host.CLINICIAN) if ways.with_clinician_only else offered


def _taken(schedules: Iterable[Schedule], now: datetime, holder: str) -> dict[int, list[Span]]:
    taken: dict[int, list[Span]] = defaultdict(list)
    # No appointment is longer than a day, whatever its zone.
    ahead = Appointment.objects.filter(starts_at__gte=now - timedelta(days=2), state__in=TAKES_THE_TIME)
    booked = ahead.filter(schedule__in=schedules).order_by()
    held = Hold.objects.filter(~Q(attempt_digest=holder), schedule__in=schedules, until__gt=now)
    # Without models, which take longer to make than the rest of a page.
    columns = ("schedule_id", "day", "at", "zone", "minutes")
    for pk, day, at, zone, minutes in (*booked.values_list(*columns), *held.values_list(*columns)):
        taken[pk].append(WallTime(day, at, zone).span(minutes))
    return taken


def _pattern_of(schedule: Schedule) -> Pattern:
    exceptions = schedule.exceptions.all()
    closings = [
        Closing(exception.first_day, exception.last_day or exception.first_day, exception.hours)
        for exception in exceptions
        if exception.kind == DayException.Kind.CLOSED
    ]
    # The whole clinic is closed then, whatever the hours of each schedule.
    closings += [Closing(day, day) for day in catalogue.current().clinic.closed_on]
    extra = [
        (exception.first_day + timedelta(days=number), exception.hours)
        for exception in exceptions
        if exception.kind == DayException.Kind.EXTRA and exception.hours
        for number in range(((exception.last_day or exception.first_day) - exception.first_day).days + 1)
    ]
    return Pattern(
        zone=schedule.zone,
        minutes=schedule.minutes,
        lead=timedelta(hours=schedule.lead_hours),
        days_ahead=schedule.days_ahead,
        weekly=tuple((hours.weekday, hours.hours) for hours in schedule.weekly_hours.all()),
        extra=tuple(extra),
        closings=tuple(closings),
    )
