"""A worse answer never leads to a better disposition: pairs of answer sets that differ in one answer."""

from screening.proof.answer_space.exploration import explore_with
from screening.proof.invariants.pairs import DIFFERS_IN_ONE_ANSWER
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Section
from tests.screening.proof.proving import violated

NURSING = QUESTIONNAIRE.by_id["nursing"]
AVM = QUESTIONNAIRE.by_id["avm"]
SMALL = Questionnaire("1", (Section("s", "S", (NURSING, AVM)),))


def test_answer_sets_that_differ_in_two_answers_are_not_compared():
    answers = {"nursing": [("no_or_na", "no_or_na"), ("no_or_na", "yes")], "avm": [("no", "no"), ("no", "yes")]}
    outcomes = explore_with(DIFFERS_IN_ONE_ANSWER, [SMALL, SMALL], given=answers)
    suggest, not_now = Disposition.SUGGEST_CONSULTATION, Disposition.NOT_SUITABLE_NOW
    assert {key: group.count for key, group in outcomes.items()} == {
        (False, (suggest, suggest)): 1,
        (True, (suggest, not_now)): 2,
    }


def test_a_small_questionnaire_is_monotone():
    assert violated(SMALL, "11") == {}
