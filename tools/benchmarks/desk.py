"""Measures how long the server takes for every list of the desk, with 100,000 calls, appointments and withdrawals, and
300,000 entries of the access log beside a million submissions.

    VAR_DIR=/tmp/queue python -m tools.benchmarks.desk            # SQLite
    VAR_DIR=/tmp/queue DATABASE_URL=postgres://... python -m tools.benchmarks.desk

Uses the submissions of `tools.benchmarks.queue`, or creates them when there are none (some minutes), and adds the rest.
Goal: 60 ms for any list, view and filter (median), with middleware, template and the entry in the access log. The last
line is JSON: the median of each list.
"""

import argparse
import json
import os
import statistics
import time

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

from consultations.models import Appointment
from pages.models import ContentPage
from receipts.models import Erasure
from staff.roles import Role
from tools.benchmarks import desk_rows, queue

CALLS, APPOINTMENTS = "/staff/consultations/consultationrequest/", "/staff/consultations/appointment/"
LOG, CONTENT = "/staff/staff/accessentry/", "/staff/pages/contentpage/"
TODAY = f"{timezone.localdate()}"


def of_the_front_desk(appointment: Appointment) -> dict[str, str]:
    assert appointment.submission
    reference, schedule = appointment.submission.reference, appointment.schedule_id
    calls = ("", "?p=2", "?show=today", "?show=week", "?show=progress", "?show=not-to-book")
    all_calls = ("?show=all", "?show=all&p=50")
    filters = ("?state=closed", "?state=no-show", "?state=tried", "?result=incomplete&show=all", f"?q={reference}")
    times = ("", "?show=week", "?show=waiting", "?show=not-to-book", "?show=all", "?show=all&p=50", "?state=done")
    by_schedule = (f"?with={schedule}", f"?with={schedule}&show=all&p=50", f"?q={reference}", "today/")
    return {
        **{f"calls {query}": CALLS + query for query in (*calls, *all_calls, *filters)},
        **{f"appointments {query}": APPOINTMENTS + query for query in (*times, *by_schedule)},
        "first page, front desk": "/staff/",
        "withdrawals": "/staff/receipts/erasure/",
        "withdrawals ?p=50": "/staff/receipts/erasure/?p=50",
        "withdrawals, by reference": f"/staff/receipts/erasure/?q={Erasure.objects.latest('pk').reference.lower()}",
    }


def of_a_reviewer(reviewer: User) -> dict[str, str]:
    return {f"queue, {name}": queue.QUEUE + query for name, query in queue.pages("7K3M-Q2XD", reviewer).items()}


def of_a_lead() -> dict[str, str]:
    log = (
        "",
        "?p=20",
        "?action__exact=saw-contact",
        "?actor=reviewer-1",
        f"?since={TODAY}",
        f"?until={TODAY}",
        "?q=7K3M-Q2XD",
    )
    return {
        "first page, every role": "/staff/",
        **{f"access log {query}": LOG + query for query in log},
        "accounts": "/staff/auth/user/",
        "times": "/staff/consultations/schedule/",
        "sign-offs": "/staff/screening/signoff/",
        "screening and clinicians": f"{queue.QUEUE}agreement/",
        "content": CONTENT,
        "content ?status=draft": f"{CONTENT}?status=draft",
        "content, what is due": f"{CONTENT}due/",
        "content, pictures and PDFs": f"{CONTENT}files/",
        "closures": "/staff/closures/",
    }


def person(name: str, *roles: Role) -> Client:
    user, _ = User.objects.get_or_create(username=name, is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def medians_of(client: Client, url: str, times: int) -> tuple[float, float]:
    """Milliseconds, and those of CPU. The first request, which fills what a process remembers, does not count."""
    measured, of_cpu = [], []
    for _ in range(times + 1):
        start, cpu_start = time.perf_counter(), time.process_time()
        response = client.get(url)
        measured.append(1000 * (time.perf_counter() - start))
        of_cpu.append(1000 * (time.process_time() - cpu_start))
        assert response.status_code == 200, (url, response.status_code)
    return statistics.median(measured[1:]), statistics.median(of_cpu[1:])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000, help="submissions")
    parser.add_argument("--calls", type=int, default=100_000, help="calls, and as many appointments and withdrawals")
    parser.add_argument("--entries", type=int, default=300_000, help="entries of the access log")
    parser.add_argument("--times", type=int, default=11)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    reviewer = person("reviewer-0", Role.REVIEWER)
    reviewers = [User.objects.get_or_create(username=f"reviewer-{n}", is_staff=True)[0] for n in range(5)]
    if not Appointment.objects.exists():
        queue.fill_if_empty(options.rows, reviewers)
        desk_rows.fill(options.calls, options.entries)
    appointment = Appointment.objects.select_related("submission").exclude(submission=None).latest("pk")
    front_desk, lead = person("front-desk", Role.FRONT_DESK), person("lead", *Role)
    lead.get(CONTENT)
    assert ContentPage.objects.exists()
    lists = [
        *((front_desk, name, url) for name, url in of_the_front_desk(appointment).items()),
        *((reviewer, name, url) for name, url in of_a_reviewer(reviewers[1]).items()),
        *((lead, name, url) for name, url in of_a_lead().items()),
    ]
    print(f"{connection.vendor}; milliseconds, median of {options.times}, median CPU")
    medians = {}
    for client, name, url in lists:
        # a list with few rows has no such page, and leads to its first
        if "p=" in url and client.get(url).status_code == 302:
            continue
        medians[name], cpu = medians_of(client, url, options.times)
        print(f"{name:44} {medians[name]:7.1f} {cpu:7.1f}", flush=True)
    print(json.dumps(medians))


if __name__ == "__main__":
    main()
