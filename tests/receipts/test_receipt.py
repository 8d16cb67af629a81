"""The receipt describes every state, and what was sent under earlier rules."""

import pytest

from consultations.models import State as CallState
from receipts.receipt import ANSWERS_STATUS, CALL_STATUS, Receipt
from screening.submissions.states import State
from tests.screening.answer_sets_1_0_1 import CLEAR
from tests.screening.submitting import submit_under_1_0_1


def test_every_state_of_a_submission_and_of_a_call_request_has_a_text():
    assert set(ANSWERS_STATUS) == set(State)
    assert set(CALL_STATUS) == set(CallState)


@pytest.mark.django_db
def test_the_receipt_of_what_was_sent_under_earlier_rules_counts_the_questions_of_then():
    receipt = Receipt(submit_under_1_0_1({"suicidal_thoughts": "wish"}), None)
    assert receipt.questions_answered == len(CLEAR)
