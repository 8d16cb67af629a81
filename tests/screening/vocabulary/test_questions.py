"""Answers are read the same in any order, and the fingerprint identifies a questionnaire."""

import subprocess
import sys
from dataclasses import replace

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question, Section, talk_first

YES_NO = (Choice("yes", "Yes", talk_first("Talk.")), Choice("no", "No"))
COLOUR = Question(id="colour", topic="colour", text="Red?", choices=YES_NO, criterion="c")
MEDICINES = QUESTIONNAIRE.by_id["medicines"]


def questionnaire(*questions):
    return Questionnaire(version="1", sections=(Section("s", "S", questions),))


def test_selected_choices_are_read_once_each_in_the_order_of_the_choices():
    read = MEDICINES.read(["opioid", "lamotrigine", "opioid", "antidepressant"])
    assert [value for value, _ in read] == ["antidepressant", "lamotrigine", "opioid"]


def test_unknown_values_come_last_and_always_in_the_same_order():
    one, other = MEDICINES.read([7, "aspirin", "opioid", {}]), MEDICINES.read([{}, "opioid", "aspirin", 7, 7])
    assert one == other
    assert [choice is not None for _, choice in one] == [True, False, False, False]


def test_a_list_given_to_a_single_choice_question_is_an_unknown_value():
    assert COLOUR.read(["no"]) == ((["no"], None),)


def test_the_fingerprint_changes_with_any_word_or_level():
    before = questionnaire(COLOUR).fingerprint
    assert questionnaire(replace(COLOUR, text="Blue?")).fingerprint != before
    assert questionnaire(replace(COLOUR, choices=YES_NO[::-1])).fingerprint != before
    assert questionnaire(COLOUR).fingerprint == before


def test_the_fingerprint_is_the_same_in_another_process():
    code = "from screening.questionnaire import QUESTIONNAIRE; print(QUESTIONNAIRE.fingerprint)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == QUESTIONNAIRE.fingerprint


def test_only_none_of_these_excludes_other_choices():
    alone = {(q.id, choice.id) for q in QUESTIONNAIRE.questions for choice in q.choices if choice.excludes_others}
    assert alone == {(question.id, "none") for question in QUESTIONNAIRE.questions if question.select_all}
