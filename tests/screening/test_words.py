"""What a person reads: a reason says what they answered and what they can do; a hint says which answer to choose."""

import re

import pytest

from screening.assessment import assess
from screening.earlier_rules import EARLIER
from screening.questionnaire import QUESTIONNAIRE
from screening.questionnaire.words import IF_MORE_THAN_ONE_FITS
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT

REASONS = {
    f"{question.id}={choice.id}": choice.finding.words
    for question in QUESTIONNAIRE.questions
    for choice in question.choices
    if choice.finding
} | {
    f"{question.id}, unreadable": assess({question.id: "?"}).findings[0].finding.words
    for question in QUESTIONNAIRE.questions
    if not question.is_follow_up
}
# The first sentence says what was answered.
THE_ANSWER = re.compile(
    r"You (told us (that|about) |were not sure (about|if) |chose not to (answer about|tell us) |gave an answer about )"
)
# "A clinician will ask" is nothing that the person can do.
SOMETHING_TO_DO = re.compile(
    r"\b(please|call|text|(?<!to )(?<!will )ask|you can|you could|it can help to)\b", re.IGNORECASE
)
# Its answers are no kinds of yes, but two of them can be true of one person.
SEVERAL_CAN_BE_TRUE = {"pressure_readings"}
RETIRED_CHOICES = [("age", "18_64"), ("medicines", "lithium_or_other_mood"), ("unusual_experiences", "yes_command")]


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_begins_with_the_answer_and_ends_with_something_to_do(reason):
    words = REASONS[reason]
    last_sentence = re.split(r"(?<=[.!?]) ", words)[-1]
    assert THE_ANSWER.match(words)
    assert SOMETHING_TO_DO.search(last_sentence)


def test_where_several_answers_can_be_true_the_hint_says_which_one_to_choose():
    with_hint = {question.id for question in QUESTIONNAIRE.questions if question.hint.endswith(IF_MORE_THAN_ONE_FITS)}
    with_kinds_of_yes = {
        question.id
        for question in QUESTIONNAIRE.questions
        if not question.select_all and sum(choice.text.startswith("Yes") for choice in question.choices) > 1
    }
    assert with_hint == with_kinds_of_yes | SEVERAL_CAN_BE_TRUE


def test_every_text_is_written_with_its_final_period_and_without_stray_spaces():
    for question in QUESTIONNAIRE.questions:
        for text in (question.why, question.hint, *question.listed):
            assert text == "" or re.fullmatch(r"\S(.*\S)?[.?]", text), (question.id, text)
            assert "  " not in text


def test_an_answer_of_not_sure_or_prefer_not_to_say_has_the_same_text_everywhere():
    texts = {
        (choice.id, choice.text)
        for question in QUESTIONNAIRE.questions
        for choice in question.choices
        if choice.id in (NOT_SURE, PREFER_NOT)
    }
    assert texts == {(NOT_SURE, "Not sure"), (PREFER_NOT, "Prefer not to say")}


def test_boxes_are_checked_and_never_ticked():
    for question in QUESTIONNAIRE.questions:
        assert not re.search(r"\btick", str(question.as_json()), re.IGNORECASE), question.id
        if question.select_all:
            assert question.text.endswith("Check all that apply.")


def test_retired_ids_are_never_used_again():
    retired = {
        "suicide_now",
        "suicidal_thoughts",
        "suicide_attempt",
        "warning_signs",
        "blood_pressure",
        "high_mood",
        "past_high_mood",
        "day_without_substances",
        "brain_vessels",
    }
    assert retired == EARLIER["1.0.1"].by_id.keys() - QUESTIONNAIRE.by_id.keys()
    for question, choice in RETIRED_CHOICES:
        assert choice in EARLIER["1.0.1"].by_id[question].by_id
        assert choice not in QUESTIONNAIRE.by_id[question].by_id
