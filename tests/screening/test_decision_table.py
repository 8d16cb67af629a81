"""Every choice of every question has the level the clinical rule table gives it."""

import csv
from pathlib import Path

import pytest

from screening.assessment import assess
from screening.dispositions import DISPOSITION_OF_WORST, Level
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR, clear_but

LINES = Path(__file__).with_name("decision_table.csv").read_text().splitlines()
ROWS = [
    (row["question"], row["answer"], Level[row["level"].upper()])
    for row in csv.DictReader(line for line in LINES if not line.startswith("#"))
]


def test_the_table_has_every_choice_of_every_question_and_nothing_else():
    declared = {(q.id, choice.id) for q in QUESTIONNAIRE.questions for choice in q.choices}
    assert {(question, answer) for question, answer, _ in ROWS} == declared
    assert len(ROWS) == len(declared)


def test_there_are_38_questions_and_the_opener():
    assert len(QUESTIONNAIRE.questions) == 38 + 1


def test_a_clear_answer_set_suggests_a_consultation_without_findings():
    assessment = assess(CLEAR)
    assert (assessment.disposition.value, assessment.findings, assessment.unanswered) == (
        "suggest-consultation",
        (),
        (),
    )


@pytest.mark.parametrize(("question", "answer", "level"), ROWS, ids=lambda part: str(part))
def test_one_answer_gives_the_level_of_the_table_and_its_disposition(question, answer, level):
    assessment = assess(clear_but(question, answer))
    found = [(finding.question.id, finding.answer, finding.level) for finding in assessment.findings]
    assert found == ([] if level is Level.CLEAR else [(question, answer, level)])
    assert assessment.disposition == DISPOSITION_OF_WORST[level]
    assert assessment.unanswered == ()
