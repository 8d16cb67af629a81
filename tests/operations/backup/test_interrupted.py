"""A drill: a restore is killed at each step, and what people have withdrawn is never there for anybody to see again."""

import json

import psycopg
import pytest

from tests.operations.backup.people import FILL, WITHDRAW
from tests.operations.hosts import is_postgresql, prepared_host

# Restores in a child that kills itself at a step, looks at the database, completes the restore, and looks again.
KILL_AT_EACH_STEP = """
import io, json, os, signal, subprocess, sys, time, traceback
import django
django.setup()
from django.core.management import CommandError, call_command
from django.db import connection
from operations import keys, readiness
from operations.backup import create, locks, postgresql, restore, sqlite, unfinished, withdrawals
from receipts.models import Erasure
from receipts.receipt import Receipt

file, name, codes = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])

def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)

class Dying(sqlite.sqlite3.Connection):
    def backup(self, target, **options):
        super().backup(target, pages=20, progress=die)

def die_while_copying():
    if connection.vendor == "sqlite":
        connect = sqlite.sqlite3.connect
        sqlite.sqlite3.connect = lambda *arguments, **options: connect(*arguments, factory=Dying, **options)
        return
    run = subprocess.run
    def start(command, **options):
        if not command[0].endswith("psql"):
            return run(command, **options)
        options = {"env": options["env"], "pass_fds": options["pass_fds"]}
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        die()
    postgresql.subprocess.run = start

STEPS = {
    "before the copy": lambda: setattr(create.ENGINES[connection.vendor], "copy_in", die),
    "during the copy": die_while_copying,
    "after the copy": lambda: setattr(restore, "row_counts", die),
    "after migrating": lambda: setattr(keys, "problems", die),
    "while deleting": lambda: setattr(Erasure, "save", die),
    "after deleting": lambda: setattr(unfinished, "remove", die),
}

def again(again, *arguments, **options):
    # an orphan of PostgreSQL's programs holds the lock until it ends
    for _ in range(600):
        try:
            return call_command(again, *arguments, stdout=io.StringIO(), stderr=io.StringIO(), **options)
        except CommandError as error:
            if "A restore is running" not in str(error):
                raise
            time.sleep(0.1)

def in_child(action):
    pid = os.fork()
    if not pid:
        try:
            action()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

def kill(step):
    STEPS[step]()
    call_command("restore", file, replace=name, verbosity=0)

def is_refused():
    try:
        Erasure.objects.count()
    except readiness.DatabaseRefused:
        os._exit(7)

def look():
    there = [bool(Receipt.under(code)) for code in codes]
    expected = [3, [False] * 3 + [True] * (len(codes) - 3), False]
    found = [Erasure.objects.count(), there, unfinished.exists()]
    if found != expected:
        print(found, file=sys.stderr)
        os._exit(8)

COMPLETE = {
    "starting the site": lambda: again("prepare"),
    "restoring again": lambda: again("restore", file, verbosity=0),
}
outcomes = [
    [step, how, in_child(lambda: kill(step)), in_child(is_refused), in_child(COMPLETE[how]), in_child(look)]
    for number, step in enumerate(STEPS) for how in [list(COMPLETE)[number % 2]]
]
print(json.dumps(outcomes))
"""

SERVE = """
import signal
import django
django.setup()
from kat_site.wsgi import application
print("ready")
signal.pause()
"""


@pytest.fixture
def host(tmp_path, installation):
    with prepared_host(tmp_path / "var", installation) as host:
        yield host


@pytest.fixture
def codes(host):
    """The receipt codes of 20 people."""
    return host.python(FILL)


@pytest.fixture
def file(host, codes, tmp_path):
    """A backup of before the first three people withdrew."""
    made = host.manage("backup", str(tmp_path / "backups"))
    assert made.returncode == 0, made.stderr
    host.python(WITHDRAW, codes)
    return str(next((tmp_path / "backups").iterdir()))


def name_of_database(host):
    return host.environment["DATABASE_URL"].rpartition("/")[2] if is_postgresql else "site.sqlite3"


@pytest.mark.promise("P13")
def test_what_people_withdrew_since_the_backup_is_deleted_again_however_often_the_restore_is_killed(host, file, codes):
    restored = host.manage("restore", file, "--replace", name_of_database(host))
    assert "Withdrawn since then, and deleted again: 3." in restored.stdout, restored.stderr
    outcomes = json.loads(host.python(KILL_AT_EACH_STEP, file, name_of_database(host), codes))
    assert len(outcomes) == 6
    for step, how, *statuses in outcomes:
        assert statuses == [-9, 7, 0, 0], (step, how)


def test_a_restore_over_a_running_site_is_refused(host, file):
    site = host.start("-c", SERVE)
    assert site.stdout.readline() == "ready\n"
    refused = host.manage("restore", file, "--replace", name_of_database(host))
    site.kill()
    site.communicate()
    assert refused.returncode == 1
    assert "The site is running. Nothing was changed. Stop it" in refused.stderr
    assert host.manage("restore", file, "--replace", name_of_database(host)).returncode == 0


@pytest.mark.skipif(not is_postgresql, reason="SQLite does not know who else uses the database")
def test_a_restore_is_refused_while_anything_else_is_connected(host, file):
    with psycopg.connect(host.environment["DATABASE_URL"]):
        refused = host.manage("restore", file, "--replace", name_of_database(host))
    assert "1 other programs use the database. Nothing was changed." in refused.stderr
