"""Measures how long the server takes for a page of the queue with a million submissions.

    VAR_DIR=/tmp/queue python -m tools.benchmarks.queue --rows 1000000            # SQLite
    VAR_DIR=/tmp/queue DATABASE_URL=postgres://... python -m tools.benchmarks.queue --rows 1000000

Creates the rows when there are none (some minutes), then requests each page several times with middleware and
template. Goal: 60 ms for any page and filter, 20 ms by reference (median).
"""

import argparse
import json
import os
import random
import statistics
import time
import uuid
from datetime import timedelta

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

from screening.models import FindingDomain, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.states import State, rank_of, week_of
from screening.submissions.submission import CRISIS
from screening.vocabulary.dispositions import STORED
from staff.roles import Role

QUEUE = "/staff/screening/submission/"
BATCH = 5_000
# Characters of a sealed record.
RECORD_LENGTH = 3_000
OLDEST_DAYS = 700
# Submissions that come first. They are decided soon, so few of those that wait are among them.
RATE_OF_CRISIS = 0.002
WITH_ALL_PAGES = 100_000


def fill_if_empty(rows: int, reviewers: list[User]) -> None:
    if not Submission.objects.exists():
        fill(rows, reviewers)


def fill(rows: int, reviewers: list[User]) -> None:
    chance = random.Random(1)
    now = timezone.now()
    sections = [section.id for section in QUESTIONNAIRE.sections]
    weights = {State.NEW: 60, State.IN_REVIEW: 5, State.SECOND_OPINION: 1, State.CLOSED: 34}
    for start in range(0, rows, BATCH):
        batch, domains = [], []
        for number in range(start, min(start + BATCH, rows)):
            (state,) = chance.choices([*weights], [*weights.values()])
            received_at = now - timedelta(days=chance.uniform(0, OLDEST_DAYS))
            disposition = chance.choice(STORED)
            submission = Submission(
                id=uuid.UUID(int=chance.getrandbits(128)),
                # unlike those made by chance, no two of a million are alike
                reference=f"{number // 10_000:04}-{number % 10_000:04}",
                attempt_digest=f"{number:064x}",
                received_at=received_at,
                received_week=week_of(received_at),
                disposition=disposition,
                state=state,
                queue_rank=rank_of(state, disposition),
                assignee=chance.choice(reviewers) if state in (State.IN_REVIEW, State.CLOSED) else None,
                ruleset_version=chance.choice(["1.0.0", "1.0.1", QUESTIONNAIRE.version]),
                ruleset_fingerprint=QUESTIONNAIRE.fingerprint,
                consent_digest="0" * 64,
                consent_language="en",
                sealed_record=chance.randbytes(RECORD_LENGTH // 2).hex(),
            )
            submission.columns_digest = submission.digest_of_columns()
            batch.append(submission)
            found = chance.sample(sections, chance.randint(0, 3))
            found += [CRISIS] if chance.random() < RATE_OF_CRISIS else []
            domains += [FindingDomain.of(submission, domain) for domain in found]
        Submission.objects.bulk_create(batch)
        FindingDomain.objects.bulk_create(domains)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def pages(reference: str, reviewer: User) -> dict[str, str]:
    last_months = timezone.now() - timedelta(weeks=3)
    return {
        "first page": "",
        "last page": "?p=20",
        "disposition": "?disposition=not-suitable-now",
        "state new": "?state__exact=new",
        "state second opinion": "?state__exact=second-opinion",
        "come first": "?domain=crisis",
        "domain": "?domain=mania",
        "domain, last page": "?domain=mania&p=20",
        "assignee": f"?assignee={reviewer.pk}",
        "nobody": "?assignee=nobody",
        "week": f"?week={week_of(last_months)}",
        "rule set": "?rules=1.0.0",
        "disposition and week": f"?disposition=suggest-consultation&week={week_of(last_months)}",
        "domain and state": "?domain=heart&state__exact=second-opinion",
        "reference": f"?q={reference}",
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    reviewers = [User.objects.get_or_create(username=f"reviewer-{n}", is_staff=True)[0] for n in range(5)]
    for reviewer in reviewers:
        reviewer.groups.add(Group.objects.get(name=Role.REVIEWER))
    fill_if_empty(options.rows, reviewers)
    client = Client(headers={"host": "localhost"})
    client.force_login(reviewers[0])
    print(f"{connection.vendor}, {options.rows:,} rows; milliseconds: median, worst of {options.times}, median CPU")
    submission = Submission.objects.order_by("-pk").first()
    assert submission
    medians = {}
    for name, query in pages(submission.reference, reviewers[1]).items():
        # a list with few rows has no page 20, and leads to its first
        if options.rows < WITH_ALL_PAGES and client.get(QUEUE + query).status_code == 302:
            continue
        times, cpu_times = [], []
        for _ in range(options.times):
            start, cpu_start = time.perf_counter(), time.process_time()
            response = client.get(QUEUE + query)
            times.append(1000 * (time.perf_counter() - start))
            cpu_times.append(1000 * (time.process_time() - cpu_start))
            assert response.status_code == 200, (name, response.status_code)
        medians[name] = statistics.median(times)
        print(f"{name:24} {statistics.median(times):7.1f} {max(times):7.1f} {statistics.median(cpu_times):7.1f}")
    print(json.dumps(medians))


if __name__ == "__main__":
    main()
