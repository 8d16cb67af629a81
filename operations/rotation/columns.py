"""Everything that is sealed with the data key, in one list: for a change of keys, and for a restore that tries them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.db.models.functions import Left

from consultations.models import ConsultationRequest
from screening.journey import session
from screening.models import Review, Submission
from staff.sign_in import second_factor
from vault.append_only import Guard
from vault.seal import CannotUnseal, newest_begins, reseal

PAGE = 100  # rows read at once

Row = tuple[Any, Any]  # primary key, and what stands in the column


@dataclass(frozen=True)
class Column:
    """A column of sealed text, each bound to its row by the model's CONTEXT. `guard` refuses changes to the table."""

    model: Any
    name: str
    guard: Guard | None = None

    def __str__(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    def resealed(self, pk: Any, text: Any) -> Any:
        """`text` with everything in it under the newest key. Raises CannotUnseal."""
        return reseal(text, context=self.model.CONTEXT, row=str(pk))

    def pages(self) -> Iterator[list[Row]]:
        """Every row that has something under an older key, some rows at a time, in the order of the primary key."""
        last: Any = None
        while page := list(self._rows(last)[:PAGE]):
            last = page[-1][0]
            if old := [row for row in page if self._is_old(row[1])]:
                yield old

    def key_ids(self) -> set[str]:
        """The ids of all keys that something in this column is sealed with."""
        begins = self.model._base_manager.values_list(Left(self.name, 80), flat=True)
        return {key_id for text in begins.iterator() for key_id in text.split(".")[1:2]}

    def try_to_open_one(self) -> None:
        """Raises CannotUnseal when the keys here do not open what stands in this column."""
        if row := self.model._base_manager.values_list("pk", self.name).first():
            self.resealed(*row)

    def replace(self, pk: Any, old: Any, new: Any) -> bool:
        """Put `new` where `old` stands still. False when the row went, or somebody wrote another text meanwhile."""
        return bool(self.model._base_manager.filter(pk=pk, **{self.name: old}).update(**{self.name: new}))

    def _rows(self, after: Any) -> "QuerySet[Any, Row]":
        rows = self.model._base_manager.order_by("pk")
        if after is not None:
            rows = rows.filter(pk__gt=after)
        old: QuerySet[Any, Row] = self._likely_old(rows).values_list("pk", self.name)
        return old

    def _likely_old(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        begins = newest_begins()  # compared as it is: SQLite's LIKE would take k1 and K1 for one key
        old: QuerySet[Any] = rows.alias(begins=Left(self.name, len(begins))).exclude(begins=begins)
        return old

    def _is_old(self, text: Any) -> bool:
        return True


@dataclass(frozen=True)
class SecondFactors(Column):
    """What apps and recovery codes of staff are made from: one sealed text among others, not bound to its row."""

    model: Any = Authenticator
    name: str = "data"

    def resealed(self, pk: Any, data: Any) -> Any:
        sealed = {name: reseal(data[name], context=second_factor.CONTEXT, row="") for name in self._sealed(data)}
        return data | sealed

    def key_ids(self) -> set[str]:
        every = self.model._base_manager.values_list(self.name, flat=True)
        return {data[name].split(".")[1] for data in every for name in self._sealed(data)}

    def _likely_old(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows

    def _is_old(self, data: Any) -> bool:
        return any(not data[name].startswith(newest_begins()) for name in self._sealed(data))

    @staticmethod
    def _sealed(data: Any) -> set[str]:
        return {"secret", "seed"} & set(data)


@dataclass(frozen=True)
class Attempts(Column):
    """The questionnaires people are in the middle of: sealed one by one inside their browser's session."""

    model: Any = Session
    name: str = "session_data"

    def resealed(self, pk: Any, text: Any) -> Any:
        content = _decoded(text)
        content[session.KEY] = {
            attempt: sealed if sealed.startswith(newest_begins()) else self._attempt(attempt, sealed)
            for attempt, sealed in content[session.KEY].items()
        }
        return SessionStore().encode(content)

    @staticmethod
    def _attempt(attempt: str, sealed: str) -> str:
        try:
            return reseal(sealed, context=session.CONTEXT, row=attempt)
        except CannotUnseal:  # the journey takes it for lapsed, and goes on doing so
            return sealed

    def _likely_old(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        return rows

    def _is_old(self, text: Any) -> bool:
        return any(
            not sealed.startswith(newest_begins()) and self._attempt(attempt, sealed) != sealed
            for attempt, sealed in _decoded(text).get(session.KEY, {}).items()
        )


def _decoded(text: str) -> dict[str, Any]:
    return SessionStore().decode(text)


STORED = (
    Column(Submission, "sealed_record"),
    Column(ConsultationRequest, "sealed_contact"),
    Column(Review, "sealed_note", Guard(Review._meta.db_table, delete=False)),
    SecondFactors(),
)
COLUMNS = (*STORED, Attempts())
