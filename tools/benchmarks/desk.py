"""Measures how long the server takes for the lists of calls and appointments, with 100,000 of each beside a million
submissions.

    VAR_DIR=/tmp/queue python -m tools.benchmarks.desk            # SQLite
    VAR_DIR=/tmp/queue DATABASE_URL=postgres://... python -m tools.benchmarks.desk

Uses the submissions of `tools.benchmarks.queue`, or creates them when there are none (some minutes), and adds calls and
appointments. Goal: 60 ms for any view and filter (median), with middleware, template and the entry in the access log.
"""

import argparse
import os
import random
import statistics
import time
import uuid
from datetime import datetime, timedelta
from datetime import time as clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kat_site.settings")
os.environ.setdefault("SITE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("STAFF_SECOND_FACTOR", "0")

import django

django.setup()

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from consultations import priority
from consultations.appointments.schedules import Schedule
from consultations.appointments.slots import WallTime
from consultations.appointments.states import AHEAD
from consultations.appointments.states import State as TimeState
from consultations.models import ENDED, RESULTS, Appointment, ConsultationRequest, State
from screening.models import Review, Submission
from staff.roles import Role
from tools.benchmarks import queue
from vault.seal import seal

CALLS, APPOINTMENTS = "/staff/consultations/consultationrequest/", "/staff/consultations/appointment/"
BATCH = 5_000
SCHEDULES = 8
OLDEST_DAYS, DAYS_AHEAD = 700, 30
# Staff keep up with those who wait, except for a few that nobody has closed.
DAYS_WAITING = 21
FORGOTTEN = 0.002
RATE_OF_FIRST = 0.002
RATE_OF_DECISIONS = 0.5
CONTACT = {"name": "Sample Person", "phone": "212-555-0100", "may_leave_message": "no", "when": ["any"]}


def fill(rows: int) -> None:
    """As many calls as appointments, with a submission as far as there are any; half of these have a decision."""
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
                reviews.append(_review(submission, author, now, chance))
        ConsultationRequest.objects.bulk_create(calls)
        Appointment.objects.bulk_create(appointments)
        Review.objects.bulk_create(reviews)
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


def _review(submission: uuid.UUID, author: User, now: datetime, chance: random.Random) -> Review:
    decision = chance.choice(["suggest-consultation", "talk-to-clinician-first", "not-suitable-now"])
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


def pages(reference: str, schedule: Schedule) -> dict[str, str]:
    calls = ("", "?p=2", "?show=today", "?show=week", "?show=progress", "?show=not-to-book")
    all_calls = ("?show=all", "?show=all&p=50")
    filters = ("?state=closed", "?state=no-show", "?state=tried", "?result=incomplete&show=all", f"?q={reference}")
    times = ("", "?show=week", "?show=waiting", "?show=not-to-book", "?show=all", "?show=all&p=50", "?state=done")
    by_schedule = (f"?with={schedule.pk}", f"?with={schedule.pk}&show=all&p=50", f"?q={reference}", "today/")
    return {
        **{f"calls {query}": CALLS + query for query in (*calls, *all_calls, *filters)},
        **{f"appointments {query}": APPOINTMENTS + query for query in (*times, *by_schedule)},
        "first page": "/staff/",
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000, help="submissions")
    parser.add_argument("--calls", type=int, default=100_000, help="calls, and as many appointments")
    parser.add_argument("--times", type=int, default=11)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    reviewers = [User.objects.get_or_create(username=f"reviewer-{n}", is_staff=True)[0] for n in range(5)]
    if not Submission.objects.exists():
        queue.fill(options.rows, reviewers)
    if not Appointment.objects.exists():
        fill(options.calls)
    fay, _ = User.objects.get_or_create(username="front-desk", is_staff=True)
    fay.groups.add(Group.objects.get(name=Role.FRONT_DESK))
    client = Client(headers={"host": "localhost"})
    client.force_login(fay)
    appointment = Appointment.objects.select_related("submission").exclude(submission=None).latest("pk")
    assert appointment.submission
    print(f"{connection.vendor}; milliseconds: median, worst of {options.times}, median CPU")
    for name, url in pages(appointment.submission.reference, appointment.schedule).items():
        times, cpu_times = [], []
        for _ in range(options.times):
            start, cpu_start = time.perf_counter(), time.process_time()
            response = client.get(url)
            times.append(1000 * (time.perf_counter() - start))
            cpu_times.append(1000 * (time.process_time() - cpu_start))
            assert response.status_code == 200, (name, response.status_code)
        print(f"{name:36} {statistics.median(times):7.1f} {max(times):7.1f} {statistics.median(cpu_times):7.1f}")


if __name__ == "__main__":
    main()
