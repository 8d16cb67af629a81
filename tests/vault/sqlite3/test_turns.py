"""Writers to SQLite take turns by order of arrival, in one process and between processes."""

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError, connection, transaction

from tests.vault.waiting import wait_until
from vault.sqlite3 import turns
from vault.sqlite3.turns import Turn

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no queue of writers"),
    pytest.mark.django_db(transaction=True),
]


def gate():
    """Where the threads of this process line up to write to the database of the tests."""
    Turn(str(connection.settings_dict["NAME"]))
    return turns._gates[str(connection.settings_dict["NAME"])]


def start(target) -> threading.Thread:
    def write_and_disconnect():
        try:
            target()
        finally:
            connection.close()

    thread = threading.Thread(target=write_and_disconnect)
    thread.start()
    return thread


def writer(name):
    def write():
        with transaction.atomic():
            Group.objects.create(name=name)

    return write


def writer_without_transaction(name):
    return lambda: Group.objects.create(name=name)


def names():
    return list(Group.objects.filter(name__startswith="writer").order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("kind", [writer, writer_without_transaction])
def test_threads_write_by_order_of_arrival(kind):
    threads = []
    with transaction.atomic():
        Group.objects.create(name="writer 0")
        for number in range(1, 6):
            threads.append(start(kind(f"writer {number}")))
            wait_until(lambda number=number: gate().waiting == number)
    for thread in threads:
        thread.join()
    assert names() == [f"writer {number}" for number in range(6)]


def test_a_transaction_that_fails_gives_the_turn_to_the_next():
    def fail():
        with transaction.atomic():
            Group.objects.create(name="writer 0")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    thread = start(writer("writer 1"))
    thread.join()
    assert names() == ["writer 1"]


def test_a_connection_that_is_closed_in_a_transaction_gives_the_turn_to_the_next():
    def fail():
        with transaction.atomic():
            Group.objects.create(name="writer 0")
            connection.close()

    thread = start(fail)
    thread.join()
    thread = start(writer("writer 1"))
    thread.join()
    assert names() == ["writer 1"]


def test_whoever_waits_for_too_long_gets_an_error_of_the_database(monkeypatch):
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0)
    errors = []

    def write():
        try:
            Group.objects.create(name="writer 1")
        except OperationalError as error:
            errors.append(str(error))

    with transaction.atomic():
        thread = start(write)
        thread.join()
    assert errors == ["database is locked: others write for too long"]


def test_reading_needs_no_turn():
    counts = []
    with transaction.atomic():
        thread = start(lambda: counts.append(Group.objects.filter(name="nobody").count()))
        thread.join()
    assert counts == [0]


TAKE = "import sys; from vault.sqlite3.turns import Turn; print(Turn(sys.argv[1]).take(60), flush=True); input()"


def test_another_process_waits_for_its_turn_and_a_killed_one_gives_it_to_the_next(tmp_path):
    file = str(tmp_path / "site.sqlite3")
    take = [sys.executable, "-c", TAKE, file]
    with subprocess.Popen(
        take, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(turns.__file__).parents[2]
    ) as other:
        assert other.stdout.readline() == b"True\n"
        descriptor = os.open(f"{file}-turns", os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(descriptor)
        other.kill()
    turn = Turn(file)
    assert turn.take(0)
    turn.give_back()


def test_a_turn_needs_no_file_so_that_a_full_disk_stops_nobody(tmp_path):
    turn = Turn(str(tmp_path / "no folder" / "site.sqlite3"))
    assert turn.take(0)
    turn.give_back()
    assert turn.take(0)
    turn.give_back()
