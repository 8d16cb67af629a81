"""Counting early results gives the same numbers as asking for each one by one."""

from collections import Counter
from itertools import product

from hypothesis import given, settings

from screening.early_result import early
from screening.proof.answer_space.answers import answers_to
from screening.proof.answer_space.early_results import SO_FAR
from screening.proof.answer_space.exploration import explore_with
from tests.screening.small_questionnaires import questionnaires


@settings(max_examples=60, deadline=None)
@given(questionnaires())
def test_as_many_answer_sets_lead_to_an_early_result_as_one_by_one(questionnaire):
    answers = {question.id: answers_to(question) for question in questionnaire.questions}
    sets = (dict(zip(answers, one, strict=True)) for one in product(*answers.values()))
    one_by_one = Counter(early(answer_set, questionnaire) is not None for answer_set in sets)
    counted = Counter()
    for (so_far, (disposition,)), group in explore_with(SO_FAR, [questionnaire]).items():
        counted[so_far.leads_to_early_result(disposition)] += group.count
    assert counted == one_by_one
