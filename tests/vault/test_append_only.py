"""The database refuses every statement that changes or deletes rows of an append-only table."""

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

    def all_notes():
        with connection.cursor() as cursor:
            cursor.execute("SELECT number, text FROM notes ORDER BY number")
            return cursor.fetchall()

    return all_notes


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
def test_the_access_log_refuses_every_statement_that_changes_it(entry, sql):
    before = AccessEntry.objects.values().get()
    with pytest.raises(IntegrityError, match="a row is never changed"):
        run(sql)
    assert AccessEntry.objects.values().get() == before


def test_the_access_log_refuses_changes_through_the_orm(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEntry.objects.update(actor="somebody else")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessEntry.objects.all().delete()
    assert AccessEntry.objects.get().actor == ""


def test_an_entry_can_be_deleted_once_it_is_six_years_old():
    install(GUARD)
    for age in (SIX_YEARS + timedelta(hours=1), SIX_YEARS - timedelta(days=2)):
        with time_machine.travel(timezone.now() - age):
            record(None, Action.SIGNED_IN)
    with pytest.raises(IntegrityError):
        run("DELETE FROM staff_accessentry")
    run("DELETE FROM staff_accessentry WHERE id = 1")
    assert AccessEntry.objects.values_list("id", flat=True).get() == 2


def test_a_guard_without_delete_allows_deleting_rows_and_refuses_changing_them(notes):
    install(Guard("notes", delete=False, key="number"))
    with pytest.raises(IntegrityError):
        run("UPDATE notes SET text = 'other'")
    run("DELETE FROM notes WHERE number = 1")
    assert notes() == [(2, "second")]


def test_a_guard_with_delete_allows_only_adding_rows(notes):
    install(Guard("notes", key="number"))
    run("INSERT INTO notes VALUES (3, 'third')")
    for sql in ("DELETE FROM notes", "UPDATE notes SET text = 'other'"):
        with pytest.raises(IntegrityError):
            run(sql)
    assert notes() == [(1, "first"), (2, "second"), (3, "third")]


def test_a_guard_is_installed_only_while_every_trigger_exists():
    install(GUARD)
    assert GUARD.is_installed()
    run(GUARD.remove_statements(connection.vendor)[-2])
    assert not GUARD.is_installed()


@ON_POSTGRESQL
def test_a_guard_with_a_disabled_trigger_is_not_installed():
    install(GUARD)
    run("ALTER TABLE staff_accessentry DISABLE TRIGGER staff_accessentry_refuses_update")
    assert not GUARD.is_installed()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("app", "guard"), [("staff", GUARD), ("screening", REVIEWS)])
def test_the_migration_installs_and_removes_the_triggers_of_the_guard(app, guard):
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
    """Return name -> definition of the triggers on `table`."""
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


def test_an_unsupported_database_is_refused():
    with pytest.raises(NotSupportedError, match="SQLite or PostgreSQL, not oracle"):
        Guard("notes").install_statements("oracle")
