"""What must be true of the judgment of each answer by itself."""

import pytest

from screening.proof.answer_space.answers import answers_to
from screening.proof.invariants.single_answers import INVARIANTS, SingleAnswerInvariant, check_question
from screening.proof.invariants.verdicts import EVERY_ANSWER, Verdict, Violation
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Section

AVM, EYES = QUESTIONNAIRE.by_id["avm"], QUESTIONNAIRE.by_id["mind_history"]
SMALL = Questionnaire("1", (Section("s", "S", (AVM, EYES)),))
ANSWERS = len(answers_to(AVM)) + len(answers_to(EYES))


def test_the_first_answer_with_a_problem_is_the_counterexample():
    def problem(question, answer):
        return "is wrong" if question.id == "mind_history" and answer and "none" in answer else ""

    verdict = SingleAnswerInvariant("12", "is right", problem).check(SMALL)
    assert verdict == Verdict(
        "12", "is right", EVERY_ANSWER, ANSWERS, Violation("is wrong", {"mind_history": ["none"]})
    )


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda invariant: invariant.number)
def test_every_answer_of_every_question_is_checked(invariant):
    check_question.cache_clear()
    assert invariant.check(SMALL) == Verdict(invariant.number, invariant.statement, EVERY_ANSWER, ANSWERS)
