"""The columns of an export, each as a JSON value and as the text of a spreadsheet cell."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from typing import Any

from screening.models import Review, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedQuestion, finding_as_json
from screening.submissions.decisions.standing import standing_of
from screening.submissions.faults import faults_of, has_changed_columns
from vault.seal import CannotUnseal

CHANGED = "Somebody changed this row in the database, past the site."
# Between several values in one cell.
SEPARATOR = " | "
QUESTIONS: Mapping[str, str] = {question.id: question.topic for question in QUESTIONNAIRE.with_own_page}


@dataclass(frozen=True)
class Row:
    """One submission. `record` is None if the export does not need it, or it cannot be read.

    `problem` says why it cannot be read, or what was changed past the site.
    """

    submission: Submission
    record: Record | None = None
    problem: str = ""

    @classmethod
    def with_record(cls, submission: Submission) -> "Row":
        try:
            record = submission.record
        except CannotUnseal as error:
            return cls(submission, problem=f"This record cannot be read: {error}")
        return cls(submission, record, " ".join(faults_of(submission, record)))

    @classmethod
    def without_record(cls, submission: Submission) -> "Row":
        return cls(submission, problem=CHANGED if has_changed_columns(submission) else "")

    @property
    def disposition(self) -> str:
        """As the record says, if the export opens it."""
        return self.record.disposition if self.record else self.submission.disposition

    @property
    def reviews(self) -> list[Review]:
        return list(self.submission.reviews.all())

    @cached_property
    def decision_in_force(self) -> Review | None:
        return standing_of(self.submission, self.reviews).decision

    @property
    def decision(self) -> str | None:
        return self.decision_in_force.disposition if self.decision_in_force else None

    @property
    def waits_until(self) -> str | None:
        decision = self.decision_in_force
        return str(decision.wait_until) if decision and decision.wait_until else None

    @property
    def reviewers(self) -> list[str]:
        """Everybody who reviewed it, in the order of their first review."""
        return list(dict.fromkeys(review.author_name for review in self.reviews))

    @property
    def received_at(self) -> str:
        return self.submission.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def findings(self) -> list[dict[str, Any]] | None:
        return [finding_as_json(finding) for finding in self.record.findings] if self.record else None

    @property
    def answers(self) -> dict[str, RecordedQuestion]:
        """Question id -> its row in the record; only questions that were asked."""
        return self.record.by_question if self.record else {}


@dataclass(frozen=True)
class Column:
    """`value` is the JSON value; `cell` is the text in a spreadsheet, unless that is the value itself."""

    label: str
    value: Callable[[Row], Any]
    cell: Callable[[Row], str] | None = None

    def text(self, row: Row) -> str:
        return self.cell(row) if self.cell else str(self.value(row) or "")


COLUMNS: Mapping[str, Column] = {
    "reference": Column("Reference", lambda row: row.submission.reference),
    "received_at": Column("When it was received", lambda row: row.received_at),
    "disposition": Column("What the screening said", lambda row: row.disposition),
    "state": Column("How far the clinic is with it", lambda row: row.submission.state),
    "decision": Column("The clinic’s decision", lambda row: row.decision),
    "waits_until": Column("The day until which the clinic waits", lambda row: row.waits_until),
    "reviewers": Column("Who reviewed it", lambda row: row.reviewers, lambda row: SEPARATOR.join(row.reviewers)),
    "ruleset_version": Column("Version of the rules", lambda row: row.submission.ruleset_version),
    "ruleset_fingerprint": Column("Fingerprint of the rules", lambda row: row.submission.ruleset_fingerprint),
    "findings": Column("Findings", lambda row: row.findings, lambda row: findings_text(row)),
}
FINDINGS = "findings"


def findings_text(row: Row) -> str:
    return SEPARATOR.join(
        f"{finding['level']}: {finding['topic']}. {finding['words']}" for finding in row.findings or ()
    )


def answer_text(asked: RecordedQuestion | None) -> str:
    """The answers to one question of a record, as the person read them; "" when the question was not asked."""
    return SEPARATOR.join(answer.text for answer in asked.answers) if asked else ""


def earlier_answers_text(row: Row) -> str:
    """The answers to questions that the questionnaire no longer asks."""
    earlier = (asked for question, asked in row.answers.items() if question not in QUESTIONS)
    return SEPARATOR.join(f"{asked.text} {answer_text(asked)}" for asked in earlier)
