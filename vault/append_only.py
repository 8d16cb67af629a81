"""Tables that are only ever added to: the database itself refuses to change or delete their rows, whoever asks.

A migration says so, once, right after it makes the table:

    operations = [migrations.CreateModel("Review", ...), refuse_changes("screening_review", delete=False)]

SQLite loses triggers when a later migration remakes the table (as most changes of a column do there): end such a
migration with `refuse_changes` again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import NotSupportedError, connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


@dataclass(frozen=True)
class Guard:
    """What the database refuses on `table`: every UPDATE, and with `delete` every DELETE and TRUNCATE too.

    With `years`, a row may be deleted once its time in the column `dated` lies that many years back.
    """

    table: str
    delete: bool = True
    dated: str = ""
    years: int = 0
    key: str = "id"

    def put_up(self, vendor: str) -> list[str]:
        """The statements that install it. Safe to run where it stands already."""
        return [*self.take_down(vendor), *self._statements(vendor)]

    def take_down(self, vendor: str) -> list[str]:
        """The statements that remove it."""
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{self.table}_refuses_{what}"' for what in self._refused(vendor)]
        drops = [
            f'DROP TRIGGER IF EXISTS "{self.table}_refuses_{what}" ON "{self.table}"' for what in self._refused(vendor)
        ]
        return [*drops, f'DROP FUNCTION IF EXISTS "{self.table}_refuses"()']

    def is_up(self) -> bool:
        """Whether every trigger of it stands and fires."""
        installed = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'",
        }[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(installed, [self.table])
            names = {name for (name,) in cursor.fetchall()}
        return {f"{self.table}_refuses_{what}" for what in self._refused(connection.vendor)} <= names

    def _refused(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return ("update", "replace", "delete") if self.delete else ("update", "replace")
        if vendor == "postgresql":
            return ("update", "delete", "truncate") if self.delete else ("update",)
        raise NotSupportedError(f"There are no append-only tables on {vendor}")

    def _statements(self, vendor: str) -> Iterator[str]:
        if vendor == "sqlite":
            yield self._on_sqlite("update", "UPDATE")
            # INSERT OR REPLACE deletes the earlier row without firing its triggers
            earlier = f'SELECT 1 FROM "{self.table}" WHERE "{self.key}" = NEW."{self.key}"'  # noqa: S608 (our own names)
            yield self._on_sqlite("replace", "INSERT", f"EXISTS ({earlier})")
            if self.delete:
                limit = f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-{self.years} years')"
                yield self._on_sqlite("delete", "DELETE", f'OLD."{self.dated}" > {limit}' if self.years else "1")
            return
        yield (
            f'CREATE FUNCTION "{self.table}_refuses"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
            f"RAISE EXCEPTION '{self.table}: a row is never changed' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$"
        )
        yield self._on_postgresql("update", "EACH ROW")
        if self.delete:
            limit = f"WHEN (OLD.\"{self.dated}\" > now() - interval '{self.years} years')" if self.years else ""
            yield self._on_postgresql("delete", f"EACH ROW {limit}")
            yield self._on_postgresql("truncate", "EACH STATEMENT")

    def _on_sqlite(self, what: str, event: str, when: str = "1") -> str:
        return (
            f'CREATE TRIGGER "{self.table}_refuses_{what}" BEFORE {event} ON "{self.table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{self.table}: a row is never changed'); END"
        )

    def _on_postgresql(self, what: str, each: str) -> str:
        return (
            f'CREATE TRIGGER "{self.table}_refuses_{what}" BEFORE {what.upper()} ON "{self.table}" '
            f'FOR {each} EXECUTE FUNCTION "{self.table}_refuses"()'
        )


def refuse_changes(
    table: str, *, delete: bool = True, dated: str = "", years: int = 0, key: str = "id"
) -> migrations.RunPython:
    """The migration operation that puts up a Guard; undone, it takes it down. `key` is the primary key's column.

    What is refused reaches Django as an IntegrityError.
    """
    guard = Guard(table, delete, dated, years, key)

    def put_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in guard.put_up(schema_editor.connection.vendor):
            schema_editor.execute(statement, None)

    def take_down(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in guard.take_down(schema_editor.connection.vendor):
            schema_editor.execute(statement, None)

    return migrations.RunPython(put_up, take_down)
