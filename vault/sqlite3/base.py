"""The database backend: bounded connections, writers by order of arrival, and a JSONField without its check.

The check calls JSON_VALID. With `trusted_schema=OFF`, SQLite neither creates nor writes a table with such a check.
Django encodes the JSON that it writes, so the check is not needed.
"""

import sqlite3
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from vault.connections import BoundedConnections
from vault.files import make_empty_file, make_private_folder
from vault.sqlite3.turns import Turn

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Cursor(base.SQLiteCursorWrapper):
    """Takes a turn for a single statement that writes outside a transaction."""

    def __init__(self, connection: Any, in_turn: Callable[..., Any]) -> None:
        super().__init__(connection)
        self._in_turn = in_turn

    def execute(self, query: str, params: Any = None) -> Any:
        execute = partial(super().execute, query, params)
        if self.connection.in_transaction or not query.startswith(WRITES):
            return execute()
        return self._in_turn(execute)


class DatabaseWrapper(BoundedConnections, base.DatabaseWrapper):
    data_type_check_constraints = {
        name: check for name, check in base.DatabaseWrapper.data_type_check_constraints.items() if name != "JSONField"
    }

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        file = Path(conn_params["database"])
        # a database in memory has no path
        if file.is_absolute():
            try:
                make_private_folder(file.parent)
                make_empty_file(file)
            except OSError as error:
                raise sqlite3.OperationalError(f"{file}: {error.strerror}") from error
        return super().get_new_connection(conn_params)

    @cached_property
    def _turn(self) -> Turn:
        return Turn(str(self.settings_dict["NAME"]))

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=partial(Cursor, in_turn=self._in_turn))

    def _in_turn(self, execute: Callable[[], Any]) -> Any:
        self._take_turn()
        try:
            return execute()
        finally:
            self._turn.give_back()

    def _take_turn(self) -> None:
        if not self._turn.take(self.settings_dict["OPTIONS"]["timeout"]):
            raise OperationalError("database is locked: others write for too long")

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._turn.give_back()
            raise

    def _commit(self) -> None:
        # when it fails, Django rolls back
        super()._commit()  # type: ignore[misc]
        self._turn.give_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._turn.give_back()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self._turn.give_back()
