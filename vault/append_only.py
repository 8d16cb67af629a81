"""Append-only tables: the database itself refuses to change or delete their rows.

A migration installs the triggers by frozen SQL, in a migration after the one that creates the table. SQLite drops
triggers when a later migration remakes the table (most changes of a column do): such a migration has to install
them again. Django reports a refused statement as an IntegrityError.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import NotSupportedError, connection


@dataclass(frozen=True)
class Guard:
    """The statements that the database refuses on `table`: every UPDATE, and with `delete` every DELETE and TRUNCATE.

    With `years`, a row may be deleted once its time in the column `dated` is that many years ago. `key` is the column
    of the primary key.
    """

    table: str
    delete: bool = True
    dated: str = ""
    years: int = 0
    key: str = "id"

    def install_statements(self, vendor: str) -> list[str]:
        """Return the statements that install the triggers, even if some are already installed."""
        return [*self.remove_statements(vendor), *self._statements(vendor)]

    def remove_statements(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{self.table}_refuses_{operation}"' for operation in self._refused(vendor)]
        drops = [
            f'DROP TRIGGER IF EXISTS "{self.table}_refuses_{operation}" ON "{self.table}"'
            for operation in self._refused(vendor)
        ]
        return [*drops, f'DROP FUNCTION IF EXISTS "{self.table}_refuses"()']

    def is_installed(self) -> bool:
        """Whether every trigger is installed and enabled."""
        installed = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'",
        }[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(installed, [self.table])
            names = {name for (name,) in cursor.fetchall()}
        return {f"{self.table}_refuses_{operation}" for operation in self._refused(connection.vendor)} <= names

    def _refused(self, vendor: str) -> tuple[str, ...]:
        if vendor == "sqlite":
            return ("update", "replace", "delete") if self.delete else ("update", "replace")
        if vendor == "postgresql":
            return ("update", "delete", "truncate") if self.delete else ("update",)
        raise NotSupportedError(f"Append-only tables need SQLite or PostgreSQL, not {vendor}.")

    def _statements(self, vendor: str) -> Iterator[str]:
        if vendor == "sqlite":
            yield self._on_sqlite("update", "UPDATE")
            # INSERT OR REPLACE deletes the earlier row without firing its DELETE trigger.
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

    def _on_sqlite(self, operation: str, event: str, when: str = "1") -> str:
        return (
            f'CREATE TRIGGER "{self.table}_refuses_{operation}" BEFORE {event} ON "{self.table}" WHEN {when} '
            f"BEGIN SELECT RAISE(ABORT, '{self.table}: a row is never changed'); END"
        )

    def _on_postgresql(self, operation: str, each: str) -> str:
        return (
            f'CREATE TRIGGER "{self.table}_refuses_{operation}" BEFORE {operation.upper()} ON "{self.table}" '
            f'FOR {each} EXECUTE FUNCTION "{self.table}_refuses"()'
        )
