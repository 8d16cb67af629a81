"""What a row of an export can say of one submission: by name, as JSON holds it and as a cell of a spreadsheet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from screening.models import Review, Submission
from screening.questionnaire import QUESTIONNAIRE
from vault.seal import CannotUnseal

BETWEEN = " | "  # several things in one cell
QUESTIONS: Mapping[str, str] = {question.id: question.topic for question in QUESTIONNAIRE.with_own_page}


@dataclass(frozen=True)
class Row:
    """One submission. `record` is None where it was not asked for, or cannot be read: then `problem` says why."""

    submission: Submission
    record: dict[str, Any] | None = None
    problem: str = ""

    @classmethod
    def opened(cls, submission: Submission) -> "Row":
        """With what its person answered."""
        try:
            return cls(submission, submission.record)
        except CannotUnseal as error:
            return cls(submission, problem=f"This record cannot be read: {error}")

    @property
    def reviews(self) -> list[Review]:
        return list(self.submission.reviews.all())

    @property
    def decision(self) -> str | None:
        """The newest review that takes effect, as `reviewing.decision_on` finds it."""
        return next((one.disposition for one in reversed(self.reviews) if one.takes_effect), None)

    @property
    def reviewers(self) -> list[str]:
        """Everybody who said something about it, in the order in which they first did."""
        return list(dict.fromkeys(one.author_name for one in self.reviews))

    @property
    def received_at(self) -> str:
        return self.submission.received_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def findings(self) -> list[dict[str, Any]] | None:
        return self.record["findings"] if self.record else None

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        """Question id -> the record's row; only what was asked."""
        return {row["question"]: row for row in self.record["answers"]} if self.record else {}


@dataclass(frozen=True)
class Column:
    """`value` is what JSON holds; `cell` is the text for a spreadsheet, where that is not the value itself."""

    label: str
    value: Callable[[Row], Any]
    cell: Callable[[Row], str] | None = None

    def text(self, row: Row) -> str:
        return self.cell(row) if self.cell else str(self.value(row) or "")


COLUMNS: Mapping[str, Column] = {
    "reference": Column("Reference", lambda row: row.submission.reference),
    "received_at": Column("When it was received", lambda row: row.received_at),
    "disposition": Column("What the screening said", lambda row: row.submission.disposition),
    "state": Column("How far the clinic is with it", lambda row: row.submission.state),
    "decision": Column("The clinic’s decision", lambda row: row.decision),
    "reviewers": Column("Who reviewed it", lambda row: row.reviewers, lambda row: BETWEEN.join(row.reviewers)),
    "ruleset_version": Column("Version of the rules", lambda row: row.submission.ruleset_version),
    "ruleset_fingerprint": Column("Fingerprint of the rules", lambda row: row.submission.ruleset_fingerprint),
    "findings": Column("Findings", lambda row: row.findings, lambda row: findings_in_words(row)),
}
FINDINGS = "findings"


def findings_in_words(row: Row) -> str:
    return BETWEEN.join(f"{found['level']}: {found['topic']}. {found['words']}" for found in row.findings or ())


def answer_in_words(answered: dict[str, Any] | None) -> str:
    """One row of a record as its person read it; empty where the question was not asked."""
    return BETWEEN.join(given["text"] for given in answered["answers"]) if answered else ""


def earlier_answers_in_words(row: Row) -> str:
    """Answers to questions that today's questionnaire asks no more."""
    gone = (answered for question, answered in row.answers.items() if question not in QUESTIONS)
    return BETWEEN.join(f"{answered['text']} {answer_in_words(answered)}" for answered in gone)
