"""Whether the clinic is open at a moment, and when it opens again, in its own time zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pages.schema.clinic import Clinic

# A clinic that does not open within this time has no hours to speak of.
DAYS_AHEAD = 60


@dataclass(frozen=True)
class OpenNow:
    """`words` is a sentence for the person. `clock` is what the clock at the clinic shows, with its zone."""

    is_open: bool
    words: str
    clock: str


def open_now(clinic: Clinic, now: datetime) -> OpenNow | None:
    """None when clinic.yaml does not say the hours of each day."""
    if clinic.opening is None:
        return None
    local = now.astimezone(ZoneInfo(clinic.time_zone))
    wall = local.replace(tzinfo=None)
    clock = f"{_clock(wall.time())} ({local:%Z})"
    for first, last in _open_times(clinic, wall.date()):
        if first <= wall < last:
            return OpenNow(True, f"We are open now, until {_clock(last.time())}.", clock)
        if wall < first:
            day = _day(first.date(), wall.date())
            return OpenNow(False, f"We are closed now. We open {day} at {_clock(first.time())}.", clock)
    return OpenNow(False, "We are closed now.", clock)


def days_closed(clinic: Clinic, today: date) -> list[date]:
    """The next days on which the clinic is closed although it is open on that day of the week."""
    if clinic.opening is None:
        return []
    last = today + timedelta(days=DAYS_AHEAD)
    return sorted(day for day in clinic.closed_on if today <= day <= last and clinic.opening.on(day.weekday()))


def _open_times(clinic: Clinic, today: date) -> Iterator[tuple[datetime, datetime]]:
    """(from, to) of each time the clinic is open, from today on, as a clock on its wall shows them."""
    for day in (today + timedelta(days=number) for number in range(DAYS_AHEAD)):
        if clinic.opening and day not in clinic.closed_on:
            for first, last in clinic.opening.on(day.weekday()):
                yield datetime.combine(day, first), datetime.combine(day, last)


def _day(day: date, today: date) -> str:
    if (day - today).days <= 1:
        return "today" if day == today else "tomorrow"
    return f"on {day:%A, %B} {day.day}"


def _clock(at: time) -> str:
    """9 am, 12:30 pm"""
    if at == time(12):
        return "noon"
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"
