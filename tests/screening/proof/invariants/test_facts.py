"""Facts about the answers decide the disposition: urgency, missing answers, answers that clear nobody."""

import pytest

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from tests.screening.mutants import at_level, with_choice
from tests.screening.proof.proving import NOTHING_ELSE, violated


@pytest.mark.parametrize("question_id", ["heart_problem", "medicines", "seizures"])
def test_an_unsure_answer_without_a_finding_is_found(question_id):
    question = QUESTIONNAIRE.by_id[question_id]
    counterexample = violated(with_choice(question_id, "not_sure", at_level(Level.NOTE)), "10")["10"]
    assert f"{question_id}: {question.text} -> {question.by_id['not_sure'].text}" in counterexample
    assert counterexample[-2:] == [NOTHING_ELSE, "leads to suggest-consultation"]


def test_not_knowing_of_schizophrenia_in_the_family_stops_nobody():
    assert violated(with_choice("family_schizophrenia", "not_sure", at_level(Level.CLEAR)), "10") == {}
