"""The database itself refuses to change or delete what is only ever added to, whoever asks and in whatever way."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.db import IntegrityError, NotSupportedError, connection, transaction
from django.db.migrations import RunPython
from django.db.migrations.state import ProjectState
from django.utils import timezone

from staff.access_log import GUARD, Action, record
from staff.models import AccessEntry
from tests.append_only import let_tests_empty_tables, put_up
from vault.append_only import Guard

pytestmark = pytest.mark.django_db

SIX_YEARS = timedelta(days=6 * 365 + 2)
ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="a statement of PostgreSQL")
ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def entry():
    put_up(GUARD)
    return record(None, Action.SAW_ANSWERS, "AB12-CD34")


@pytest.fixture
def notes():
    run("CREATE TABLE notes (number integer PRIMARY KEY, text varchar(20))")
    run("INSERT INTO notes VALUES (1, 'first'), (2, 'second')")

    def all_of_them():
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, text FROM notes ORDER BY number")
            return cursor.fetchall()

    return all_of_them


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE staff_accessentry SET actor = 'somebody else'",
        "UPDATE staff_accessentry SET id = id + 1",
        "UPDATE staff_accessentry SET hash = hash WHERE id = 1",
        "DELETE FROM staff_accessentry",
        "DELETE FROM staff_accessentry WHERE id = 1",
        "INSERT INTO staff_accessentry SELECT * FROM staff_accessentry WHERE true "
        "ON CONFLICT (id) DO UPDATE SET actor = 'somebody else'",
        pytest.param("TRUNCATE staff_accessentry", marks=ON_POSTGRESQL),
        pytest.param("REPLACE INTO staff_accessentry SELECT * FROM staff_accessentry", marks=ON_SQLITE),
        pytest.param("UPDATE OR REPLACE staff_accessentry SET actor = 'somebody else'", marks=ON_SQLITE),
    ],
)
def test_the_access_log_refuses_every_statement_that_would_change_it(entry, sql):
    before = AccessEntry.objects.values().get()
    with pytest.raises(IntegrityError, match="a row is never changed"):
        run(sql)
    assert AccessEntry.objects.values().get() == before


def test_the_access_log_refuses_the_orm_as_well(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEntry.objects.update(actor="somebody else")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEntry.objects.all().delete()
    assert AccessEntry.objects.get().actor == ""


def test_an_entry_may_be_deleted_once_it_is_six_years_old_and_not_before():
    put_up(GUARD)
    for age in (SIX_YEARS + timedelta(hours=1), SIX_YEARS - timedelta(days=2)):
        with time_machine.travel(timezone.now() - age):
            record(None, Action.SIGNED_IN)
    with pytest.raises(IntegrityError):
        run("DELETE FROM staff_accessentry")
    run("DELETE FROM staff_accessentry WHERE id = 1")
    assert AccessEntry.objects.values_list("id", flat=True).get() == 2


def test_where_rows_may_be_deleted_they_still_cannot_be_changed(notes):
    put_up(Guard("notes", delete=False, key="number"))
    with pytest.raises(IntegrityError):
        run("UPDATE notes SET text = 'other'")
    run("DELETE FROM notes WHERE number = 1")
    assert notes() == [(2, "second")]


def test_a_row_is_added_as_ever_where_nothing_is_changed_or_deleted(notes):
    put_up(Guard("notes", key="number"))
    run("INSERT INTO notes VALUES (3, 'third')")
    for sql in ("DELETE FROM notes", "UPDATE notes SET text = 'other'"):
        with pytest.raises(IntegrityError):
            run(sql)
    assert notes() == [(1, "first"), (2, "second"), (3, "third")]


def test_a_guard_is_up_only_while_every_trigger_stands():
    put_up(GUARD)
    assert GUARD.is_up()
    run(GUARD.take_down(connection.vendor)[-2])
    assert not GUARD.is_up()


@ON_POSTGRESQL
def test_a_trigger_that_is_switched_off_does_not_count():
    put_up(GUARD)
    run("ALTER TABLE staff_accessentry DISABLE TRIGGER staff_accessentry_refuses_update")
    assert not GUARD.is_up()


@pytest.mark.django_db(transaction=True)
def test_the_migration_puts_the_guard_up_and_takes_it_down_again():
    migration = import_module("staff.migrations.0001_access_log").Migration("0001_access_log", "staff")
    (operation,) = (one for one in migration.operations if isinstance(one, RunPython))
    try:
        for _ in range(2):
            with connection.schema_editor() as editor:
                operation.database_backwards("staff", editor, ProjectState(), ProjectState())
            assert not GUARD.is_up()
            with connection.schema_editor() as editor:
                operation.database_forwards("staff", editor, ProjectState(), ProjectState())
            assert GUARD.is_up()
    finally:
        let_tests_empty_tables()


def test_another_database_is_refused_rather_than_left_open():
    with pytest.raises(NotSupportedError, match="no append-only tables on oracle"):
        Guard("notes").put_up("oracle")
