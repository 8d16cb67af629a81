"""Daily counts without personal data: screenings sent, where people stop, and how clinicians decided.

The counts stay after the counted rows are deleted, so a small count is shown only as "<5".
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection, models
from django.db.models import Min, Sum
from django.utils import timezone

FEWEST_SHOWN = 5
# Replaces every count from 1 to 4 in calculations and drawings.
BLURRED = 2
SHARDS = 16


class DailyTotal(models.Model):
    """How often something happened on a day: the sum of its shards.

    `key` is a disposition, a question, a version, or a pair: see `What`.
    Totals are kept when the rules change, under the ids of then.
    """

    class What(models.TextChoices):
        SENT = "sent", "Screenings sent, by disposition"
        STOPPED_AT = "stopped-at", "Questionnaires left unfinished, by the question that came next"
        ENDED_EARLY = "ended-early", "Results seen early, by the number of the last screen"
        FOR_SOMEONE_ELSE = "for-someone-else", "Questionnaires begun for someone else"
        RULES = "rules", "Questionnaires sent or left unfinished, by the version of the rules"
        JUDGED = "judged", "Decisions, by the screening's disposition and the clinician's"
        JUDGED_QUESTION = "judged-question", "Decisions, by the question that led there and how they differ"

    day = models.DateField()
    what = models.CharField(max_length=16, choices=What)
    key = models.CharField(max_length=80)
    # Everybody who sends something adds to the same total, and holds its row until the commit. So there are several.
    shard = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    objects: models.Manager["DailyTotal"] = models.Manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("what", "day", "key", "shard"), name="one_total_a_day"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.what} {self.key}: {small_number_text(self.count)}"


ADD_ONE = """
    INSERT INTO screening_dailytotal (day, what, key, shard, count) VALUES (%s, %s, %s, %s, 1)
    ON CONFLICT (what, day, key, shard) DO UPDATE SET count = screening_dailytotal.count + 1
"""


def add(what: DailyTotal.What, keys: Iterable[str], day: date | None = None) -> None:
    """Adds one to the total of each key, in the current transaction. Exact under concurrency."""
    value = connection.ops.adapt_datefield_value(day or timezone.localdate())
    with connection.cursor() as cursor:
        # One order for all: two transactions that count the same keys cannot deadlock.
        for key in sorted(keys):
            cursor.execute(ADD_ONE, (value, what.value, key, secrets.randbelow(SHARDS)))


def sums(what: DailyTotal.What, since: date | None = None) -> Mapping[str, int]:
    """Counts by key, since that day or of all time."""
    totals = DailyTotal.objects.filter(what=what, **({"day__gte": since} if since else {}))
    return dict(totals.values_list("key").annotate(Sum("count")).order_by("key"))


def rules_changed(since: date | None = None) -> list[tuple[date, str]]:
    """(day, version) for each time that other rules came into use, since that day or ever, the newest first.

    The day is the first on which anything was counted under them. The first rules of a site are no change.
    """
    first_days = DailyTotal.objects.filter(what=DailyTotal.What.RULES).values_list("key").annotate(day=Min("day"))
    begin = DailyTotal.objects.aggregate(day=Min("day"))["day"]
    return sorted(
        ((day, version) for version, day in first_days if day > begin and (since is None or day >= since)),
        reverse=True,
    )


def small_number_text(count: int) -> str:
    """The count as staff see it. One to four people could be recognized by their number."""
    return f"<{FEWEST_SHOWN}" if 0 < count < FEWEST_SHOWN else str(count)


def blurred(count: int) -> int:
    """The count for calculations and drawings, so that nobody can work back to a small one."""
    return BLURRED if 0 < count < FEWEST_SHOWN else count
