"""Which submissions an export holds, and what of them; read in small batches, however many there are."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet, TextChoices
from django.utils import timezone

from screening.exports.columns import FINDINGS, Row
from screening.models import Review, Submission
from staff.access_log import Action, record, record_each
from staff.models import LONGEST_DETAIL

BATCH = 200


class Format(TextChoices):
    CSV = "csv", "CSV, for a spreadsheet: answers in words"
    JSON = "json", "JSON, for a program: answers in words and as codes"
    FHIR = "fhir", "FHIR bundle, for a health record system: always every answer, and no other column"


@dataclass(frozen=True)
class Selection:
    """What somebody asked for. `every_answer` also takes answers to questions that are asked no more."""

    format: Format
    columns: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    every_answer: bool = False
    since: date | None = None
    until: date | None = None  # that day is in it
    disposition: str = ""
    state: str = ""

    @property
    def opens_records(self) -> bool:
        return bool(self.every_answer or self.questions or FINDINGS in self.columns)

    def submissions(self) -> QuerySet[Submission]:
        found = Submission.objects.order_by("received_at", "id")
        if self.since:
            found = found.filter(received_at__gte=_start_of(self.since))
        if self.until:
            found = found.filter(received_at__lt=_start_of(self.until + timedelta(days=1)))
        if self.disposition:
            found = found.filter(disposition=self.disposition)
        if self.state:
            found = found.filter(state=self.state)
        return found if self.opens_records else found.defer("sealed_record")

    def in_words(self, count: int) -> str:
        """For the access log: what was asked for, and nothing of what is in it."""
        days = (f"from {self.since}" if self.since else "", f"until {self.until}" if self.until else "")
        which = " ".join(part for part in (*days, self.disposition, self.state) if part) or "all there are"
        answers = "every answer" if self.every_answer else ", ".join(self.questions) or "none"
        columns = f"; columns: {', '.join(self.columns) or 'none'}" if self.format is not Format.FHIR else ""
        submissions = "1 submission" if count == 1 else f"{count} submissions"
        return f"{self.format.value}, {submissions} asked for: {which}{columns}; answers: {answers}"


def write_down(person: User, selection: Selection, count: int) -> None:
    """The export as entries of the access log, as many as its words need."""
    with transaction.atomic():
        for part in textwrap.wrap(selection.in_words(count), LONGEST_DETAIL):
            record(person, Action.EXPORTED, detail=part)


def rows(person: User, selection: Selection) -> Iterator[Row]:
    """Each submission, the oldest first. A look at the answers of a batch is written down before the batch is read.

    Every batch is a query of its own: no database cursor stays open while somebody downloads over a slow line, and
    what is taken back meanwhile is not in it.
    """
    for batch in _batches(selection.submissions()):
        if selection.opens_records:
            record_each(person, Action.SAW_ANSWERS, [one.reference for one in batch], "in an export")
        for submission in batch:
            yield Row.opened(submission) if selection.opens_records else Row(submission)


def _batches(submissions: QuerySet[Submission]) -> Iterator[list[Submission]]:
    submissions = submissions.prefetch_related(Prefetch("reviews", Review.objects.defer("sealed_note")))
    batch = list(submissions[:BATCH])
    while batch:
        yield batch
        last = batch[-1]
        later = Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, pk__gt=last.pk)
        batch = list(submissions.filter(later, received_at__gte=last.received_at)[:BATCH])  # the second: for the index


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
