"""Lists every column that is sealed with the data key, for key rotation and for the check of the keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Left

from consultations.models import Appointment, ConsultationRequest, Mail
from screening.journey import session
from screening.models import Note, Review, Submission, UrgentAction
from staff.sign_in import second_factor
from vault.append_only import Guard
from vault.seal import CannotUnseal, newest_prefix, reseal

# Rows read and changed at once.
PAGE_SIZE = 100
# Values that are tried before a key is called wrong.
TRIES = 5

# The primary key and the value of the column.
Row = tuple[Any, Any]


@dataclass(frozen=True)
class Column:
    """A column of sealed text. The model's CONTEXT, or `context`, binds each text to its row.

    `guard` makes the table append-only.
    """

    model: Any
    name: str
    guard: Guard | None = None
    context: str = ""

    def __str__(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def resealed(self, pk: Any, value: Any) -> Any:
        """`value` with everything in it sealed with the newest key. Raises CannotUnseal."""
        return reseal(value, context=self.context or self.model.CONTEXT, row=str(pk))

    def pages(self) -> Iterator[list[Row]]:
        """The rows with anything under an older key, in pages, ordered by primary key."""
        last: Any = None
        while page := list(self._rows(last)[:PAGE_SIZE]):
            last = page[-1][0]
            if old := [row for row in page if self._is_old(row[1])]:
                yield old

    def key_ids(self) -> set[str]:
        """The ids of all keys in use in this column."""
        prefixes = self.model._base_manager.values_list(Left(self.name, 80), flat=True)
        return {key_id for prefix in prefixes.iterator() for key_id in prefix.split(".")[1:2]}

    def opens(self, key_id: str) -> bool:
        """Whether the keys of this site open one of the first values that the key with this id sealed."""
        return any(self._opens(row) for row in self._under(key_id)[:TRIES])

    def _opens(self, row: Row) -> bool:
        try:
            self.resealed(*row)
        except CannotUnseal:
            return False
        return True

    def _under(self, key_id: str) -> Sequence[Row]:
        prefix = f"v1.{key_id}."
        rows = self.model._base_manager.alias(prefix=Left(self.name, len(prefix))).filter(prefix=prefix)
        sealed: Sequence[Row] = rows.order_by("pk").values_list("pk", self.name)
        return sealed

    def replace(self, pk: Any, old: Any, new: Any) -> bool:
        """False when the row was deleted or changed since `old` was read."""
        return bool(self.model._base_manager.filter(pk=pk, **{self.name: old}).update(**{self.name: new}))

    def _rows(self, after: Any) -> "QuerySet[Any, Row]":
        rows = self.model._base_manager.order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        candidates: QuerySet[Any, Row] = self._likely_old(rows).values_list("pk", self.name)
        return candidates

    def _likely_old(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        # An exact comparison: SQLite's LIKE ignores case and would take k1 and K1 for the same key.
        newest = newest_prefix()
        # Nothing is sealed in an empty text.
        filled = rows.exclude(**{self.name: ""})
        old: QuerySet[Any] = filled.alias(prefix=Left(self.name, len(newest))).exclude(prefix=newest)
        return old

    def _is_old(self, value: Any) -> bool:
        return True


@dataclass(frozen=True)
class SecondFactors(Column):
    """The secrets of authenticator apps and recovery codes: one sealed text inside JSON, not bound to its row."""

    model: Any = Authenticator
    name: str = "data"

    def resealed(self, pk: Any, value: Any) -> Any:
        sealed = {name: reseal(value[name], context=second_factor.CONTEXT, row="") for name in self._sealed(value)}
        return value | sealed

    def key_ids(self) -> set[str]:
        values = self.model._base_manager.values_list(self.name, flat=True)
        return {value[name].split(".")[1] for value in values for name in self._sealed(value)}

    def _under(self, key_id: str) -> Sequence[Row]:
        rows = self.model._base_manager.order_by("pk").values_list("pk", self.name)
        return [row for row in rows if any(row[1][name].split(".")[1] == key_id for name in self._sealed(row[1]))]

    def _likely_old(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows

    def _is_old(self, value: Any) -> bool:
        return any(not value[name].startswith(newest_prefix()) for name in self._sealed(value))

    @staticmethod
    def _sealed(value: Any) -> set[str]:
        return {"secret", "seed"} & set(value)


@dataclass(frozen=True)
class Attempts(Column):
    """The unfinished questionnaires: each is sealed on its own inside the session of its browser."""

    model: Any = Session
    name: str = "session_data"

    def resealed(self, pk: Any, value: Any) -> Any:
        data = _decoded(value)
        data[session.KEY] = {
            attempt_id: sealed if sealed.startswith(newest_prefix()) else self._resealed_attempt(attempt_id, sealed)
            for attempt_id, sealed in data[session.KEY].items()
        }
        return SessionStore().encode(data)

    @staticmethod
    def _resealed_attempt(attempt_id: str, sealed: str) -> str:
        try:
            return reseal(sealed, context=session.CONTEXT, row=attempt_id)
        # The questionnaire treats an attempt that does not open as expired, before and after the rotation.
        except CannotUnseal:
            return sealed

    def _likely_old(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows

    def _is_old(self, value: Any) -> bool:
        return any(
            not sealed.startswith(newest_prefix()) and self._resealed_attempt(attempt_id, sealed) != sealed
            for attempt_id, sealed in _decoded(value).get(session.KEY, {}).items()
        )


def _decoded(value: str) -> dict[str, Any]:
    return SessionStore().decode(value)


STORED = (
    Column(Submission, "sealed_record"),
    Column(ConsultationRequest, "sealed_contact"),
    Column(ConsultationRequest, "sealed_note", context=ConsultationRequest.NOTE_CONTEXT),
    Column(Mail, "sealed_message"),
    Column(Appointment, "sealed_contact"),
    Column(Appointment, "sealed_note", context=Appointment.NOTE_CONTEXT),
    Column(Review, "sealed_note", Guard(Review._meta.db_table, delete=False)),
    Column(Note, "sealed_text", Guard(Note._meta.db_table, delete=False)),
    Column(UrgentAction, "sealed_text", Guard(UrgentAction._meta.db_table, delete=False)),
    SecondFactors(),
)
COLUMNS = (*STORED, Attempts())
