"""The effect of a change of the rules on all answer sets and on the declarations."""

from dataclasses import replace

import pytest

from screening.proof.impact.shifts import changes, shifts
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import ALWAYS
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questions import Choice, talk_first
from tests.screening.mutants import asked_when, at_level, with_choice, with_question

SUGGEST, TALK = Disposition.SUGGEST_CONSULTATION, Disposition.TALK_TO_CLINICIAN_FIRST


def changed_dispositions(old, new):
    return {(one.before, one.after): one.example for one in shifts(old, new) if one.before is not one.after}


def test_the_same_rules_change_nothing():
    assert changed_dispositions(QUESTIONNAIRE, QUESTIONNAIRE) == {}
    assert list(changes(QUESTIONNAIRE, QUESTIONNAIRE)) == []


def test_a_raised_level_is_reported_with_the_simplest_example():
    raised = with_choice("family_schizophrenia", "yes", at_level(Level.TALK_FIRST))
    assert changed_dispositions(QUESTIONNAIRE, raised) == {(SUGGEST, TALK): {"family_schizophrenia": "yes"}}
    assert list(changes(QUESTIONNAIRE, raised)) == ["family_schizophrenia: yes: level: 'note' -> 'talk_first'"]


def test_the_numbers_add_up_to_all_answer_sets():
    raised = with_choice("family_schizophrenia", "yes", at_level(Level.TALK_FIRST))
    every = sum(one.answer_sets for one in shifts(QUESTIONNAIRE, QUESTIONNAIRE))
    assert sum(one.answer_sets for one in shifts(QUESTIONNAIRE, raised)) == every


def test_a_change_of_words_changes_no_disposition():
    reworded = with_question("pregnancy", lambda question: replace(question, text="Are you expecting?"))
    assert changed_dispositions(QUESTIONNAIRE, reworded) == {}
    [line] = changes(QUESTIONNAIRE, reworded)
    assert line.startswith("pregnancy: text: ")


def test_a_question_asked_of_more_people_leaves_old_answer_sets_incomplete():
    everybody = with_question("thyroid", asked_when(ALWAYS))
    assert changed_dispositions(QUESTIONNAIRE, everybody)[SUGGEST, Disposition.INCOMPLETE] == {"thyroid": None}


def test_a_choice_that_only_one_rule_set_has_is_an_unknown_value_for_the_other():
    new_choice = Choice("vapes", "Vapes", None)
    wider = with_question("talk_sessions", lambda q: replace(q, choices=(*q.choices, new_choice)))
    assert changed_dispositions(QUESTIONNAIRE, wider) == {(TALK, SUGGEST): {"talk_sessions": "vapes"}}
    assert list(changes(QUESTIONNAIRE, wider)) == ["talk_sessions: vapes: new choice, level clear"]
    assert list(changes(wider, QUESTIONNAIRE)) == ["talk_sessions: vapes: no longer on offer"]


@pytest.mark.parametrize("direction", [1, -1])
def test_questions_that_were_added_removed_or_moved_are_reported(direction):
    sections = tuple(one for one in QUESTIONNAIRE.sections if one.id != "pregnancy")
    rules = [QUESTIONNAIRE, replace(QUESTIONNAIRE, sections=sections)][::direction]
    said = {1: "no longer asked", -1: "new question"}[direction]
    assert list(changes(*rules)) == [f"pregnancy: {said}", f"nursing: {said}"]
    assert list(changes(QUESTIONNAIRE, replace(QUESTIONNAIRE, sections=QUESTIONNAIRE.sections[::-1]))) == [
        "the questions come in another order"
    ]


def test_a_changed_decision_and_a_changed_order_of_choices_are_reported():
    turned = with_question("nursing", lambda question: replace(question, choices=question.choices[::-1]))
    assert list(changes(QUESTIONNAIRE, turned)) == ["nursing: the choices come in another order"]
    first, *others = QUESTIONNAIRE.decisions
    decided = replace(QUESTIONNAIRE, decisions=(replace(first, why="Otherwise."), *others))
    assert list(changes(QUESTIONNAIRE, decided)) == ["decision D1: changed"]


def test_a_new_question_that_is_not_clear_changes_those_who_answer_it():
    question = replace(
        QUESTIONNAIRE.by_id["ride_home"],
        id="sleep_walking",
        choices=(Choice("no", "No"), Choice("yes", "Yes", talk_first("Talk."))),
    )
    *sections, last = QUESTIONNAIRE.sections
    wider = replace(QUESTIONNAIRE, sections=(*sections, replace(last, questions=(*last.questions, question))))
    assert changed_dispositions(QUESTIONNAIRE, wider)[SUGGEST, TALK] == {"sleep_walking": "yes"}
