"""The rules agree with the decision tables; a rule set with one change does not."""

import pytest

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.decision_tables import CHOICES, PAIRS, answer_set, differences
from tests.screening.mutants import mutants


def test_the_table_has_every_choice_of_every_question_and_nothing_else():
    declared = {(question.id, choice.id) for question in QUESTIONNAIRE.questions for choice in question.choices}
    assert {(question, answer) for question, answer, _ in CHOICES} == declared
    assert len(CHOICES) == len(declared)


def test_there_are_38_questions_and_the_list_of_health_problems():
    assert len(QUESTIONNAIRE.questions) == 38 + 1


def test_every_answer_alone_does_what_the_tables_say():
    assert list(differences(QUESTIONNAIRE)) == []


@pytest.mark.parametrize(("answers", "disposition", "reasons"), PAIRS, ids=[row[0] or "all clear" for row in PAIRS])
def test_answers_given_together_lead_where_the_table_says(answers, disposition, reasons):
    assessment = assess(answer_set(answers))
    assert (assessment.disposition.value, [one.question.id for one in assessment.findings]) == (disposition, reasons)


def test_no_changed_rule_set_passes_the_tables():
    # Each level changed to each other level, each condition removed, each flag inverted.
    survivors = [name for name, questionnaire in mutants() if next(differences(questionnaire), None) is None]
    assert survivors == []
