"""Monitoring on this machine reads counts of requests, what waits and the last backup; nobody else reads anything."""

from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection

from kat_site.web import request_counts
from kat_site.web.request_counts import count
from operations.models import MaintenanceRun
from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from tests.screening.answer_sets import CLEAR
from vault.connections import shared_by
from vault.sqlite3.turns import Turn

HERE = {"host": "localhost:8000"}


@pytest.fixture(autouse=True)
def _no_counts(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    request_counts._requests.clear()
    monkeypatch.setattr(request_counts, "_slow", 0)
    monkeypatch.setattr(request_counts, "_written_at", 0.0)


def samples(client) -> dict[str, int]:
    response = client.get("/health/metrics", headers=HERE)
    assert response.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = response.content.decode().splitlines()
    values = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    return {name.removeprefix("kat_site_"): int(value) for name, _, value in values}


PARTS = {f'part_works{{part="{part}"}}': 1 for part in ("database", "static files", "migrations", "content")}
NOBODY_WAITS = {'waiting_threads{queue="writers"}': 0, 'waiting_threads{queue="connections"}': 0}


@pytest.mark.django_db
def test_the_page_has_what_somebody_wants_an_alarm_for(client):
    finished = datetime(2026, 11, 28, 3, 40, tzinfo=UTC)
    times = {"started_at": finished, "finished_at": finished}
    MaintenanceRun.objects.create(kind=MaintenanceRun.Kind.BACKUP, **times)
    MaintenanceRun.objects.create(kind=MaintenanceRun.Kind.PURGE, problem="The clock may be wrong.", **times)
    Submission.send("an attempt", CLEAR, assess(CLEAR), Consent.to_text("I agree."))
    for path, status, seconds in [
        ("/", "200 OK", 0.01),
        ("/what-is-ketamine/", "304 Not Modified", 0.01),
        ("/screening/an-attempt/age/", "302 Found", 2.5),
        ("/screening/another-attempt/age/", "302 Found", 0.1),
        ("/static/site.css", "200 OK", 0.01),
        ("/staff/", "503 Service Unavailable", 0.1),
    ]:
        count(path, status, seconds)
    assert samples(client) == PARTS | NOBODY_WAITS | {
        'requests_total{kind="page",status="2xx"}': 1,
        'requests_total{kind="page",status="3xx"}': 1,
        'requests_total{kind="screening",status="3xx"}': 2,
        'requests_total{kind="staff",status="5xx"}': 1,
        'requests_total{kind="static",status="2xx"}': 1,
        "slow_requests_total": 1,
        "submissions_waiting": 1,
        'last_success_timestamp_seconds{run="backup"}': int(finished.timestamp()),
    }


@pytest.mark.django_db
def test_the_counts_of_all_processes_are_added_up(client, monkeypatch):
    for process in (1_000_001, 1_000_002):
        monkeypatch.setattr(request_counts.os, "getpid", lambda process=process: process)
        count("/", "200 OK", 0.01)
        request_counts._write()
        request_counts._requests.clear()
    monkeypatch.undo()
    assert samples(client)['requests_total{kind="page",status="2xx"}'] == 2
    request_counts.forget()
    assert 'requests_total{kind="page",status="2xx"}' not in samples(client)


@pytest.mark.django_db
def test_those_who_wait_to_write_and_for_a_connection_are_counted(client, monkeypatch):
    connections = shared_by(connection.settings_dict)
    writers = Turn(str(connection.settings_dict["NAME"]))._gate
    monkeypatch.setattr(connections.gate, "_waiting", [1, 2, 3])
    monkeypatch.setattr(writers, "_waiting", [1, 2])
    waiting = {name: value for name, value in samples(client).items() if name in NOBODY_WAITS}
    assert list(waiting.values()) == [2, 3]


@pytest.mark.django_db
def test_while_the_database_is_down_the_page_says_so_and_has_the_rest(client):
    def fail(*arguments):
        raise OperationalError("terminating connection")

    with connection.execute_wrapper(fail):
        found = samples(client)
    down = {f'part_works{{part="{part}"}}': 0 for part in ("database", "migrations")}
    assert found == PARTS | down | NOBODY_WAITS | {"slow_requests_total": 0}


def test_a_full_disk_does_not_stop_a_request_from_being_answered(monkeypatch):
    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(request_counts, "make_private_folder", fail)
    count("/", "200 OK", 0.01)


@pytest.mark.parametrize(
    "others",
    [
        {"headers": {"host": "clinic.example"}},
        {"headers": HERE | {"x-forwarded-for": "192.0.2.7"}},
        {"headers": HERE, "REMOTE_ADDR": "192.0.2.7"},
        {"headers": HERE, "SERVER_PROTOCOL": "HTTP/1.0"},
    ],
    ids=["another host", "through a proxy", "another machine", "nginx without headers"],
)
@pytest.mark.promise("P20")
def test_nobody_else_finds_the_page(client, settings, others):
    settings.ALLOWED_HOSTS = ["clinic.example", "localhost"]
    assert client.get("/health/metrics", **others).status_code == 404
