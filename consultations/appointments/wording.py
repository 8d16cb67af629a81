"""How a time and an appointment are written for people. No word here says what the appointment is about."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.appointments.models import Appointment
from consultations.appointments.slots import WallTime
from consultations.appointments.states import Means
from pages.schema.clinic import Clinic


def clock_text(wall_time: WallTime) -> str:
    """9:05 am"""
    local = wall_time.local
    return f"{local.hour % 12 or 12}:{local:%M} {'am' if local.hour < 12 else 'pm'}"


def day_text(wall_time: WallTime) -> str:
    """Monday, March 15, 2027"""
    return f"{wall_time.day:%A, %B} {wall_time.day.day}, {wall_time.day.year}"


def zone_text(wall_time: WallTime) -> str:
    """New York time (EDT)"""
    city = wall_time.zone.rpartition("/")[2].replace("_", " ")
    short = wall_time.local.tzname() or ""
    return f"{city} time ({short if short.isalpha() else f'UTC{short}'})"


def when_text(wall_time: WallTime) -> str:
    return f"{day_text(wall_time)}, at {clock_text(wall_time)} {zone_text(wall_time)}"


def how_text(appointment: Appointment, clinic: Clinic) -> str:
    """Who calls from which number, or where to come."""
    schedule = appointment.schedule
    # The words of the schedule are about how it works now, which may have changed since.
    place = schedule.place if schedule.means == appointment.means else ""
    match Means(appointment.means):
        case Means.PHONE:
            return f"{schedule.plain_name} calls you from {schedule.number or clinic.phone}."
        case Means.VIDEO:
            return f"Video call with {schedule.plain_name}. {place}".strip()
        case Means.IN_PERSON:
            return f"Visit to {schedule.plain_name}. Come to {place or clinic.address}."


def how_html(appointment: Appointment, clinic: Clinic) -> SafeString:
    """The same for a page, where the clinic's number is a link."""
    before, number, after = how_text(appointment, clinic).partition(clinic.phone.number)
    return format_html("{}{}{}", before, clinic.phone.link if number else "", after)


def title_of(appointment: Appointment) -> str:
    return str(Means(appointment.means).label)
