"""The database itself refuses to change or delete what is only ever added to, whoever asks and in whatever way."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.db import IntegrityError, NotSupportedError, connection, transaction
from django.db.migrations.state import ProjectState
from django.utils import timezone

from staff.access_log import GUARD, Action, record
from staff.models import AccessEntry
from tests.append_only import install, let_tests_empty_tables
from vault.append_only import Guard

REVIEWS = Guard("screening_review", delete=False)

pytestmark = pytest.mark.django_db

SIX_YEARS = timedelta(days=6 * 365 + 2)
ON_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="a statement of PostgreSQL")
ON_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")


def run(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def entry():
    install(GUARD)
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
    install(GUARD)
    for age in (SIX_YEARS + timedelta(hours=1), SIX_YEARS - timedelta(days=2)):
        with time_machine.travel(timezone.now() - age):
            record(None, Action.SIGNED_IN)
    with pytest.raises(IntegrityError):
        run("DELETE FROM staff_accessentry")
    run("DELETE FROM staff_accessentry WHERE id = 1")
    assert AccessEntry.objects.values_list("id", flat=True).get() == 2


def test_where_rows_may_be_deleted_they_still_cannot_be_changed(notes):
    install(Guard("notes", delete=False, key="number"))
    with pytest.raises(IntegrityError):
        run("UPDATE notes SET text = 'other'")
    run("DELETE FROM notes WHERE number = 1")
    assert notes() == [(2, "second")]


def test_a_row_is_added_as_ever_where_nothing_is_changed_or_deleted(notes):
    install(Guard("notes", key="number"))
    run("INSERT INTO notes VALUES (3, 'third')")
    for sql in ("DELETE FROM notes", "UPDATE notes SET text = 'other'"):
        with pytest.raises(IntegrityError):
            run(sql)
    assert notes() == [(1, "first"), (2, "second"), (3, "third")]


def test_a_guard_is_up_only_while_every_trigger_stands():
    install(GUARD)
    assert GUARD.is_installed()
    run(GUARD.remove_statements(connection.vendor)[-2])
    assert not GUARD.is_installed()


@ON_POSTGRESQL
def test_a_trigger_that_is_switched_off_does_not_count():
    install(GUARD)
    run("ALTER TABLE staff_accessentry DISABLE TRIGGER staff_accessentry_refuses_update")
    assert not GUARD.is_installed()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("app", "guard"), [("staff", GUARD), ("screening", REVIEWS)])
def test_the_migration_installs_exactly_the_triggers_of_the_guard_and_removes_them_again(app, guard):
    migration = import_module(f"{app}.migrations.0002_triggers").Migration("0002_triggers", app)
    (operation,) = migration.operations
    with connection.schema_editor() as editor:
        for statement in guard.install_statements(connection.vendor):
            editor.execute(statement, None)
    expected = triggers(guard.table)
    try:
        for _ in range(2):
            with connection.schema_editor() as editor:
                operation.database_backwards(app, editor, ProjectState(), ProjectState())
            assert triggers(guard.table) == {}
            with connection.schema_editor() as editor:
                operation.database_forwards(app, editor, ProjectState(), ProjectState())
            assert triggers(guard.table) == expected
    finally:
        let_tests_empty_tables()


def triggers(table: str) -> dict[str, str]:
    """Name of each trigger on `table` -> its definition."""
    definitions = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
        "postgresql": (
            "SELECT tgname, pg_get_triggerdef(pg_trigger.oid) || prosrc FROM pg_trigger "
            "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal AND tgrelid = %s::regclass"
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(definitions, [table])
        return dict(cursor.fetchall())


def test_another_database_is_refused_rather_than_left_open():
    with pytest.raises(NotSupportedError, match="SQLite or PostgreSQL, not oracle"):
        Guard("notes").install_statements("oracle")
