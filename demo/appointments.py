"""Creates times, and appointments in every state: some are over, some are today, and some are ahead."""

import random
import secrets
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import cycle

from django.contrib.auth.models import User
from django.utils import timezone

from consultations import priority
from consultations.appointments.schedules import Schedule, WeeklyHours
from consultations.appointments.slots import WallTime
from consultations.appointments.states import AHEAD, Host, Means, State
from consultations.models import Appointment
from demo.calls import CONSENT, NOTES
from pages import catalogue
from screening.models import Submission
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC
from staff.access_log import Action, record
from vault.seal import seal

HOURS = range(9, 17)
# Days from today. Several appointments are today.
DAYS = (-9, -6, -2, -1, 0, 0, 0, 0, 0, 1, 2, 3, 5)
OVER = (State.DONE, State.NO_SHOW, State.TRIED, State.REACHED, State.BOOKED, State.CANCELLED)
COMING = (State.BOOKED, State.MOVED, State.BOOKED, State.CANCELLED)


def create(first_number: int, now: datetime, staff: dict[str, User], chance: random.Random) -> None:
    schedules = [
        _schedule("Our front desk", Host.FRONT_DESK, Means.PHONE, None),
        _schedule("Dr. Sample", Host.CLINICIAN, Means.PHONE, staff["reviewer"]),
        _schedule("Dr. Sample, by video", Host.CLINICIAN, Means.VIDEO, staff["lead"]),
    ]
    people = Submission.objects.filter(disposition__in=LEADS_TO_THE_CLINIC, consultation_request=None)
    submissions = iter(people.order_by("pk"))
    times = _times(now, schedules)
    over, coming = cycle(OVER), cycle(COMING)
    for number, (schedule, wall_time) in enumerate(times, start=first_number):
        submission = next(submissions, None)
        if submission is None:
            return
        is_over = wall_time.moment < now
        appointment = _book(schedule, wall_time, submission, number, chance)
        _set_state(appointment, next(over) if is_over else next(coming))
        if is_over:
            record(staff["frontdesk"], Action.SAW_CONTACT, str(appointment.pk), submission.reference)


def _schedule(name: str, host: Host, means: Means, account: User | None) -> Schedule:
    zone = catalogue.current().clinic.time_zone
    place = "We text you the link. (Made up.)" if means is Means.VIDEO else ""
    schedule = Schedule.objects.create(
        name=name, host=host, means=means, account=account, zone=zone, place=place, is_offered=True
    )
    for weekday in range(5):
        WeeklyHours.objects.create(schedule=schedule, weekday=weekday, start=time(HOURS[0]), end=time(HOURS[-1] + 1))
    return schedule


def _times(now: datetime, schedules: list[Schedule]) -> Iterator[tuple[Schedule, WallTime]]:
    """Different ones, in turn with each schedule."""
    today = timezone.localdate(now)
    for number, days in enumerate(DAYS):
        schedule = schedules[number % len(schedules)]
        hour = HOURS[(2 * number) % len(HOURS)]
        yield schedule, WallTime(today + timedelta(days=days), time(hour, 30 * (number % 2)), schedule.zone)


def _book(
    schedule: Schedule, wall_time: WallTime, submission: Submission, number: int, chance: random.Random
) -> Appointment:
    consent = Consent.to_text(CONSENT)
    appointment = Appointment(
        attempt_digest=submission.attempt_digest,
        receipt_digest=submission.receipt_digest or "",
        submission=submission,
        disposition=submission.disposition,
        booked_at=wall_time.moment - timedelta(days=3),
        changed_at=wall_time.moment - timedelta(days=3),
        kept_days=consent.kept.consultation_request_days,
        consent_digest=consent.text_digest,
        consent_language=consent.language,
    )
    appointment.take(schedule, wall_time)
    contact = {
        "name": f"Sample Person {number}",
        "phone": f"212-555-01{number % 100:02}",
        "may_leave_message": chance.choice(("yes", "no")),
    }
    appointment.priority_token = priority.token_of(appointment.pk, comes_first=secrets.randbelow(9) == 0)
    appointment.sealed_contact = seal(contact, context=Appointment.CONTEXT, row=str(appointment.pk))
    appointment.seal_note("")
    appointment.save()
    return appointment


def _set_state(appointment: Appointment, state: State) -> None:
    appointment.state = state
    appointment.sequence = int(state in (State.MOVED, State.CANCELLED))
    if state in (State.TRIED, State.NO_SHOW):
        appointment.tries, appointment.tried_at = 2, appointment.starts_at + timedelta(minutes=20)
        appointment.seal_note(NOTES[0])
    elif state not in (*AHEAD, State.CANCELLED):
        appointment.tries, appointment.tried_at = 1, appointment.starts_at
    appointment.save()
