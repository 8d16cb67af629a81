"""Which question is next, which are off the path, and how far along a person is."""

from hypothesis import given
from hypothesis import strategies as st

from screening import path
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR
from tests.screening.small_questionnaires import questionnaires

ALL = QUESTIONNAIRE.by_id


def ids(questions):
    return [question.id for question in questions]


def walk(answers):
    """The questions in the order asked to a person with these answers."""
    given, asked = {}, []
    while question := path.next_question(given):
        asked.append(question.id)
        given[question.id] = answers[question.id]
    return asked


def test_the_safety_questions_come_right_after_who_is_answering():
    assert walk(CLEAR)[:8] == [
        "answering_for",
        "age",
        "suicide_now",
        "suicidal_thoughts",
        "suicide_attempt",
        "harm_to_others",
        "warning_signs",
        "blood_pressure",
    ]


def test_clear_answers_lead_through_every_question_that_is_not_a_follow_up():
    assert walk(CLEAR) == [q.id for q in QUESTIONNAIRE.questions if not q.is_follow_up and not q.asked_within]


def test_follow_ups_come_after_the_list_of_health_problems_in_the_declared_order():
    answers = CLEAR | {"health_history": ["seizures", "liver_disease"], "seizures": "no", "liver_disease": "no"}
    asked = walk(answers)
    here = asked.index("health_history")
    assert asked[here : here + 4] == ["health_history", "liver_disease", "seizures", "medicines"]


def test_an_urgent_answer_ends_the_path():
    answers = {"answering_for": "self", "age": "18_64", "suicide_now": "yes"}
    assert ids(path.path(answers)) == ["answering_for", "age", "suicide_now"]
    assert path.next_question(answers) is None


def test_under_18_ends_the_path():
    assert ids(path.path({"answering_for": "self", "age": "under_18"})) == ["answering_for", "age"]


def test_answers_off_the_path_are_removed():
    answers = CLEAR | {"health_history": ["none"], "seizures": "recent"}
    assert path.on_path(answers) == CLEAR


def test_a_question_is_open_when_all_before_it_are_answered():
    answers = {"answering_for": "self"}
    assert path.is_open(ALL["answering_for"], answers)
    assert path.is_open(ALL["age"], answers)
    assert not path.is_open(ALL["suicide_now"], answers)
    assert not path.is_open(ALL["seizures"], CLEAR)


def test_back_follows_the_actual_path():
    answers = CLEAR | {"health_history": ["seizures"], "seizures": "older"}
    assert path.previous_question(ALL["medicines"], answers) == ALL["seizures"]
    assert path.previous_question(ALL["medicines"], CLEAR) == ALL["health_history"]
    assert path.previous_question(ALL["answering_for"], {}) is None


def test_the_number_of_questions_left_never_grows():
    answers = CLEAR | {"health_history": ["seizures", "thyroid"], "seizures": "no", "thyroid": "no"}
    given, left = {}, []
    while question := path.next_question(given):
        x, y = path.progress(question, given)
        left.append(y - x)
        given[question.id] = answers[question.id]
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0


@given(st.data(), questionnaires())
def test_the_number_left_never_grows_for_any_questionnaire_and_answers(data, questionnaire):
    answers, left = {}, []
    while question := path.next_question(answers, questionnaire):
        x, y = path.progress(question, answers, questionnaire)
        left.append(y - x)
        choice = st.sampled_from(sorted(question.by_id))
        answers[question.id] = data.draw(st.lists(choice, min_size=1, unique=True) if question.select_all else choice)
    assert left == sorted(left, reverse=True)
