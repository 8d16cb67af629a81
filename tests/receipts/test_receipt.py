"""The receipt describes every state."""

from consultations.models import State as CallState
from receipts.receipt import ANSWERS_STATUS, CALL_STATUS
from screening.submissions.states import State


def test_every_state_of_a_submission_and_of_a_call_request_has_a_text():
    assert set(ANSWERS_STATUS) == set(State)
    assert set(CALL_STATUS) == set(CallState)
