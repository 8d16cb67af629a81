"""Which submissions an export contains and which of their data, read in small batches."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet, TextChoices

from bases.moments import start_of
from screening.exports.columns import FINDINGS, Row
from screening.models import Submission
from screening.submissions.decisions.standing import all_reviews
from staff.access_log import Action, record, record_each
from staff.models import LONGEST_DETAIL

BATCH = 200


class Format(TextChoices):
    CSV = "csv", "CSV, for a spreadsheet: answers in words"
    JSON = "json", "JSON, for a program: answers in words and as codes"
    FHIR = "fhir", "FHIR bundle, for a health record system: always every answer, and no other column"


@dataclass(frozen=True)
class Selection:
    """What to export. `every_answer` includes answers to questions that are no longer asked."""

    format: Format
    columns: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    every_answer: bool = False
    since: date | None = None
    # The last day, included.
    until: date | None = None
    disposition: str = ""
    state: str = ""

    @property
    def opens_records(self) -> bool:
        return bool(self.every_answer or self.questions or FINDINGS in self.columns)

    def submissions(self) -> QuerySet[Submission]:
        submissions = Submission.objects.order_by("received_at", "id")
        if self.since:
            submissions = submissions.filter(received_at__gte=start_of(self.since))
        if self.until:
            submissions = submissions.filter(received_at__lt=start_of(self.until + timedelta(days=1)))
        if self.disposition:
            submissions = submissions.filter(disposition=self.disposition)
        if self.state:
            submissions = submissions.filter(state=self.state)
        return submissions if self.opens_records else submissions.defer("sealed_record")

    def as_text(self, count: int) -> str:
        """The selection for the access log, without any content of the submissions."""
        days = (f"from {self.since}" if self.since else "", f"until {self.until}" if self.until else "")
        which = " ".join(part for part in (*days, self.disposition, self.state) if part) or "all there are"
        answers = "every answer" if self.every_answer else ", ".join(self.questions) or "none"
        columns = f"; columns: {', '.join(self.columns) or 'none'}" if self.format is not Format.FHIR else ""
        submissions = "1 submission" if count == 1 else f"{count} submissions"
        return f"{self.format.value}, {submissions} asked for: {which}{columns}; answers: {answers}"


def record_export(person: User, selection: Selection, count: int) -> None:
    """Record the export in the access log, in as many entries as its text needs."""
    with transaction.atomic():
        for part in textwrap.wrap(selection.as_text(count), LONGEST_DETAIL):
            record(person, Action.EXPORTED, detail=part)


def rows(person: User, selection: Selection) -> Iterator[Row]:
    """Each submission, oldest first. The access to the answers of a batch is logged before the batch is read.

    Each batch is a separate query: no database cursor stays open during a slow download, and submissions withdrawn in
    the meantime are not in the file.
    """
    marks = ["finding_domains"] if selection.opens_records else []
    for batch in _batches(selection.submissions().prefetch_related(*marks)):
        if selection.opens_records:
            references = [submission.reference for submission in batch]
            record_each(person, Action.SAW_ANSWERS, references, "in an export")
        for submission in batch:
            yield Row.with_record(submission) if selection.opens_records else Row.without_record(submission)


def _batches(submissions: QuerySet[Submission]) -> Iterator[list[Submission]]:
    submissions = submissions.prefetch_related(Prefetch("reviews", all_reviews().defer("sealed_note")))
    batch = list(submissions[:BATCH])
    while batch:
        yield batch
        last = batch[-1]
        later = Q(received_at__gt=last.received_at) | Q(received_at=last.received_at, pk__gt=last.pk)
        # The second condition adds nothing, but lets the database use its index.
        batch = list(submissions.filter(later, received_at__gte=last.received_at)[:BATCH])
