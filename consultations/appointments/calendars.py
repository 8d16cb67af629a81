"""Appointments as calendar files. Their titles are neutral; the clinic is named only for a person who asks for it.

A change has the UID of the first file and a higher SEQUENCE, so that a calendar replaces its entry.
"""

from collections.abc import Iterable
from datetime import UTC, date, timedelta

from icalendar import Calendar, Event

from consultations.appointments.models import Appointment
from consultations.appointments.wording import how_text, title_of
from pages.schema.clinic import Clinic

REFRESH = timedelta(minutes=30)
PRODUCT = "-//Calendar//Times//EN"


def file_of(appointment: Appointment, named_for: Clinic | None = None) -> str:
    """The appointment as it is now: an entry, or its cancellation. With `named_for`, it says who calls and where."""
    calendar = _calendar("CANCEL" if appointment.is_cancelled else "PUBLISH")
    event = _event(appointment)
    if named_for:
        event["summary"] = f"{title_of(appointment)}: {named_for.name}"
        event.add("description", f"{how_text(appointment, named_for)} To change it, call {named_for.phone}.")
    calendar.add_component(event)
    return _text(calendar)


def file_name(appointment: Appointment) -> str:
    return f"{title_of(appointment).lower().replace(' ', '-')}.ics"


def feed_of(appointments: Iterable[Appointment]) -> str:
    """A calendar to subscribe to. What is no longer in it disappears from the subscriber's calendar."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", "Appointments")
    # So that a new or cancelled appointment is there within half an hour, where the calendar program allows it.
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for appointment in appointments:
        calendar.add_component(_event(appointment))
    return _text(calendar)


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", str(appointment.pk))
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("last-modified", appointment.changed_at.astimezone(UTC))
    event.add("dtstart", appointment.wall_time.local)
    # As a length, so that the end follows from the start in every zone.
    event.add("duration", appointment.length)
    event.add("summary", title_of(appointment))
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event


def _text(calendar: Calendar) -> str:
    years = [event.start.year for event in calendar.events]
    if years:
        # The rules of each zone are in the file, so that it is read the same everywhere.
        calendar.add_missing_timezones(date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1))
    return str(calendar.to_ical(), "utf-8")
