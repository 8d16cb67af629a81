"""The form of a screen: a field for each question, an error for each that is not answered, nothing kept by chance."""

import pytest
from django.http import QueryDict

from screening.journey.forms import ScreenForm
from screening.questionnaire import QUESTIONNAIRE

LABEL_CONTRAINDICATIONS = QUESTIONNAIRE.screen_of(QUESTIONNAIRE.by_id["aneurysm"])
MEDICINES = QUESTIONNAIRE.screen_of(QUESTIONNAIRE.by_id["medicines"])
SAFETY = QUESTIONNAIRE.screen_of(QUESTIONNAIRE.by_id["suicide_plan"])


def posted(screen, query):
    return ScreenForm(screen, QueryDict(query))


def errors_of(form):
    return {field: list(errors) for field, errors in form.errors.items()}


def test_each_question_has_a_field_with_its_id_and_the_first_input_has_the_id_of_the_field():
    for screen in QUESTIONNAIRE.screens:
        form = ScreenForm(screen)
        assert list(form.fields) == [question.id for question in screen.questions]
        for question in screen.questions:
            first, *others = (option.id_for_label for option in form[question.id])
            assert (first, len(others)) == (f"id_{question.id}", len(question.choices) - 1)


def test_every_question_without_an_answer_has_an_error_of_its_own():
    for screen in QUESTIONNAIRE.screens:
        form = posted(screen, "")
        assert list(form.errors) == [question.id for question in screen.questions]
        assert len({str(errors) for errors in form.errors.values()}) == len(screen.questions)


def test_what_was_given_is_kept_when_another_answer_is_missing():
    form = posted(LABEL_CONTRAINDICATIONS, "aneurysm=yes&brain_bleed=no&ketamine_allergy=no_or_never")
    assert list(form.errors) == ["avm"]
    assert [form[name].value() for name in form.fields] == ["yes", None, "no", "no_or_never"]


def test_complete_answers_are_cleaned_to_choice_ids():
    form = posted(MEDICINES, "medicines=opioid&medicines=lithium&medicines=opioid&more_medicines=none")
    assert form.is_valid()
    in_order = [choice.id for choice in QUESTIONNAIRE.by_id["medicines"].choices if choice.id in ("opioid", "lithium")]
    assert form.cleaned_data == {"medicines": in_order, "more_medicines": ["none"]}


@pytest.mark.parametrize("values", [("no", "yes"), ("yes", "no"), ("no", "no")])
def test_a_single_answer_given_twice_is_an_error_of_that_question_and_selects_nothing(values):
    query = "&".join(f"avm={value}" for value in values)
    form = posted(LABEL_CONTRAINDICATIONS, f"{query}&aneurysm=no&brain_bleed=no&ketamine_allergy=no_or_never")
    assert list(form.errors) == ["avm"]
    assert form["avm"].value() is None


@pytest.mark.parametrize("value", ["maybe", "", "YES", "yes%20", "none"])
def test_an_unknown_answer_is_an_error_with_the_same_words_as_a_missing_one(value):
    answered = "aneurysm=no&brain_bleed=no&ketamine_allergy=no_or_never"
    missing = errors_of(posted(LABEL_CONTRAINDICATIONS, answered))
    assert errors_of(posted(LABEL_CONTRAINDICATIONS, f"{answered}&avm={value}")) == missing


def test_an_unknown_choice_beside_a_known_one_is_an_error():
    form = posted(MEDICINES, "medicines=opioid&medicines=aspirin&more_medicines=none")
    assert errors_of(form) == {"medicines": ["Select what is true for you about medicines, or “None of these”"]}


def test_none_of_these_with_another_choice_is_an_error_and_keeps_both():
    form = posted(MEDICINES, "medicines=none&medicines=opioid&more_medicines=none")
    assert errors_of(form) == {"medicines": ["Clear “None of these”, or clear all the others"]}
    assert form["medicines"].value() == ["none", "opioid"]


def test_none_of_these_given_twice_is_one_answer():
    assert posted(MEDICINES, "medicines=none&medicines=none&more_medicines=none").is_valid()


def test_not_sure_with_another_choice_is_allowed():
    form = posted(MEDICINES, "medicines=not_sure&medicines=opioid&more_medicines=none")
    assert form.is_valid()


def test_every_posted_choice_is_seen_whatever_is_wrong_with_the_form():
    form = posted(SAFETY, "suicide_plan=no&suicide_plan=yes&suicide_plan=what&suicide_right_now=not_sure")
    assert not form.is_valid()
    assert [(question.id, choice.id) for question, choice in form.posted_choices()] == [
        ("suicide_plan", "no"),
        ("suicide_plan", "yes"),
        ("suicide_right_now", "not_sure"),
    ]


def test_only_questions_without_an_error_have_valid_choices():
    form = posted(MEDICINES, "medicines=none&medicines=opioid&more_medicines=none")
    assert [(question.id, choice.id) for question, choice in form.valid_choices()] == [("more_medicines", "none")]


def test_the_word_or_comes_before_the_first_choice_that_is_no_real_answer():
    dividers = {
        question.id: ScreenForm(screen).fields[question.id].widget.dividers
        for screen in QUESTIONNAIRE.screens
        for question in screen.questions
    }
    assert {dividers.pop(question) for question in ("medicines", "more_health", "health_history")} == {("none",)}
    assert [dividers[question] for question in ("aneurysm", "alcohol_days", "treatments_tried")] == [("not_sure",)] * 3
    assert [dividers[question] for question in ("age", "pregnancy", "talk_sessions")] == [("prefer_not",)] * 2 + [()]
