"""Sends submissions, for tests of the clinic's side."""

import itertools
from typing import TypeVar

from screening.assessment import assess
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sending import Consent
from screening.vocabulary.questionnaires import Questionnaire
from tests.screening import answer_sets, answer_sets_1_0_1
from vault.bound import Bound
from vault.seal import seal

Row = TypeVar("Row", bound=Bound)

attempts = itertools.count()

SUGGEST: dict[str, object] = {}
TALK_FIRST: dict[str, object] = {"pressure_told": "not_sure"}
NOT_NOW: dict[str, object] = {"pressure_told": "untreated"}


def submit(answers: dict[str, object] = SUGGEST) -> Submission:
    """A submission with these answers; all others are clear."""
    return _submit(answer_sets.CLEAR | answers, QUESTIONNAIRE)


def submit_under_1_0_1(answers: dict[str, object] = SUGGEST) -> Submission:
    """A submission as the site stored it when rules 1.0.1 were in force."""
    submission = _submit(answer_sets_1_0_1.CLEAR | answers, answer_sets_1_0_1.RULES)
    record = submission.record.as_json()
    for row in record["answers"]:
        del row["listed"], row["hint"]
    submission.sealed_record = seal(record, context=Submission.CONTEXT, row=str(submission.pk))
    submission.save(update_fields=["sealed_record"])
    return submission


def _submit(answers: dict[str, object], rules: Questionnaire) -> Submission:
    attempt, consent = f"attempt {next(attempts)}", Consent.to_text("I agree.")
    return Submission.send(attempt, answers, assess(answers, rules), consent, rules)


def as_if_stored(row: Row, **columns: object) -> Row:
    """`row` as if it had been stored with these columns."""
    for name, value in columns.items():
        setattr(row, name, value)
    row.columns_digest = row.digest_of_columns()
    type(row)._base_manager.filter(pk=row.pk).update(**columns, columns_digest=row.columns_digest)
    if isinstance(row, Submission) and "received_at" in columns:
        row.finding_domains.update(received_at=columns["received_at"])
    return row
