"""The space of answers counted in groups is the space counted one by one."""

from collections import Counter
from itertools import product

from hypothesis import given, settings

from screening.assessment import assess
from screening.proof.answer_space import explore
from screening.proof.answers import NO_ANSWER, UNKNOWN_VALUE, answers_to, plain_answer
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.small_questionnaires import questionnaires


def every_answer_set(questionnaire):
    answers = {question.id: answers_to(question) for question in questionnaire.questions}
    return (dict(zip(answers, one, strict=True)) for one in product(*answers.values()))


def everything(*tracks):
    by_id = {question.id: question for track in tracks for question in track.questions}
    return lambda question_id: [(value,) * len(tracks) for value in answers_to(by_id[question_id])]


@settings(max_examples=60, deadline=None)
@given(questionnaires())
def test_groups_hold_as_many_answer_sets_as_lead_to_each_disposition_one_by_one(questionnaire):
    one_by_one = Counter(assess(answers, questionnaire).disposition for answers in every_answer_set(questionnaire))
    reached = explore([questionnaire], everything(questionnaire))
    assert {disposition: group.count for (disposition,), group in reached.items()} == dict(one_by_one)


@settings(max_examples=60, deadline=None)
@given(questionnaires())
def test_the_example_of_a_group_leads_where_the_group_says(questionnaire):
    plain = {question.id: plain_answer(question) for question in questionnaire.questions}
    for (disposition,), group in explore([questionnaire], everything(questionnaire)).items():
        assert assess(plain | group.example(), questionnaire).disposition is disposition


@settings(max_examples=40, deadline=None)
@given(questionnaires(), questionnaires())
def test_two_rule_sets_side_by_side_are_counted_like_each_alone(old, new):
    by_id = {question.id: question for track in (old, new) for question in track.questions}
    reached = explore([old, new], everything(old, new))
    answers = {question_id: answers_to(by_id[question_id]) for question_id in by_id}
    sets = [dict(zip(answers, one, strict=True)) for one in product(*answers.values())]
    pairs = Counter((assess(one, old).disposition, assess(one, new).disposition) for one in sets)
    assert {dispositions: group.count for dispositions, group in reached.items()} == dict(pairs)


def test_the_answers_to_a_question_are_silence_each_choice_and_a_value_not_on_offer():
    assert answers_to(QUESTIONNAIRE.by_id["pregnancy"]) == [
        *(NO_ANSWER, "no_or_na", "yes", "maybe", "trying", "prefer_not", UNKNOWN_VALUE)
    ]
    ticks = answers_to(QUESTIONNAIRE.by_id["medicines"])
    assert len(ticks) == 2 ** (len(QUESTIONNAIRE.by_id["medicines"].choices) + 1)
    assert len({tuple(one or ()) for one in ticks}) == len(ticks)


def test_the_plain_answer_is_the_first_clear_one_or_the_tick_of_none():
    plain = {question.id: plain_answer(question) for question in QUESTIONNAIRE.questions}
    assert (plain["pregnancy"], plain["ride_home"], plain["medicines"]) == ("no_or_na", "yes", ["none"])
