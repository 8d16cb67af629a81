"""Every state has words, and every time an end."""

from consultations.models import State as CallState
from receipts.receipt import ANSWERS_ARE, CALL_IS
from screening.submissions.states import State


def test_every_state_of_a_submission_and_of_a_call_has_words_for_its_person():
    assert set(ANSWERS_ARE) == set(State)
    assert set(CALL_IS) == set(CallState)
