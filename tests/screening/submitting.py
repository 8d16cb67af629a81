"""Submissions as people send them, for tests of what the clinic does with them."""

import itertools

from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from tests.screening.answer_sets import CLEAR

attempts = itertools.count()

SUGGEST: dict[str, object] = {}
TALK_FIRST: dict[str, object] = {"blood_pressure": "not_sure"}
NOT_NOW: dict[str, object] = {"blood_pressure": "uncontrolled"}


def submit(answers: dict[str, object] = SUGGEST) -> Submission:
    """Sent with these answers, and nothing else to report."""
    full = CLEAR | answers
    return Submission.send(f"attempt {next(attempts)}", full, assess(full), Consent.to_text("I agree."))
