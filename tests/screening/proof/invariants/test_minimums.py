"""Whoever gives an answer of the table of minimum levels gets at least its minimum."""

from dataclasses import replace

import pytest

from screening.proof import minimum_levels
from screening.proof.invariants.minimums import INVARIANTS, Minimum
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answered
from screening.vocabulary.dispositions import Disposition, Level
from tests.screening.mutants import asked_when, with_choice, with_question
from tests.screening.proof.proving import violated


@pytest.mark.parametrize("text", [None, "question,answer\n"])
def test_nothing_is_proven_without_the_table(tmp_path, monkeypatch, text):
    file = tmp_path / "minimum_levels.csv"
    if text:
        file.write_text(text)
    monkeypatch.setattr(minimum_levels, "TABLE", file)
    verdicts = [invariant.check(QUESTIONNAIRE) for invariant in INVARIANTS]
    assert [verdict.violation is not None for verdict in verdicts] == [True] * len(INVARIANTS)
    assert "minimum_levels.csv" in verdicts[0].violation.because


def test_a_minimum_of_talk_first_or_not_now_waits_for_open_questions_and_an_urgent_one_does_not():
    allowed = {
        minimum: [disposition for disposition in Disposition if minimum.allows(disposition)]
        for minimum in (Minimum(), Minimum(Level.TALK_FIRST), Minimum(Level.NOT_NOW, at_once=True))
    }
    suggest, talk, not_now, urgent, incomplete = Disposition
    assert allowed == {
        Minimum(): [suggest, talk, not_now, urgent, incomplete],
        Minimum(Level.TALK_FIRST): [talk, not_now, urgent, incomplete],
        Minimum(Level.NOT_NOW, at_once=True): [not_now, urgent],
    }


def test_an_answer_under_18_that_does_not_end_the_questionnaire_is_found():
    goes_on = with_choice("age", "under_18", lambda choice: replace(choice, ends_questionnaire=False))
    [*_, because] = violated(goes_on, "F")["F"]
    assert because == "leads to incomplete"


def test_a_question_that_is_hidden_from_some_people_breaks_it_only_where_its_answer_counts():
    # An answer to a question that is not asked does not exist; 17 notices that the question is hidden.
    hidden = with_question("avm", asked_when(Answered("age", ("25_64",))))
    assert set(violated(hidden, "F", "17")) == {"17"}


def test_a_row_that_the_rules_do_not_keep_is_found_over_whole_answer_sets(tmp_path, monkeypatch):
    file = tmp_path / "minimum_levels.csv"
    file.write_text(minimum_levels.TABLE.read_text().replace("bladder,past,note", "bladder,past,not_now"))
    monkeypatch.setattr(minimum_levels, "TABLE", file)
    bladder = QUESTIONNAIRE.by_id["bladder"]
    lines = violated(QUESTIONNAIRE, "F")["F"]
    assert f"bladder: {bladder.text} -> {bladder.by_id['past'].text}" in lines
    assert lines[-1] == "leads to suggest-consultation"
