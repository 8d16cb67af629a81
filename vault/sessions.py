"""Django's sessions in the database, by plain SQL: every page of the questionnaire reads one, every answer writes one.

Building these three statements by the ORM took a quarter of the time of such a page.
"""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection
from django.utils import timezone

TABLE = Session._meta.db_table
READ = f"SELECT session_data FROM {TABLE} WHERE session_key = %s AND expire_date > %s"  # noqa: S608 (no input)
READ_TO_CHANGE = f"SELECT session_data FROM {TABLE} WHERE session_key = %s"  # noqa: S608 (no input)
WRITE = f"UPDATE {TABLE} SET session_data = %s, expire_date = %s WHERE session_key = %s"  # noqa: S608 (no input)
WRITE_UNLESS_CHANGED = f"{WRITE} AND session_data = %s"


class SessionStore(db.SessionStore):
    # as this request read it
    _text = ""

    def load(self) -> dict[str, Any]:
        row = _row(READ, self.session_key, _moment(timezone.now()))
        if row is None:
            self._session_key = None
            return {}
        self._text = row[0]
        return self.decode(self._text)

    def save_unless_changed(self) -> bool:
        """Save in one statement, without a lock. False when another request has saved it since this one read it."""
        changed = self.create_model_instance(dict(self.items()))
        values = (changed.session_data, _moment(changed.expire_date), self.session_key, self._text)
        with connection.cursor() as cursor:
            cursor.execute(WRITE_UNLESS_CHANGED, values)
            return bool(cursor.rowcount)

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when the session was deleted meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        changed = self.create_model_instance(dict(self.items()))
        values = (changed.session_data, _moment(changed.expire_date), self.session_key)
        try:
            with connection.cursor() as cursor:
                cursor.execute(WRITE, values)
                is_stored = bool(cursor.rowcount)
        except DatabaseError as error:
            raise UpdateError from error
        if not is_stored:
            raise UpdateError


def locked_data(session: SessionBase) -> dict[str, Any] | None:
    """What is stored now, locked until the transaction ends; None when the session is gone. Call it in one."""
    lock = connection.ops.for_update_sql() if connection.features.has_select_for_update else ""
    row = _row(f"{READ_TO_CHANGE} {lock}", session.session_key)
    return None if row is None else session.decode(row[0])


def _row(statement: str, *values: Any) -> tuple[str] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row: tuple[str] | None = cursor.fetchone()
        return row


def _moment(moment: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
