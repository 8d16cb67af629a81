"""Whoever gives certain answers gets at least a certain result, whatever else they answer."""

from dataclasses import replace

import pytest

from screening.proof.invariants.given_answers import INVARIANTS, Given
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answered
from screening.vocabulary.dispositions import Level
from tests.screening.mutants import asked_when, at_level, with_choice, with_question
from tests.screening.proof.proving import NOTHING_ELSE, violated


@pytest.mark.parametrize(
    ("number", "question_id", "choice_id", "level", "result"),
    [
        ("1", "high_mood_signs", "some", Level.TALK_FIRST, "talk-to-clinician-first"),
        ("5", "pressure_readings", "past_180", Level.NOTE, "suggest-consultation"),
        ("7", "suicide_try", "within_3_months", Level.CLEAR, "suggest-consultation"),
        ("A1", "aneurysm", "being_checked", Level.TALK_FIRST, "talk-to-clinician-first"),
        ("A3", "mind_history", "dissociative", Level.NOTE, "suggest-consultation"),
    ],
)
def test_a_lowered_level_is_found_with_the_smallest_counterexample_in_the_words_of_the_questionnaire(
    number, question_id, choice_id, level, result
):
    question = QUESTIONNAIRE.by_id[question_id]
    assert violated(with_choice(question_id, choice_id, at_level(level)), number) == {
        number: [
            f"{question_id}: {question.text} -> {question.by_id[choice_id].text}",
            NOTHING_ELSE,
            f"leads to {result}",
        ]
    }


def test_an_urgent_answer_is_urgent_also_while_questions_are_open():
    lowered = with_choice("suicide_plan", "not_sure", at_level(Level.NOT_NOW))
    question = QUESTIONNAIRE.by_id["suicide_plan"]
    counterexample = violated(lowered, "7")["7"]
    assert counterexample[0] == f"suicide_plan: {question.text} -> {question.by_id['not_sure'].text}"
    assert counterexample[-1] in ("leads to not-suitable-now", "leads to incomplete")


def test_intention_is_urgent_even_when_every_other_question_about_suicide_says_no():
    lowered = with_choice("suicide_intention", "yes", at_level(Level.TALK_FIRST))
    assert violated(lowered, "A2")["A2"][0].startswith("suicide_intention: In the past month, have you had some")


def test_a_question_for_someone_else_never_stays_incomplete():
    goes_on = with_choice("answering_for", "other", lambda choice: replace(choice, ends_questionnaire=False))
    assert violated(goes_on, "A4")["A4"][-1] == "leads to incomplete"


@pytest.mark.parametrize(
    ("question_id", "numbers"),
    [
        ("high_mood_signs", {"1", "17"}),
        ("unusual_experiences", {"2", "17"}),
        ("pregnancy", {"3", "17"}),
        ("pressure_readings", {"5", "17"}),
        ("suicide_steps", {"7", "17"}),
        ("avm", {"A1", "17"}),
    ],
)
def test_a_condition_that_hides_a_red_flag_is_found(question_id, numbers):
    hidden = with_question(question_id, asked_when(Answered("answering_for", ("other",))))
    assert set(violated(hidden, "1", "2", "3", "5", "7", "17", "A1")) == numbers


def test_a_deleted_question_or_a_renamed_choice_is_found():
    sections = tuple(section for section in QUESTIONNAIRE.sections if section.id != "pregnancy")
    assert violated(replace(QUESTIONNAIRE, sections=sections), "3", "17") == {
        "3": ["the rules have no question pregnancy"],
        "17": ["the rules do not ask pregnancy"],
    }
    renamed = with_choice("pressure_told", "untreated", lambda choice: replace(choice, id="high"))
    assert violated(renamed, "5") == {"5": ["pressure_told has no choice untreated"]}


def test_each_fails_for_rules_without_findings():
    def harmless(question):
        return replace(question, choices=tuple(replace(choice, finding=None) for choice in question.choices))

    sections = tuple(replace(one, questions=tuple(map(harmless, one.questions))) for one in QUESTIONNAIRE.sections)
    without_findings = replace(QUESTIONNAIRE, sections=sections)
    holds = [invariant.statement for invariant in INVARIANTS if invariant.check(without_findings).violation is None]
    assert holds == []


def test_several_selected_choices_count_when_one_of_them_is_meant():
    answers = Given("mind_history", ("personality",)).answers(QUESTIONNAIRE)
    assert (["personality"],) in answers
    assert (["personality", "none"],) in answers
    assert (["dissociative"],) not in answers


def test_anything_but_some_choices_is_every_other_choice():
    assert Given("avm", ("no",), all_but=True).answers(QUESTIONNAIRE) == [("yes",), ("not_sure",), ("prefer_not",)]
    assert str(Given("avm", ("no",), all_but=True)) == "avm anything but no"
