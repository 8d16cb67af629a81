"""Fills the lists of the desk for `tools.benchmarks.desk`: calls, appointments, withdrawals and the access log."""

import random
import uuid
from datetime import datetime, timedelta
from datetime import time as clock

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from consultations import priority
from consultations.appointments.schedules import Schedule
from consultations.appointments.slots import WallTime
from consultations.appointments.states import AHEAD
from consultations.appointments.states import State as TimeState
from consultations.models import ENDED, RESULTS, Appointment, ConsultationRequest, State
from receipts.models import Erasure
from screening.models import Review, Submission
from screening.submissions.receipt_code import new_reference
from staff.access_log import Action
from staff.models import AccessEntry, AccessLogHead
from vault.seal import seal

BATCH = 5_000
SCHEDULES = 8
OLDEST_DAYS, DAYS_AHEAD = 700, 30
# Staff keep up with those who wait, except for a few that nobody has closed.
DAYS_WAITING = 21
FORGOTTEN = 0.002
RATE_OF_FIRST = 0.002
RATE_OF_DECISIONS = 0.5
CONTACT = {"name": "Sample Person", "phone": "212-555-0100", "may_leave_message": "no", "when": ["any"]}
VIEWED = (Action.SAW_ANSWERS, Action.SAW_ANSWERS, Action.SAW_CONTACT, Action.SAW_ACCESS_LOG)
LISTED = 20


def fill(rows: int, entries: int) -> None:
    """As many calls as appointments and withdrawals, with a submission as far as there are any, half of which have a
    decision; and so many entries of the access log.
    """
    chance, now = random.Random(2), timezone.now()
    author = User.objects.get(username="reviewer-0")
    schedules = [
        Schedule.objects.create(name=f"Person {number}", host="front-desk", zone="America/New_York")
        for number in range(SCHEDULES)
    ]
    keys = Submission.objects.order_by("pk").values_list("pk", flat=True).iterator()
    for start in range(0, rows, BATCH):
        calls, appointments, reviews = [], [], []
        for number in range(start, min(start + BATCH, rows)):
            submission = next(keys, None)
            calls.append(_call(submission, number, now, chance))
            appointments.append(_appointment(submission, number, now, chance, schedules))
            if submission and chance.random() < RATE_OF_DECISIONS:
                is_open = calls[-1].state not in ENDED or appointments[-1].state in AHEAD
                reviews.append(_review(submission, author, now, chance, is_open))
        ConsultationRequest.objects.bulk_create(calls)
        Appointment.objects.bulk_create(appointments)
        Review.objects.bulk_create(reviews)
        Erasure.objects.bulk_create(_erasure(now, chance) for _ in calls)
    _log(entries, now, chance)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _call(submission: uuid.UUID | None, number: int, now: datetime, chance: random.Random) -> ConsultationRequest:
    days = chance.uniform(0, OLDEST_DAYS)
    is_open = days < DAYS_WAITING or chance.random() < FORGOTTEN
    state = chance.choice([one for one in State if (one in ENDED) != is_open])
    request = ConsultationRequest(
        attempt_digest=f"{number:064x}",
        receipt_digest=f"{number:064x}",
        submission_id=submission,
        requested_at=now - timedelta(days=days),
        disposition=chance.choice(RESULTS)[0],
        state=state,
        closed_at=None if is_open else now - timedelta(days=days - 1),
        kept_days=90,
        consent_digest="0" * 64,
        consent_language="en",
    )
    request.priority_token = priority.token_of(request.pk, chance.random() < RATE_OF_FIRST)
    request.sealed_contact = seal(CONTACT, context=ConsultationRequest.CONTEXT, row=str(request.pk))
    request.seal_note("Works nights.")
    request.columns_digest = request.digest_of_columns()
    return request


def _appointment(
    submission: uuid.UUID | None, number: int, now: datetime, chance: random.Random, schedules: list[Schedule]
) -> Appointment:
    # A different time for each in its schedule, from the future to the past.
    place, schedule = number // SCHEDULES, schedules[number % SCHEDULES]
    day = (now + timedelta(days=DAYS_AHEAD) - timedelta(days=place // 20)).date()
    wall_time = WallTime(day, clock(8 + place % 20 // 2, 30 * (place % 2)), schedule.zone)
    is_open = wall_time.moment > now or chance.random() < FORGOTTEN
    appointment = Appointment(
        attempt_digest=f"{number:064x}",
        receipt_digest=f"{number:064x}",
        submission_id=submission,
        disposition=chance.choice(RESULTS[:2])[0],
        state=chance.choice(AHEAD) if is_open else chance.choice([TimeState.DONE, TimeState.NO_SHOW]),
        kept_days=90,
        consent_digest="0" * 64,
        consent_language="en",
    )
    appointment.take(schedule, wall_time)
    appointment.priority_token = priority.token_of(appointment.pk, chance.random() < RATE_OF_FIRST)
    appointment.sealed_contact = seal(CONTACT, context=Appointment.CONTEXT, row=str(appointment.pk))
    appointment.seal_note("")
    appointment.columns_digest = appointment.digest_of_columns()
    return appointment


def _review(submission: uuid.UUID, author: User, now: datetime, chance: random.Random, is_open: bool) -> Review:
    # Staff soon end what a clinician decided against.
    weights = (60, 39, 1) if is_open else (60, 20, 20)
    (decision,) = chance.choices(["suggest-consultation", "talk-to-clinician-first", "not-suitable-now"], weights)
    review = Review(
        submission_id=submission,
        author=author,
        author_name=author.username,
        made_at=now,
        screening=decision,
        disposition=decision,
        reason="answers",
        takes_effect=True,
    )
    review.columns_digest = review.digest_of_columns()
    return review


def _erasure(now: datetime, chance: random.Random) -> Erasure:
    erased_at = now - timedelta(days=chance.uniform(0, OLDEST_DAYS))
    return Erasure(reference=new_reference(), erased_at=erased_at, held_answers=True, held_contact=False)


def _log(entries: int, now: datetime, chance: random.Random) -> None:
    """Views of answers, of lists with names, and of the log itself, by five people."""
    head, _ = AccessLogHead.objects.get_or_create(pk=1)
    people = [f"reviewer-{number}" for number in range(5)]
    for start in range(0, entries, BATCH):
        batch = []
        for number in range(start, min(start + BATCH, entries)):
            action = chance.choice(VIEWED)
            entry = AccessEntry(
                id=head.count + 1,
                at=now - timedelta(days=OLDEST_DAYS * (1 - number / entries)),
                actor=chance.choice(people),
                action=action,
                subject=new_reference() if action == Action.SAW_ANSWERS else "",
                detail=" ".join(new_reference() for _ in range(LISTED)) if action == Action.SAW_CONTACT else "",
                previous_hash=head.hash,
            )
            entry.hash = entry.expected_hash
            head.count, head.hash = entry.id, entry.hash
            batch.append(entry)
        AccessEntry.objects.bulk_create(batch)
        head.save()
