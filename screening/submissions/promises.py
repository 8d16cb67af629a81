"""How long a person was told that a record is kept. It is stored with the record, and only that is read from then on.

`clinic.yaml` says what is promised to the next person. A change of it changes no promise that was made.
"""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Max, Q

from bases.moments import date_text
from vault.bound import Bound

BATCH = 500


class InBackups(Bound):
    """A record of which its person was told for how many days backup copies of it remain after it is deleted.

    `backup_days` is None in a row of a time when this was not stored, until `fill` reaches it.
    """

    BOUND_LATER = ("backup_days",)

    backup_days = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        abstract = True


class Promised(InBackups):
    """A record that is kept for as many days as its person was told when they sent it.

    The days count from the time in the column COUNTS_FROM. `kept_days` is None in a row of a time when promises were
    not stored, until `fill` reaches it.
    """

    COUNTS_FROM: ClassVar[str]

    kept_days = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def kept_until(self) -> datetime | None:
        """None while the days do not count yet."""
        begin: datetime | None = getattr(self, self.COUNTS_FROM)
        return None if begin is None or self.kept_days is None else begin + timedelta(days=self.kept_days)

    @property
    def promise(self) -> str:
        """For the end of a sentence that begins "We keep it until"."""
        if self.kept_until:
            return date_text(self.kept_until)
        if self.kept_days:
            return f"{self.kept_days} days after your request for a call is closed"
        return "the day that the privacy page says"


def fill(model: type[InBackups], column: str, days: int) -> None:
    """Give each row without a promise the longest that is known: `days` of today, or any that was made."""
    rows = model._default_manager.all()
    longest = rows.aggregate(longest=Max(column))["longest"] or 0
    while batch := rows.filter(**{column: None})[:BATCH]:
        for row in batch:
            columns: dict[str, object] = {column: max(days, longest)}
            if row.is_as_stored:
                setattr(row, column, max(days, longest))
                columns["columns_digest"] = row.digest_of_columns()
            rows.filter(pk=row.pk).update(**columns)


def time_is_over(model: type[Promised], now: datetime) -> Q:
    """Matches the rows whose promised days are over at `now`. It never matches a row without a promise."""
    promised = model._default_manager.order_by().values_list("kept_days", flat=True).distinct()
    over = Q(pk__in=())
    for days in filter(None, promised):
        over |= Q(("kept_days", days), (f"{model.COUNTS_FROM}__lte", now - timedelta(days=days)))
    return over
