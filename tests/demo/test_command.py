"""`manage.py demo` touches nothing of a real site."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from demo.fill import NotADemo, fill
from screening.models import Submission
from tests.kat_site.conftest import ROOT, Served, free_port

BANNER = "Demo with made-up people. Nothing you enter here reaches a clinic."


@pytest.mark.django_db
def test_a_site_that_is_not_a_demo_is_not_filled():
    with pytest.raises(NotADemo, match="make demo"):
        fill(1, timezone.now())
    with pytest.raises(CommandError, match="make demo"):
        call_command("demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_demo_that_others_can_reach_is_not_filled(settings):
    settings.DEMO, settings.IS_ON_LOOPBACK, settings.SITE_URL = True, False, "https://clinic.example"
    with pytest.raises(CommandError, match=r"for this machine only, and SITE_URL is https://clinic\.example"):
        call_command("demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_database_with_people_is_not_filled(settings):
    settings.DEMO = True
    User.objects.create_user("ann")
    with pytest.raises(NotADemo, match="people in this database already"):
        fill(1, timezone.now())
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_a_demo_that_is_still_running_is_not_deleted(settings, tmp_path):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    (tmp_path / "data").mkdir()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with pytest.raises(CommandError, match="is in use"):
            call_command("demo", port=listener.getsockname()[1])
    assert (tmp_path / "data").exists()


@pytest.fixture
def clinic(tmp_path, static_files, installation) -> Served:
    """A site with its own database and keys, and settings for a demo beside it."""
    site = Served(free_port(), tmp_path)
    (tmp_path / "static").symlink_to(static_files)
    shutil.copytree(installation, tmp_path, dirs_exist_ok=True)
    (tmp_path / "data" / "site.sqlite3").write_bytes(b"somebody's answers")
    site.environment["DEMO"] = "1"
    return site


def stored_files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for name in ("data", "keys") for path in (folder / name).iterdir()}


def test_a_demo_runs_beside_a_real_site_and_touches_nothing_of_it(clinic):
    before = stored_files(clinic.folder)
    command = [sys.executable, "manage.py", "demo", "--port", str(clinic.port), "--submissions", "20"]
    server = subprocess.Popen(command, cwd=ROOT, env=clinic.environment, stdout=subprocess.PIPE, text=True)
    output = ""
    for line in server.stdout:
        output += line
        if line.startswith("The site is at"):
            break
    try:
        pages = [page_at(clinic, path) for path in ("/what-is-ketamine/", "/screening/", "/staff/account/sign-in/")]
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=15)
    assert [BANNER in page for page in pages] == [True] * 3
    assert f"Sign in at {clinic.url}/staff/" in output
    assert stored_files(clinic.folder) == before
    assert stored_files(clinic.folder / "demo").keys().isdisjoint(before)
    assert (clinic.folder / "demo" / "content" / "clinic.yaml").exists()


def page_at(site: Served, path: str) -> str:
    """The page, as soon as the server runs."""
    for _ in range(200):
        try:
            return site.get(path)[2].decode()
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not start")
