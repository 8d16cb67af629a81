"""Which screen is next, which answers are off the path, and how far along a person is."""

from hypothesis import given
from hypothesis import strategies as st

from screening import path
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR
from tests.screening.small_questionnaires import questionnaires


def ids(screen):
    return tuple(question.id for question in screen.questions)


def screen_with(question_id):
    return QUESTIONNAIRE.screen_of(QUESTIONNAIRE.by_id[question_id])


def walk(answers):
    """The screens in the order shown to a person with these answers."""
    given, shown = {}, []
    while screen := path.next_screen(given):
        shown.append(ids(screen))
        given |= {question.id: answers[question.id] for question in screen.questions}
    return shown


def test_the_questions_that_can_be_urgent_come_right_after_who_is_answering():
    assert walk(CLEAR)[:8] == [
        ("answering_for",),
        ("age", "decision_help"),
        ("emergency_signs",),
        ("wish_to_be_dead", "thoughts_of_suicide"),
        ("suicide_intention", "suicide_plan", "suicide_right_now"),
        ("suicide_try", "suicide_steps"),
        ("harm_to_others",),
        ("unusual_experiences",),
    ]


def test_a_healthy_person_sees_21_screens_and_every_question_that_is_not_a_follow_up():
    shown = walk(CLEAR)
    assert len(shown) == 21
    asked = [question_id for screen in shown for question_id in screen]
    assert asked == [q.id for q in QUESTIONNAIRE.questions if not q.is_follow_up and not q.asked_within]


def test_each_follow_up_has_a_screen_of_its_own_after_the_list_of_health_problems():
    answers = CLEAR | {"health_history": ["seizures", "liver_disease"], "seizures": "no", "liver_disease": "no"}
    shown = walk(answers)
    here = shown.index(("health_history",))
    assert shown[here : here + 4] == [
        ("health_history",),
        ("liver_disease",),
        ("seizures",),
        ("more_health", "mind_history"),
    ]


def test_an_urgent_answer_ends_the_path():
    answers = CLEAR | {"suicide_plan": "yes"}
    assert [question.id for question in path.path(answers)][-2:] == ["suicide_intention", "suicide_plan"]
    assert path.screens(answers)[-1] == screen_with("suicide_plan")
    assert path.next_screen(answers) is None


def test_under_18_and_someone_else_end_the_path():
    assert [ids(screen) for screen in path.screens({"answering_for": "self", "age": "under_18"})] == [
        ("answering_for",),
        ("age", "decision_help"),
    ]
    assert [ids(screen) for screen in path.screens({"answering_for": "other"})] == [("answering_for",)]


def test_answers_off_the_path_are_removed():
    answers = CLEAR | {"health_history": ["none"], "seizures": "recent"}
    assert path.on_path(answers) == CLEAR


def test_a_screen_is_open_when_all_questions_before_it_are_answered():
    answers = {"answering_for": "self", "age": "25_64"}
    assert path.is_open(screen_with("answering_for"), answers)
    assert path.is_open(screen_with("age"), answers)
    assert not path.is_open(screen_with("emergency_signs"), answers)
    assert path.is_open(screen_with("emergency_signs"), answers | {"decision_help": "no"})
    assert not path.is_open(screen_with("seizures"), CLEAR)


def test_back_follows_the_actual_path():
    answers = CLEAR | {"health_history": ["seizures"], "seizures": "older"}
    assert path.previous_screen(screen_with("more_health"), answers) == screen_with("seizures")
    assert path.previous_screen(screen_with("more_health"), CLEAR) == screen_with("health_history")
    assert path.previous_screen(screen_with("answering_for"), {}) is None


def test_a_follow_up_counts_from_the_moment_an_answer_calls_for_it():
    before = CLEAR | {"health_history": ["seizures", "thyroid"]}
    assert path.progress(screen_with("health_history"), CLEAR) == (18, 21)
    assert path.progress(screen_with("thyroid"), before) == (19, 23)
    assert path.progress(screen_with("main_reason"), before) == (23, 23)


@given(st.data(), questionnaires())
def test_progress_counts_every_screen_once_and_never_loses_one(data, questionnaire):
    answers, numbers, totals = {}, [], []
    while screen := path.next_screen(answers, questionnaire):
        x, y = path.progress(screen, answers, questionnaire)
        numbers.append(x)
        totals.append(y)
        for question in screen.questions:
            choice = st.sampled_from(sorted(question.by_id))
            answers[question.id] = data.draw(
                st.lists(choice, min_size=1, unique=True) if question.select_all else choice
            )
    assert numbers == list(range(1, len(numbers) + 1))
    assert totals == sorted(totals)


@given(questionnaires())
def test_every_question_stands_on_exactly_one_screen_in_the_order_declared(questionnaire):
    on_screens = [question.id for screen in questionnaire.screens for question in screen.questions]
    assert on_screens == [question.id for question in questionnaire.questions]
