"""The page for Prometheus: how busy the site is, what waits, and when it last did its upkeep. It names nobody."""

from collections.abc import Iterator, Mapping

from django.db import Error

from kat_site.outages import health
from kat_site.outages.errors import is_database_down
from kat_site.web import request_counts
from operations.runs import Kind, last_success
from screening.models import Submission
from screening.submissions.states import REVIEWED_RANK

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
# counting more takes long, and the alarm is the same
MOST_WAITING = 10_000
Samples = Mapping[str, float]


def page() -> str:
    """In the text format of Prometheus."""
    requests, others = request_counts.totals()
    by_kind = {
        f'{{kind="{kind}",status="{status}"}}': float(number)
        for (kind, status), number in sorted((tuple(key.split(" ")), number) for key, number in requests.items())
    }
    queues = {f'{{queue="{name}"}}': others[name] for name in (request_counts.WRITERS, request_counts.CONNECTIONS)}
    parts = {f'{{part="{part}"}}': float(state == "ok") for part, state in health.report(health.EXPECTED).items()}
    lines = [
        *_metric("requests_total", "counter", "Requests since the server started.", by_kind),
        *_metric("slow_requests_total", "counter", "Those of two seconds or more.", {"": others[request_counts.SLOW]}),
        *_metric("waiting_threads", "gauge", "Requests that wait for their turn.", queues),
        *_metric("part_works", "gauge", "1 for each part of /health/ready that is ok.", parts),
        *_of_the_database(),
    ]
    return "".join(f"{line}\n" for line in lines)


def _of_the_database() -> Iterator[str]:
    """Nothing while it is down, which part_works says."""
    try:
        waiting = Submission.objects.filter(queue_rank__lt=REVIEWED_RANK)[:MOST_WAITING].count()
        runs = {kind: last_success(kind) for kind in (Kind.BACKUP, Kind.PURGE)}
    except Error as error:
        if not is_database_down(error):
            raise
        return
    times = {f'{{run="{kind}"}}': run.finished_at.timestamp() for kind, run in runs.items() if run}
    yield from _metric("submissions_waiting", "gauge", f"Undecided, up to {MOST_WAITING}.", {"": waiting})
    yield from _metric("last_success_timestamp_seconds", "gauge", "When each run of upkeep last succeeded.", times)


def _metric(name: str, kind: str, description: str, samples: Samples) -> Iterator[str]:
    """`samples`: label set, as it is written, -> value."""
    yield f"# HELP kat_site_{name} {description}"
    yield f"# TYPE kat_site_{name} {kind}"
    for labels, value in samples.items():
        yield f"kat_site_{name}{labels} {value:.0f}"
