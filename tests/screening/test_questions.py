"""A declaration that cannot work stops where it is written."""

import subprocess
import sys
from dataclasses import replace

import pytest

from screening.conditions import Answered
from screening.questionnaire import QUESTIONNAIRE
from screening.questions import Choice, Question, Questionnaire, Section, talk_first

YES_NO = (Choice("yes", "Yes", talk_first("Talk.")), Choice("no", "No"))
COLOUR = Question(id="colour", topic="colour", text="Red?", choices=YES_NO, criterion="c")


def questionnaire(*questions):
    return Questionnaire(version="1", sections=(Section("s", "S", questions),))


def test_a_choice_id_used_twice_is_refused():
    with pytest.raises(ValueError, match="colour: a choice id stands twice"):
        replace(COLOUR, choices=(*YES_NO, YES_NO[0]))


def test_a_question_without_words_is_refused():
    with pytest.raises(ValueError, match="text, topic, criterion"):
        replace(COLOUR, text="")


def test_a_question_id_used_twice_is_refused():
    with pytest.raises(ValueError, match="colour: a question id stands twice"):
        questionnaire(COLOUR, COLOUR)


def test_a_condition_on_a_later_question_is_refused():
    late = replace(COLOUR, id="late", ask_when=Answered("colour", ("yes",)))
    with pytest.raises(ValueError, match=r"late: ask_when reads \['colour'\]"):
        questionnaire(late, COLOUR)


def test_a_question_asked_within_another_needs_a_tick_there():
    with pytest.raises(ValueError, match="no tick of colour asks it"):
        questionnaire(COLOUR, replace(COLOUR, id="shade", asked_within="colour"))


def test_the_fingerprint_changes_with_any_word_or_level():
    before = questionnaire(COLOUR).fingerprint
    assert questionnaire(replace(COLOUR, text="Blue?")).fingerprint != before
    assert questionnaire(replace(COLOUR, choices=YES_NO[::-1])).fingerprint != before
    assert questionnaire(COLOUR).fingerprint == before


def test_the_fingerprint_is_the_same_in_another_process():
    code = "from screening.questionnaire import QUESTIONNAIRE; print(QUESTIONNAIRE.fingerprint)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == QUESTIONNAIRE.fingerprint
