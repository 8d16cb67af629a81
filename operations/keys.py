"""Compares the keys of the site with its data, so that wrong keys are noticed before anybody writes with them."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from operations.models import KeyRecord
from operations.rotation.columns import STORED, Column
from vault.keys import MissingKey, key_errors, make_missing_keys

PUT_BACK = "Put the right key back from your backup of the keys, then start the site."
LOST = "If it is lost for good, docs/upkeep.md says what to do."


def problems() -> list[str]:
    """A sentence for each key that does not fit the data. Empty while there are no data."""
    columns = _columns_by_table()
    errors = key_errors()
    if unusable := [str(error) for error in errors if not isinstance(error, MissingKey)]:
        return unusable
    if not columns:
        return []
    if missing := [error.path for error in errors if isinstance(error, MissingKey)]:
        return [f"{path} is missing, and the database has data that need it. {PUT_BACK} {LOST}" for path in missing]
    return [*_secret_key_problem(columns), *_sealed_column_problems(columns)]


def make_for_an_empty_database() -> None:
    """Make the keys that are missing, if the database has no table. Raises OSError."""
    if not _columns_by_table():
        make_missing_keys()


def remember() -> None:
    """Store which secret key the data belong to, unless that is stored already."""
    if KeyRecord._meta.db_table in _columns_by_table():
        KeyRecord.objects.get_or_create(pk=1, defaults={"secret_key": secret_key_fingerprint()})


def accept() -> list[str]:
    """Go on with the present keys, and return what they do not open."""
    lost = [f"{column}, key {key_id}" for column, key_id in _unopened(_columns_by_table())]
    record = {"secret_key": secret_key_fingerprint(), "lost": json.dumps(lost)}
    KeyRecord.objects.update_or_create(pk=1, defaults=record)
    return lost


def secret_key_fingerprint() -> str:
    """Shows whether SECRET_KEY is the same, and reveals nothing else about it."""
    return hmac.new(settings.SECRET_KEY.encode(), b"backup", hashlib.sha256).hexdigest()[:16]


def _secret_key_problem(columns: dict[str, set[str]]) -> Iterator[str]:
    record = _record(columns)
    if record and record.secret_key != secret_key_fingerprint():
        yield f"SECRET_KEY is not the one of this database: no receipt code would open anything. {PUT_BACK} {LOST}"


def _sealed_column_problems(columns: dict[str, set[str]]) -> Iterator[str]:
    record = _record(columns)
    lost = json.loads(record.lost) if record else []
    for column, key_id in _unopened(columns):
        if f"{column}, key {key_id}" not in lost:
            yield f"The data keys do not open the {column} that key {key_id} sealed. {PUT_BACK} {LOST}"


def _unopened(columns: dict[str, set[str]]) -> Iterator[tuple[Column, str]]:
    """The sealed columns of which no value opens, each with the id of the key that sealed the value."""
    for column in STORED:
        # an older version of the database has fewer columns
        if column.name in columns.get(column.model._meta.db_table, ()):
            yield from ((column, key_id) for key_id in sorted(column.key_ids()) if not column.opens(key_id))


def _record(columns: dict[str, set[str]]) -> KeyRecord | None:
    return KeyRecord.objects.first() if KeyRecord._meta.db_table in columns else None


def _columns_by_table() -> dict[str, set[str]]:
    """The tables, and the columns of those with sealed columns. Creates no SQLite file. Raises OSError."""
    file = Path(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and not connection.connection and not file.exists():
        return {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        sealed = {column.model._meta.db_table for column in STORED}
        return {table: _columns(cursor, table) if table in sealed else set() for table in tables}


def _columns(cursor: CursorWrapper, table: str) -> set[str]:
    # Django's introspection of SQLite parses the SQL of the table, which takes most of the time of a check
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608 (the name of a model)
    return {column[0] for column in cursor.description}
