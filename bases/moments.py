"""Days and moments as people read them, in the time zone of the clinic."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format

# other files of the same data, which count differently
NOT_LISTED = ("posix", "right")


def start_of(day: date) -> datetime:
    """Midnight of this day. Raises OverflowError at the end of the calendar."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)


def date_text(day: date) -> str:
    """For instance "November 24, 2026"."""
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "F j, Y")


def moment_text(moment: datetime) -> str:
    """For instance "November 24, 2026, 3:10 PM"."""
    return date_format(timezone.localtime(moment), "F j, Y, g:i A")


def is_time_zone(name: str) -> bool:
    """Whether this machine knows it. For a list of all of them, Python opens hundreds of files."""
    try:
        ZoneInfo(name)
    # no such file, a folder, or a file of another kind
    except (KeyError, OSError, ValueError):
        return False
    return not name.startswith(NOT_LISTED)
