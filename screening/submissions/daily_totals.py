"""Counts of a day that name nobody: how many were sent, where people stop, how clinicians judged.

They outlive what they count, which is deleted on time, so a small number is told only as "<5".
"""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import models
from django.db.models import F, Sum
from django.utils import timezone

FEWEST_SHOWN = 5
SMALL = 2  # what every number from 1 to 4 is taken for, where one is worked out or drawn from it


class DailyTotal(models.Model):
    """How often something happened on a day. `key` tells of what kind it was: a disposition, a question."""

    class What(models.TextChoices):
        SENT = "sent", "Screenings sent, by disposition"
        STOPPED_AT = "stopped-at", "Questionnaires left unfinished, by the question that came next"
        JUDGED = "judged", "Decisions, by the screening's disposition and the clinician's"
        JUDGED_QUESTION = "judged-question", "Decisions, by the question that led there and how they differ"

    day = models.DateField()
    what = models.CharField(max_length=16, choices=What)
    key = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)
    objects: models.Manager["DailyTotal"] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("what", "day", "key"), name="one_total_a_day"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.key}: {shown(self.count)}"


def add(what: DailyTotal.What, keys: Iterable[str], day: date | None = None) -> None:
    """Count one for each of `keys`, in the transaction at hand. Exact when many count at the same time."""
    day = day or timezone.localdate()
    for key in sorted(keys):  # always in one order: two that count the same never wait for each other in a ring
        total = DailyTotal.objects.filter(day=day, what=what, key=key)
        if not total.update(count=F("count") + 1):  # the first of the day; or somebody else's first, this moment
            DailyTotal.objects.bulk_create([DailyTotal(day=day, what=what, key=key)], ignore_conflicts=True)
            total.update(count=F("count") + 1)


def sums(what: DailyTotal.What, since: date | None = None) -> Mapping[str, int]:
    """key -> how often, since the day `since`, or ever."""
    totals = DailyTotal.objects.filter(what=what, **({"day__gte": since} if since else {}))
    return dict(totals.values_list("key").annotate(Sum("count")).order_by("key"))


def shown(count: int) -> str:
    """The count as staff are told it: one to four people could be known by their number."""
    return f"<{FEWEST_SHOWN}" if 0 < count < FEWEST_SHOWN else str(count)


def taken_for(count: int) -> int:
    """The count to reckon and draw with, from which nobody can work back to a small one."""
    return SMALL if 0 < count < FEWEST_SHOWN else count
