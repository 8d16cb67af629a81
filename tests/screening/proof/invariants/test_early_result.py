"""An early result is final, and it never hides that a person needs help now."""

import pytest

from screening.early_result import is_early, leaves_urgency_open
from screening.proof.answer_space import early_results, exploration
from screening.proof.answer_space.early_results import SoFar
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition, Level
from tests.screening.proof.proving import WITHOUT_MEDICINES, violated


@pytest.fixture(autouse=True)
def _forget():
    exploration.forget()
    yield
    exploration.forget()


def test_a_result_that_comes_before_the_last_urgent_question_is_found(monkeypatch):
    monkeypatch.setattr(early_results, "leaves_urgency_open", lambda question, answer, asked: False)
    found = violated(WITHOUT_MEDICINES, "E1", "E2")
    assert "leads to urgent-help-now; without an answer to " in found["E1"][-1]
    assert any(line.endswith("-> (no answer)") for line in found["E2"])


def test_one_urgent_question_that_is_forgotten_is_found(monkeypatch):
    monkeypatch.setattr(
        early_results,
        "leaves_urgency_open",
        lambda question, *rest: question.id != "harm_to_others" and leaves_urgency_open(question, *rest),
    )
    found = violated(WITHOUT_MEDICINES, "E1", "E2")
    assert found["E1"][-1].startswith("leads to urgent-help-now; without an answer to harm_to_others")
    assert f"harm_to_others: {QUESTIONNAIRE.by_id['harm_to_others'].text} -> (no answer)" in found["E2"]


def test_a_result_that_comes_for_a_milder_answer_is_found(monkeypatch):
    def too_early(disposition, worst, *, may_be_urgent):
        return is_early(disposition, max(worst, Level.NOT_NOW), may_be_urgent=may_be_urgent)

    monkeypatch.setattr(early_results, "is_early", too_early)
    assert set(violated(WITHOUT_MEDICINES, "E1", "E2")) == {"E1", "E2"}


def test_a_result_that_rests_on_an_answer_that_can_fall_away_is_found(monkeypatch):
    def uncertain(part):
        question, answer, asked = part.questions[0], part.answers[0], part.asked[0]
        return SoFar(part.effects[0].worst, leaves_urgency_open(question, answer, asked))

    monkeypatch.setattr("screening.proof.invariants.early_result.SO_FAR", _property(uncertain))
    [*_, because] = violated(WITHOUT_MEDICINES, "E1")["E1"]
    assert because.startswith(f"leads to {Disposition.SUGGEST_CONSULTATION}; without an answer to health_history")


def _property(of):
    return early_results.Property(SoFar(), of, SoFar.together)
