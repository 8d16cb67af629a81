"""Measures what happens when many people answer and send at the same time, and compares receipts with stored rows.

    VAR_DIR=/tmp/crowd python -m tools.benchmarks.crowd --people 200               # SQLite
    VAR_DIR=/tmp/crowd DATABASE_URL=postgres://... python -m tools.benchmarks.crowd --people 200

Starts the site, lets every person answer all questions, all at once, and then lets all of them send at the same moment.
Goal: all have a receipt within 10 seconds, no response is an error, and every receipt is a stored row.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

PORT = 8971
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kat_site.settings")
os.environ["SITE_URL"] = f"http://127.0.0.1:{PORT}"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse

from screening.models import Submission
from screening.submissions.receipt_code import digest_of
from tests.kat_site.visitors import Visitor
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, begin, code_on, walk

MANAGE = [sys.executable, "manage.py"]


class Crowd:
    """Every response that anybody got: its milliseconds by method, and the statuses."""

    def __init__(self, people: int) -> None:
        self.everybody = threading.Barrier(people + 1)
        self.milliseconds: dict[str, list[float]] = {"GET": [], "POST": [], "SEND": []}
        self.statuses: Counter[str] = Counter()


class Person(Visitor):
    """Sees the page that follows each form, as a browser does. Does not try again after an error."""

    def __init__(self, crowd: Crowd) -> None:
        super().__init__(PORT)
        self.crowd = crowd
        self.kind = ""

    def response(self, method: str, path: str, body: str = "") -> HttpResponse:
        begun = time.perf_counter()
        try:
            response = super().response(method, path, body)
        except Exception as error:
            self.crowd.statuses[type(error).__name__] += 1
            raise
        kind = self.kind or method
        self.crowd.milliseconds[kind].append(1000 * (time.perf_counter() - begun))
        self.crowd.statuses[str(response.status_code)] += 1
        if method == "POST" and response.status_code == 302 and not self.kind:
            super().response("GET", response["Location"])
        return response

    def visit(self) -> str:
        """Answer, wait for the others, and send. Returns the receipt code, or "" after an error."""
        check_url = ""
        with suppress(Exception):
            check_url = walk(self, CLEAR, begin(self))
        self.crowd.everybody.wait()
        with suppress(Exception):
            self.kind = "SEND"
            return code_on(self.get(agree(self, check_url)["Location"]))
        return ""


def measure(people: int) -> dict[str, float]:
    """Returns the seconds until all had sent, and how many errors and lost receipts there were."""
    crowd = Crowd(people)
    with ThreadPoolExecutor(people) as threads:
        begun = time.perf_counter()
        visits = [threads.submit(Person(crowd).visit) for _ in range(people)]
        crowd.everybody.wait()
        all_answered = time.perf_counter()
        codes = [visit.result() for visit in visits]
        all_sent = time.perf_counter()
    receipts = {code for code in codes if code}
    stored = set(Submission.objects.values_list("receipt_digest", flat=True))
    lost = {digest_of(code) for code in receipts} - stored
    print(f"{connection.vendor}, {people} people: {len(receipts)} receipts, {len(lost)} of them not stored")
    print(f"answered in {all_answered - begun:.1f} s, sent in {all_sent - all_answered:.1f} s")
    for kind, times in crowd.milliseconds.items():
        if len(times) > 1:
            p50, p99 = (statistics.quantiles(times, n=100)[at] for at in (49, 98))
            print(f"{kind:5} {len(times):6} median {p50:7.0f} ms, p99 {p99:7.0f} ms, worst {max(times):7.0f} ms")
    print(f"responses: {dict(crowd.statuses)}")
    errors = sum(count for status, count in crowd.statuses.items() if status not in {"200", "302"})
    return {"seconds": all_sent - all_answered, "errors": errors + len(lost) + people - len(receipts)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=200)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    connection.close()
    server = subprocess.Popen([*MANAGE, "serve", "--port", str(PORT)], stdout=subprocess.DEVNULL)  # noqa: S603 (fixed)
    try:
        while True:
            with suppress(OSError):
                if Visitor(PORT).get("/health/").status_code == 200:
                    break
            time.sleep(0.1)
        result = measure(options.people)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
    print(json.dumps(result))
    sys.exit(0 if result["seconds"] <= 10 and not result["errors"] else 1)


if __name__ == "__main__":
    main()
