"""Days and moments as people read them, in the time zone of the clinic."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def date_text(day: date) -> str:
    """For instance "November 24, 2026"."""
    return date_format(timezone.localtime(day) if isinstance(day, datetime) else day, "F j, Y")


def moment_text(moment: datetime) -> str:
    """For instance "November 24, 2026, 3:10 PM"."""
    return date_format(timezone.localtime(moment), "F j, Y, g:i A")
