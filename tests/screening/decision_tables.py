"""The answer map and the table of pairs as data, and where a rule set differs from them."""

import csv
from collections.abc import Iterator
from pathlib import Path

from screening.assessment import assess
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST, Level
from screening.vocabulary.questionnaires import Questionnaire
from tests.screening.answer_sets import CLEAR, clear_except

SELECT_ALL = ("health_history", "more_health", "mind_history", "medicines", "more_medicines")
ANSWERS_THAT_END = {("answering_for", "other"), ("age", "under_18")}  # besides the urgent ones
SHOW_CRISIS_LINES = {
    "wish_to_be_dead",
    "thoughts_of_suicide",
    "suicide_intention",
    "suicide_plan",
    "suicide_right_now",
    "suicide_try",
    "suicide_steps",
    "harm_to_others",
}
LEVELS = {
    "C": Level.CLEAR,
    "N": Level.NOTE,
    "R": Level.TALK_FIRST,
    "X": Level.NOT_NOW,
    "U": Level.URGENT,
}


def lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def choices() -> Iterator[tuple[str, str, Level]]:
    """(question, answer, level) of every line of the map, such as "harm_to_others: no=C yes=U"."""
    for line in lines("answer_map.txt"):
        question, answers = line.split(": ")
        for part in answers.split():
            answer, letter = part.split("=")
            yield question, answer, LEVELS[letter]


CHOICES = list(choices())
PAIRS = [
    (row["answers"], row["disposition"], row["reasons"].split()) for row in csv.DictReader(lines("pairs_table.csv"))
]


def answer_set(answers: str) -> dict[str, object]:
    """The answer set of a text like "medicines=opioid+maoi nursing=".

    All other answers are clear; nothing after "=" is a missing answer.
    """
    result = dict(CLEAR)
    for question, answer in (part.split("=") for part in answers.split()):
        result[question] = answer.split("+") if question in SELECT_ALL else answer
    return result


def differences(questionnaire: Questionnaire, first: str = "") -> Iterator[str]:
    """Where this rule set differs from the tables, the answers to the question `first` before all others."""
    for question, answer, level in sorted(CHOICES, key=lambda row: row[0] != first):
        assessment = assess(clear_except(question, answer), questionnaire)
        findings = [(finding.question.id, finding.answer, finding.level) for finding in assessment.findings]
        if findings != ([] if level is Level.CLEAR else [(question, answer, level)]):
            yield f"{question}={answer} is not {level}"
        if assessment.disposition is not DISPOSITION_OF_WORST[level] or assessment.unanswered:
            yield f"{question}={answer} leads to {assessment.disposition}"
        alone = assess({question: [answer] if question in SELECT_ALL else answer}, questionnaire)
        if (alone.disposition != "incomplete") is not (level is Level.URGENT or (question, answer) in ANSWERS_THAT_END):
            yield f"{question}={answer} by itself leads to {alone.disposition}"
        if level is not Level.CLEAR and assessment.shows_crisis_lines is not (question in SHOW_CRISIS_LINES):
            yield f"{question}={answer} crisis lines: {assessment.shows_crisis_lines}"
    for answers, disposition, reasons in PAIRS:
        assessment = assess(answer_set(answers), questionnaire)
        if (assessment.disposition.value, [finding.question.id for finding in assessment.findings]) != (
            disposition,
            reasons,
        ):
            yield f"{answers} leads to {assessment.disposition}"
