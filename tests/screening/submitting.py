"""Sends submissions, for tests of the clinic's side."""

import itertools

from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from tests.screening.answer_sets import CLEAR

attempts = itertools.count()

SUGGEST: dict[str, object] = {}
TALK_FIRST: dict[str, object] = {"pressure_told": "not_sure"}
NOT_NOW: dict[str, object] = {"pressure_told": "untreated"}


def submit(answers: dict[str, object] = SUGGEST) -> Submission:
    """A submission with these answers; all others are clear."""
    all_answers = CLEAR | answers
    return Submission.send(f"attempt {next(attempts)}", all_answers, assess(all_answers), Consent.to_text("I agree."))
