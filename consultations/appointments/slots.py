"""Computes which times are free. Pure: no Django, no database, and the clock is a parameter.

A time is what the clock on the wall shows on a day in a time zone. So an appointment at 8 am stays at 8 am when the
clocks change, and a time that the clocks skip or show twice is never offered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True)
class WallTime:
    """A day and a time of day in the time zone `zone`."""

    day: date
    at: time
    zone: str

    @classmethod
    def of(cls, moment: datetime, zone: str) -> "WallTime":
        local = moment.astimezone(ZoneInfo(zone))
        return cls(local.date(), local.time(), zone)

    @property
    def local(self) -> datetime:
        return datetime.combine(self.day, self.at, ZoneInfo(self.zone))

    @property
    def moment(self) -> datetime:
        """In UTC, because Python compares and adds two times of one zone as if clocks never changed."""
        return self.local.astimezone(UTC)

    def span(self, minutes: int) -> "Span":
        return Span(self.moment, self.moment + timedelta(minutes=minutes))

    def is_unmistakable(self, minutes: int) -> bool:
        """Whether the clocks neither skip nor repeat anything from this time until `minutes` later."""
        last = datetime.combine(self.day, self.at) + timedelta(minutes=minutes, microseconds=-1)
        moments = [self.local, last.replace(tzinfo=ZoneInfo(self.zone))]
        return len({moment.replace(fold=fold).utcoffset() for moment in moments for fold in (0, 1)}) == 1


@dataclass(frozen=True)
class Span:
    """From one moment until another, which is not included. Both are in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, order=True)
class Hours:
    """From one time of a day until a later one."""

    start: time
    end: time


@dataclass(frozen=True)
class Closing:
    """The days from `first` to `last` are closed: all day, or during `hours` of each day."""

    first: date
    last: date
    hours: Hours | None = None


@dataclass(frozen=True)
class Pattern:
    """When somebody takes appointments. `weekly` has a weekday (Monday is 0) and its hours, `extra` a single day."""

    zone: str
    minutes: int
    lead: timedelta
    days_ahead: int
    weekly: tuple[tuple[int, Hours], ...] = ()
    extra: tuple[tuple[date, Hours], ...] = ()
    closings: tuple[Closing, ...] = ()


def free_times(pattern: Pattern, taken: Sequence[Span], now: datetime) -> list[WallTime]:
    """The times that may be booked at the moment `now`, the earliest first."""
    earliest = now.astimezone(UTC) + pattern.lead
    return [
        wall_time
        for wall_time in _times(pattern, now.astimezone(ZoneInfo(pattern.zone)).date())
        if wall_time.moment >= earliest and not _is_taken(wall_time.span(pattern.minutes), taken)
    ]


def _is_taken(span: Span, taken: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in taken)


def _times(pattern: Pattern, today: date) -> Iterator[WallTime]:
    for number in range(pattern.days_ahead + 1):
        day = today + timedelta(days=number)
        for hours in _hours_on(day, pattern):
            for at in _starts(hours, pattern.minutes):
                wall_time = WallTime(day, at, pattern.zone)
                if wall_time.is_unmistakable(pattern.minutes) and not _is_closed(day, at, pattern):
                    yield wall_time


def _hours_on(day: date, pattern: Pattern) -> list[Hours]:
    """The hours of a day, in order. Hours that overlap or touch are one."""
    weekly = [hours for weekday, hours in pattern.weekly if weekday == day.weekday()]
    merged: list[Hours] = []
    for hours in sorted(weekly + [hours for extra_day, hours in pattern.extra if extra_day == day]):
        if merged and hours.start <= merged[-1].end:
            merged[-1] = Hours(merged[-1].start, max(merged[-1].end, hours.end))
        else:
            merged.append(hours)
    return merged


def _starts(hours: Hours, minutes: int) -> Iterator[time]:
    for start in range(_minutes(hours.start), _minutes(hours.end) - minutes + 1, minutes):
        yield time(*divmod(start, 60))


def _is_closed(day: date, at: time, pattern: Pattern) -> bool:
    start = _minutes(at)
    return any(
        closing.first <= day <= closing.last
        and (
            closing.hours is None
            or (start < _minutes(closing.hours.end) and _minutes(closing.hours.start) < start + pattern.minutes)
        )
        for closing in pattern.closings
    )


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
