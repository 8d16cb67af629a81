"""Counting answer sets in groups gives the same numbers as assessing them one by one."""

from collections import Counter
from itertools import product

from hypothesis import given, settings

from screening.assessment import assess
from screening.proof.answer_space.answers import answers_to, plain_answer
from screening.proof.answer_space.exploration import explore
from tests.screening.small_questionnaires import questionnaires


def every_answer_set(questionnaire):
    answers = {question.id: answers_to(question) for question in questionnaire.questions}
    return (dict(zip(answers, one, strict=True)) for one in product(*answers.values()))


@settings(max_examples=60, deadline=None)
@given(questionnaires())
def test_groups_count_as_many_answer_sets_for_each_disposition_as_assessing_them_one_by_one(questionnaire):
    one_by_one = Counter(assess(answers, questionnaire).disposition for answers in every_answer_set(questionnaire))
    reached = explore([questionnaire])
    assert {disposition: group.count for (disposition,), group in reached.items()} == dict(one_by_one)


@settings(max_examples=60, deadline=None)
@given(questionnaires())
def test_the_example_of_a_group_has_the_disposition_of_the_group(questionnaire):
    plain = {question.id: plain_answer(question) for question in questionnaire.questions}
    for (disposition,), group in explore([questionnaire]).items():
        assert assess(plain | group.example(), questionnaire).disposition is disposition


@settings(max_examples=40, deadline=None)
@given(questionnaires(), questionnaires())
def test_two_rule_sets_explored_together_give_the_same_counts_as_alone(old, new):
    # With different choices, the answers of the old rules are explored.
    by_id = {question.id: question for track in (new, old) for question in track.questions}
    reached = explore([old, new])
    answers = {question_id: answers_to(by_id[question_id]) for question_id in by_id}
    sets = [dict(zip(answers, one, strict=True)) for one in product(*answers.values())]
    pairs = Counter((assess(one, old).disposition, assess(one, new).disposition) for one in sets)
    assert {dispositions: group.count for dispositions, group in reached.items()} == dict(pairs)


@settings(max_examples=40, deadline=None)
@given(questionnaires())
def test_given_answers_replace_all_others_to_their_question(questionnaire):
    first = questionnaire.questions[0]
    given_answers = answers_to(first)[1:3]
    one_by_one = Counter(
        assess(answers, questionnaire).disposition
        for answers in every_answer_set(questionnaire)
        if answers[first.id] in given_answers
    )
    reached = explore([questionnaire], given={first.id: [(answer,) for answer in given_answers]})
    assert {disposition: group.count for (disposition,), group in reached.items()} == dict(one_by_one)
