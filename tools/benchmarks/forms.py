"""Measures question pages, answers and sending at 16 connections, and compares what was sent with what is stored."""

import subprocess
import sys
from collections.abc import Iterator

from tools.benchmarks import goals, load
from tools.benchmarks.goals import Figure
from tools.benchmarks.site import ROOT, Site

PEOPLE = 200
# More than any machine so far could send in a second.
SENDERS_A_SECOND = 600
COUNT = "from screening.models import Submission; print(Submission.objects.count())"


def figures(site: Site, seconds: int, where: str) -> Iterator[Figure]:
    for kind, rate, p99 in (
        ("question", goals.QUESTION_RATE, goals.QUESTION_P99),
        ("answer", goals.ANSWER_RATE, goals.ANSWER_P99),
    ):
        measured = load.run(site.port, people(site, kind, PEOPLE), seconds)
        yield Figure(rate, measured.per_second, where, _statuses(measured))
        yield Figure(p99, measured.p99, where, f"median {measured.p50:.0f} ms, worst {measured.worst:,.0f} ms")
    yield from sending(site, seconds, where)


def sending(site: Site, seconds: int, where: str) -> Iterator[Figure]:
    before = stored(site)
    measured = load.run(site.port, people(site, "send", SENDERS_A_SECOND * seconds), seconds, once=True)
    # A response that wrk did not wait for at its end is stored too, so there may be a few more rows than receipts.
    receipts, rows = measured.statuses.get(302, 0), stored(site) - before
    bad = sum(count for status, count in measured.statuses.items() if status != 302) + measured.socket_errors
    yield Figure(goals.SEND_RATE, measured.per_second, where, _statuses(measured))
    yield Figure(goals.SEND_P99, measured.p99, where, f"median {measured.p50:.0f} ms, worst {measured.worst:,.0f} ms")
    yield Figure(goals.SEND_LOST, max(0, receipts - rows) + bad, where, f"{receipts:,} receipts, {rows:,} rows")


def people(site: Site, kind: str, count: int) -> list[str]:
    done = subprocess.run(  # noqa: S603 (fixed arguments)
        [sys.executable, "-m", "tools.benchmarks.people", kind, "--people", str(count)],
        cwd=ROOT,
        env=site.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.splitlines()


def stored(site: Site) -> int:
    return int(site.manage("shell", "--no-imports", "-v0", "-c", COUNT))


def _statuses(measured: load.Load) -> str:
    counts = ", ".join(f"{count:,} x {status}" for status, count in sorted(measured.statuses.items()))
    return counts + (f", {measured.socket_errors} socket errors" if measured.socket_errors else "")
