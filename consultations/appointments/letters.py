"""The mails about an appointment, to people who left an address. Their words say nothing about the reason for the call.

A mail that is queued twice is sent once: its kind names the change, or the time of which it reminds.
"""

from datetime import datetime, timedelta

from consultations import mails
from consultations.appointments import calendars
from consultations.appointments.models import Appointment
from consultations.appointments.states import AHEAD
from consultations.appointments.wording import title_of, when_text
from vault.seal import CannotUnseal

REMIND_BEFORE = timedelta(days=1)
REMINDER = "reminder"


def queue_confirmation(appointment: Appointment) -> None:
    _queue(appointment, "booked", appointment.starts_at)


def queue_change(appointment: Appointment) -> None:
    _forget_reminders(appointment)
    _queue(appointment, "moved", appointment.starts_at)


def queue_cancellation(appointment: Appointment) -> None:
    _forget_reminders(appointment)
    _queue(appointment, "cancelled")


def queue_reminders(now: datetime) -> int:
    """Queue what is due, once for each time. Returns how many appointments are due.

    Nobody who booked or moved it within the last day is reminded: they just got a mail.
    """
    due = Appointment.objects.select_related("schedule").filter(
        state__in=AHEAD, starts_at__gt=now, starts_at__lte=now + REMIND_BEFORE
    )
    count = 0
    for appointment in due:
        if appointment.changed_at <= appointment.starts_at - REMIND_BEFORE:
            _queue(appointment, REMINDER, appointment.starts_at)
            count += 1
    return count


def _queue(appointment: Appointment, kind: str, send_by: datetime | None = None) -> None:
    try:
        address = appointment.contact.get("email", "")
    except CannotUnseal:
        return
    if not address:
        return
    context = {
        "title": title_of(appointment),
        "when": when_text(appointment.wall_time),
        "appointment": appointment,
    }
    method = "CANCEL" if appointment.is_cancelled else "PUBLISH"
    file = mails.Attachment(
        calendars.file_name(appointment),
        calendars.file_of(appointment),
        f"text/calendar; method={method}; charset=utf-8",
    )
    message = mails.Message.drawn(
        f"consultations/mails/time_{kind}.txt", context, *(() if kind == REMINDER else (file,))
    )
    mails.queue(appointment.pk, f"{kind} {appointment.sequence}", address, message, send_by)


def _forget_reminders(appointment: Appointment) -> None:
    mails.Mail.objects.filter(about=appointment.pk, kind__startswith=REMINDER, ended_at=None).delete()
