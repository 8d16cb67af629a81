"""Answer sets are counted, and the count is checked against answer sets assessed one by one."""

import pytest

from screening.assessment import assess
from screening.proof.answer_space import cross_check as cross_check_module
from screening.proof.answer_space.cross_check import Disagreement, complete_answer_sets, cross_check
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answered
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question, Section, not_now

SMOKES = Question(
    id="smokes", topic="t", text="t", criterion="c", choices=(Choice("no", "No"), Choice("yes", "Yes")), select_all=True
)
HOW_MUCH = Question(
    id="how_much",
    topic="t",
    text="t",
    criterion="c",
    ask_when=Answered("smokes", ("yes",)),
    choices=(Choice("little", "Little"), Choice("much", "Much", not_now("Words."))),
)
SMALL = Questionnaire("1", (Section("s", "S", (SMOKES, HOW_MUCH)),))


def test_a_complete_answer_set_answers_every_question_that_is_asked_and_no_other():
    # [no]; [yes] and [no, yes], each with little or much.
    assert complete_answer_sets(SMALL) == {Disposition.SUGGEST_CONSULTATION: 1 + 2, Disposition.NOT_SUITABLE_NOW: 2}


def test_every_complete_answer_set_of_the_questionnaire_leads_to_one_of_four_dispositions():
    counted = complete_answer_sets(QUESTIONNAIRE)
    assert set(counted) == set(Disposition) - {Disposition.INCOMPLETE}


def test_assessing_one_by_one_agrees_with_the_counting():
    assert cross_check(SMALL) > 10


def test_a_rule_that_combines_two_answers_is_noticed(monkeypatch):
    # The counting, and the proof with it, would be wrong for such rules.

    def together(answers, questionnaire):
        assessment = assess(answers, questionnaire)
        levels = [found.level for found in assessment.findings]
        if levels.count(Level.NOT_NOW) > 0 and answers.get("smokes") == ["yes"]:
            return assess({"smokes": ["no"]}, questionnaire)
        return assessment

    monkeypatch.setattr(cross_check_module, "assess", together)
    with pytest.raises(Disagreement):
        cross_check(SMALL)


def test_an_early_result_that_is_counted_wrongly_is_noticed(monkeypatch):
    sleeps = Question(id="sleeps", topic="t", text="t", criterion="c", choices=(Choice("yes", "Yes"),))
    open_at_the_end = Questionnaire("1", (Section("s", "S", (SMOKES, HOW_MUCH, sleeps)),))
    assert cross_check(open_at_the_end) > 10
    monkeypatch.setattr(cross_check_module, "early", lambda answers, questionnaire: None)
    with pytest.raises(Disagreement):
        cross_check(open_at_the_end)
