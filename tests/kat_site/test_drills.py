"""Drills: after a kill of the server or a power failure, every receipt that a person saw is still stored.

Every test run kills the server a few times; `make drills` does it 200 times, fills a small disk, and sends for minutes.
"""

import http.client
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse

from screening.submissions.receipt_code import digest_of
from tests.consultations import call_requests
from tests.kat_site.visitors import Visitor
from tests.machine import clean_environment
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, begin, code_on, soup, walk

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "2"))
SENDING_SECONDS = int(os.environ.get("SENDING_SECONDS", "0"))
VISITORS = 4
SECRET_KEY = "drill-" * 10
MANAGE = [sys.executable, "manage.py"]


def environment(folder: Path, **settings: str) -> dict[str, str]:
    site = {"VAR_DIR": str(folder), "SITE_URL": "http://127.0.0.1:8000", "SECRET_KEY": SECRET_KEY}
    return clean_environment(**site) | settings


class Server:
    """The production server, in its own process group, which can be killed and started again."""

    def __init__(self, folder: Path, static_files: Path) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            self.port = int(sock.getsockname()[1])
        self.environment = environment(folder, SITE_URL=f"http://127.0.0.1:{self.port}")
        (folder / "static").symlink_to(static_files)

    def start(self) -> None:
        self.running = subprocess.Popen(
            [*MANAGE, "serve", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # Two minutes: this machine may be slow.
        for _ in range(2400):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not start again")

    def kill(self) -> None:
        # it may have been killed already
        with suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()


class DrillOver(Exception):
    """The drill is over: a visitor who waits for a response stops."""


class Insistent(Visitor):
    """Repeats a request until it gets a response."""

    def __init__(self, port: int, over: threading.Event) -> None:
        super().__init__(port)
        self.over = over
        self.refused = 0

    def response(self, method: str, path: str, body: str = "") -> HttpResponse:
        while not self.over.is_set():
            with suppress(OSError, http.client.HTTPException):
                response = super().response(method, path, body)
                # the database may still be recovering, so try again
                if response.status_code != 503:
                    return response
                self.refused += 1
            time.sleep(0.05)
        raise DrillOver


class Crowd:
    """Visitors who send answers and call requests until the drill is over, and every receipt they saw."""

    def __init__(self, port: int) -> None:
        self.port, self.over = port, threading.Event()
        self.references: set[str] = set()
        self.codes: set[str] = set()
        self.errors: list[str] = []
        self.visitors: list[Insistent] = []
        self.threads = [threading.Thread(target=self._visit, args=(number,)) for number in range(VISITORS)]

    def __enter__(self) -> "Crowd":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    @property
    def refused(self) -> int:
        """How many requests got a 503, because the database or the disk did not answer."""
        return sum(visitor.refused for visitor in self.visitors)

    def wait_for_a_receipt(self) -> None:
        """Wait up to five minutes, because this machine may be slow."""
        for _ in range(600):
            time.sleep(0.5)
            if self.codes or self.errors:
                return

    def _visit(self, number: int) -> None:
        try:
            while True:
                self.visitors.append(Insistent(self.port, self.over))
                self._send(self.visitors[-1], asks_for_call_first=number % 2 == 0)
        except DrillOver:
            pass
        except BaseException as error:
            self.errors.append(repr(error))

    def _send(self, visitor: Visitor, asks_for_call_first: bool) -> None:
        attempt = begin(visitor)
        url = walk(visitor, CLEAR, attempt)
        if asks_for_call_first:
            self._see(visitor, visitor.post(f"/call-me/{attempt}/", call_requests.form())["Location"])
        self._see(visitor, agree(visitor, url)["Location"])

    def _see(self, visitor: Visitor, url: str) -> None:
        """Read the receipt. If the page with the code never arrived, request the code again."""
        page = visitor.get(url)
        while not code_on(page):
            assert page.status_code == 200, (url, page.status_code)
            page = visitor.get(visitor.post(url, {})["Location"])
        self.codes.add(code_on(page))
        if reference := soup(page).select_one(".reference"):
            self.references.add(reference.text)


@pytest.fixture
def server(tmp_path, static_files) -> Iterator[Server]:
    server = Server(tmp_path, static_files)
    server.start()
    yield server
    server.kill()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the server uses SQLite, so one run is enough")
@pytest.mark.drill
@pytest.mark.promise("P1")
def test_every_receipt_that_a_person_saw_is_stored_after_a_kill_of_the_server(server, tmp_path, settings, figures):
    settings.SECRET_KEY = SECRET_KEY
    waits = random.Random(KILLS)  # noqa: S311 (not a secret)
    with Crowd(server.port) as crowd:
        for _ in range(KILLS):
            time.sleep(waits.uniform(0.5, 4))
            server.kill()
            server.start()
        crowd.wait_for_a_receipt()
        server.kill()
    stored = check_receipts(crowd, tmp_path / "data" / "site.sqlite3")
    figures("kills of the server", f"{KILLS} kills, {len(crowd.codes)} receipts seen, {stored} stored")


def check_receipts(crowd: Crowd, path: Path) -> int:
    """Fail unless everything with a receipt is stored and the database is sound; returns how many codes are stored."""
    database = sqlite3.connect(path)
    references = {row[0] for row in database.execute("SELECT reference FROM screening_submission")}
    digests = {row[0] for row in database.execute("SELECT receipt_digest FROM screening_submission")}
    digests |= {row[0] for row in database.execute("SELECT receipt_digest FROM consultations_consultationrequest")}
    integrity = database.execute("PRAGMA integrity_check").fetchall()
    database.close()
    assert crowd.errors == []
    assert integrity == [("ok",)]
    assert crowd.references - references == set()
    assert {digest_of(code) for code in crowd.codes} - digests == set()
    assert crowd.codes
    return len(digests)


@pytest.mark.drill
@pytest.mark.promise("P1")
@pytest.mark.skipif(not SENDING_SECONDS, reason="takes minutes: make drills")
def test_every_receipt_is_stored_while_people_send_for_minutes(server, tmp_path, settings, figures):
    settings.SECRET_KEY = SECRET_KEY
    with Crowd(server.port) as crowd:
        time.sleep(SENDING_SECONDS)
    server.kill()
    stored = check_receipts(crowd, tmp_path / "data" / "site.sqlite3")
    figures("sending for minutes", f"{SENDING_SECONDS} seconds, {len(crowd.codes)} receipts seen, {stored} stored")


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of 2 MB for the data. The rest of the installation is on the large one."""
    folder = tmp_path / "data"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.drill
@pytest.mark.promise("P3")
@pytest.mark.skipif(not SENDING_SECONDS or os.geteuid() != 0, reason="root mounts a small disk for it: make drills")
def test_on_a_full_disk_exactly_what_has_a_receipt_is_stored(small_disk, tmp_path, static_files, settings, figures):
    settings.SECRET_KEY = SECRET_KEY
    server = Server(tmp_path, static_files)
    server.start()
    with Crowd(server.port) as crowd:
        for _ in range(600):
            time.sleep(0.5)
            if crowd.refused > 20:
                break
        seen_when_full = len(crowd.codes)
        assert crowd.refused > 20, "the disk was never full"
        subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
        for _ in range(600):
            time.sleep(0.5)
            if len(crowd.codes) > seen_when_full + VISITORS:
                break
    server.kill()
    stored = check_receipts(crowd, small_disk / "site.sqlite3")
    assert len(crowd.codes) > seen_when_full, "nobody could send once the disk had room again"
    figures("a disk of 2 MB", f"{crowd.refused} refusals, {len(crowd.codes)} receipts seen, {stored} stored")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own settings")
@pytest.mark.django_db
@pytest.mark.promise("P2")
def test_a_commit_is_written_to_disk_at_once():
    with connection.cursor() as cursor:
        pragmas = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}  # 2 is FULL


SEND = """
import sys
import django
django.setup()
from django.db import connection
from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from tests.screening.answer_sets import CLEAR
with connection.cursor() as cursor:
    cursor.execute("PRAGMA synchronous = " + sys.argv[1])
for number in range(int(sys.argv[2])):
    Submission.send(f"attempt {number}", CLEAR, assess(CLEAR), Consent.to_text("I agree."))
"""


def can_trace() -> bool:
    strace = shutil.which("strace")
    return bool(strace) and subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True).returncode == 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL writes in its own process")
@pytest.mark.skipif(not can_trace(), reason="strace is not installed, or is not allowed to trace")
@pytest.mark.parametrize(("synchronous", "reaches_the_disk"), [("FULL", True), ("NORMAL", False)])
@pytest.mark.promise("P2")
def test_every_commit_reaches_the_disk_before_it_is_confirmed(tmp_path, synchronous, reaches_the_disk):
    commits = 20
    env = environment(tmp_path, DJANGO_SETTINGS_MODULE="kat_site.settings")
    subprocess.run([*MANAGE, "migrate", "-v0"], cwd=ROOT, env=env, check=True)
    trace = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync", "-o", str(tmp_path / "trace")]
    send = [sys.executable, "-c", SEND, synchronous, str(commits)]
    subprocess.run([*trace, *send], cwd=ROOT, env=env, check=True)
    flushed = [line for line in (tmp_path / "trace").read_text().splitlines() if "sqlite3-wal>" in line]
    assert (len(flushed) >= commits) == reaches_the_disk, len(flushed)
