"""The worst level decides, nothing unknown clears anybody, and reasons are complete and in order."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition, Level
from tests.screening.answer_sets import CLEAR
from tests.screening.decision_tables import SELECT_ALL, SHOW_CRISIS_LINES

OPENED = [q.id for q in QUESTIONNAIRE.questions if q.is_follow_up]
ALWAYS_ASKED = [q for q in QUESTIONNAIRE.questions if not q.is_follow_up and not q.asked_within]


def an_answer(question):
    ids = [choice.id for choice in question.choices]
    if question.select_all:
        return st.lists(st.sampled_from(ids), min_size=1, unique=True)
    return st.sampled_from(ids)


@st.composite
def complete_answer_sets(draw):
    answers = {question.id: draw(an_answer(question)) for question in ALWAYS_ASKED}
    for problem in answers["health_history"]:
        if problem in OPENED:
            answers[problem] = draw(an_answer(QUESTIONNAIRE.by_id[problem]))
    return answers


def seen(assessment):
    return [(found.question.id, found.answer, str(found.level)) for found in assessment.findings]


def levels_given(answers):
    return [choice.level for q, a in answers.items() for _, choice in QUESTIONNAIRE.by_id[q].read(a)]


@settings(max_examples=300, deadline=None)
@given(complete_answer_sets())
def test_the_disposition_is_the_worst_level_given_and_every_answer_that_is_not_clear_is_a_reason_once(answers):
    assessment = assess(answers)
    levels = levels_given(answers)
    worst = max(levels)
    expected = {
        Level.URGENT: Disposition.URGENT_HELP_NOW,
        Level.NOT_NOW: Disposition.NOT_SUITABLE_NOW,
        Level.TALK_FIRST: Disposition.TALK_TO_CLINICIAN_FIRST,
    }.get(worst, Disposition.SUGGEST_CONSULTATION)
    assert assessment.disposition is expected
    assert len(assessment.findings) == sum(level is not Level.CLEAR for level in levels)
    assert len(set(map(str, seen(assessment)))) == len(assessment.findings)


@settings(max_examples=100, deadline=None)
@given(complete_answer_sets(), st.randoms())
def test_the_order_in_which_answers_arrive_changes_nothing(answers, rng: random.Random):
    items = list(answers.items())
    rng.shuffle(items)
    shuffled = {q: rng.sample(a, len(a)) if isinstance(a, list) else a for q, a in items}
    assert assess(shuffled) == assess(answers)


@settings(max_examples=200, deadline=None)
@given(complete_answer_sets(), st.data())
def test_a_worse_answer_never_leads_to_a_better_disposition(answers, data):
    question = data.draw(st.sampled_from([q for q in ALWAYS_ASKED if not q.select_all]))
    order = [choice.id for choice in sorted(question.choices, key=lambda choice: choice.level)]
    better, worse = sorted(data.draw(st.lists(st.sampled_from(order), min_size=2, max_size=2)), key=order.index)
    ranks = list(Disposition)
    before = ranks.index(assess(answers | {question.id: better}).disposition)
    after = ranks.index(assess(answers | {question.id: worse}).disposition)
    assert before <= after


def test_findings_are_sorted_worst_first_then_in_the_order_asked():
    answers = CLEAR | {
        "age": "65_plus",
        "pressure_told": "untreated",
        "nursing": "yes",
        "wish_to_be_dead": "yes",
        "medicines": ["opioid", "antidepressant"],
        "ride_home": "can_arrange",
    }
    assert seen(assess(answers)) == [
        ("nursing", "yes", "not_now"),
        ("pressure_told", "untreated", "not_now"),
        ("wish_to_be_dead", "yes", "talk_first"),
        ("medicines", "opioid", "talk_first"),
        ("age", "65_plus", "note"),
        ("medicines", "antidepressant", "note"),
        ("ride_home", "can_arrange", "note"),
    ]


def test_many_talk_first_answers_stay_talk_first():
    answers = CLEAR | dict.fromkeys(["pressure_told", "heart_problem", "high_mood_signs", "aneurysm"], "not_sure")
    assert assess(answers).disposition is Disposition.TALK_TO_CLINICIAN_FIRST


@pytest.mark.parametrize("silence", [None, "", [], ()])
@pytest.mark.parametrize("question", [q.id for q in ALWAYS_ASKED])
def test_a_missing_answer_to_any_question_is_incomplete(question, silence):
    assessment = assess(CLEAR | {question: silence})
    assert (assessment.disposition.value, assessment.unanswered) == ("incomplete", (question,))


def test_no_answers_at_all_are_incomplete_with_every_question_unanswered():
    assessment = assess({})
    assert assessment.disposition is Disposition.INCOMPLETE
    assert assessment.unanswered == tuple(q.id for q in ALWAYS_ASKED)


@pytest.mark.parametrize("value", ["maybe", "YES", "no ", 0, 1, True, False, 1.5, {"no": 1}, ["no"], [["no"]], "\x00"])
@pytest.mark.parametrize("question", [q.id for q in ALWAYS_ASKED if not q.select_all])
def test_an_unknown_value_counts_as_talk_first_and_is_shown_as_given(question, value):
    assessment = assess(CLEAR | {question: value})
    assert seen(assessment) == [(question, value, "talk_first")]
    assert assessment.disposition is Disposition.TALK_TO_CLINICIAN_FIRST


@pytest.mark.parametrize("question", SELECT_ALL)
@pytest.mark.parametrize("value", ["bogus", 5, {"none": True}, ["bogus"], ["none", "bogus"], [["none"]], [None]])
def test_an_unknown_value_among_several_counts_as_talk_first(question, value):
    assessment = assess(CLEAR | {question: value})
    assert assessment.disposition is Disposition.TALK_TO_CLINICIAN_FIRST
    assert [found.question.id for found in assessment.findings] == [question]


def test_a_choice_selected_with_none_of_these_counts():
    assert seen(assess(CLEAR | {"medicines": ["none", "maoi"]})) == [("medicines", "maoi", "talk_first")]


def test_a_selected_health_problem_without_its_answer_is_incomplete():
    assessment = assess(CLEAR | {"health_history": ["seizures"]})
    assert (assessment.disposition.value, assessment.unanswered) == ("incomplete", ("seizures",))


def test_an_answer_off_the_path_is_ignored():
    assert assess(CLEAR | {"seizures": "recent"}) == assess(CLEAR)


def test_another_serious_health_problem_is_talk_first_when_it_is_selected():
    assessment = assess(CLEAR | {"health_history": ["other_health"]})
    assert seen(assessment) == [("health_history", "other_health", "talk_first")]
    assert assessment.disposition is Disposition.TALK_TO_CLINICIAN_FIRST


def test_an_answer_given_directly_to_other_health_counts():
    assert seen(assess(CLEAR | {"other_health": "yes"})) == [("other_health", "yes", "talk_first")]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("emergency_signs", "new_or_worse"),
        ("suicide_intention", "yes"),
        ("suicide_intention", "not_sure"),
        ("suicide_intention", "prefer_not"),
        ("suicide_plan", "yes"),
        ("suicide_plan", "not_sure"),
        ("suicide_plan", "prefer_not"),
        ("suicide_right_now", "yes"),
        ("suicide_right_now", "not_sure"),
        ("suicide_right_now", "prefer_not"),
        ("suicide_try", "within_3_months"),
        ("suicide_steps", "within_3_months"),
        ("harm_to_others", "yes"),
        ("unusual_experiences", "yes_command_self"),
        ("unusual_experiences", "yes_command_others"),
        ("unusual_experiences", "yes_after_birth"),
    ],
)
def test_an_urgent_answer_is_acted_on_whatever_is_unanswered(question, answer):
    assert assess({question: answer}).disposition is Disposition.URGENT_HELP_NOW
    assert assess(CLEAR | {question: answer}).disposition is Disposition.URGENT_HELP_NOW


def test_under_18_is_not_suitable_now_whatever_is_unanswered():
    assert assess({"answering_for": "self", "age": "under_18"}).disposition is Disposition.NOT_SUITABLE_NOW
    assert assess(CLEAR | {"age": "under_18"}).disposition is Disposition.NOT_SUITABLE_NOW


def test_an_urgent_answer_of_somebody_under_18_is_urgent():
    assert assess({"age": "under_18", "suicide_plan": "yes"}).disposition is Disposition.URGENT_HELP_NOW


def test_somebody_who_answers_for_another_person_talks_with_a_clinician_first_whatever_is_unanswered():
    assert assess({"answering_for": "other"}).disposition is Disposition.TALK_TO_CLINICIAN_FIRST


@pytest.mark.parametrize("question", sorted(SHOW_CRISIS_LINES))
def test_any_answer_but_no_about_suicide_or_harm_puts_the_crisis_lines_on_top(question):
    for choice in QUESTIONNAIRE.by_id[question].choices:
        shows = assess(CLEAR | {question: choice.id}).shows_crisis_lines
        assert shows is (choice.id != "no")


SAFETY_ANSWERS = [
    (question.id, answer)
    for question in QUESTIONNAIRE.questions
    for answer in ("not_sure", "prefer_not")
    if question.id != "family_schizophrenia" and answer in question.by_id
]


@pytest.mark.parametrize(("question", "answer"), SAFETY_ANSWERS)
def test_not_sure_and_prefer_not_to_say_never_clear(question, answer):
    assert QUESTIONNAIRE.by_id[question].by_id[answer].level >= Level.TALK_FIRST
