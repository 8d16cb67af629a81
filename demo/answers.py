"""Draws random answers that lead to a wanted disposition, and makes up an earlier version of the rules."""

import dataclasses
import random
from functools import cache

from screening.assessment import Assessment, assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question, note

WORST_LEVEL = {
    Disposition.SUGGEST_CONSULTATION: Level.NOTE,
    Disposition.TALK_TO_CLINICIAN_FIRST: Level.TALK_FIRST,
    Disposition.NOT_SUITABLE_NOW: Level.NOT_NOW,
}
# How often an answer is not clear, inside and outside the wanted section.
RATE_INSIDE, RATE_OUTSIDE = 0.6, 0.04
MOST_CHOICES = 2
# The earlier rules only noted what today's rules send to a clinician.
LESS_STRICT_BEFORE = ("blood_pressure", "medicines", "ride_home", "past_substance_problem")

Answers = dict[str, object]


def draw_answers(chance: random.Random, disposition: Disposition, section_id: str) -> Answers:
    """Answers that lead to `disposition`, with findings mostly in one section if it can have any of that level."""
    while True:
        answers: Answers = {}
        for question in QUESTIONNAIRE.with_own_page:
            if question.ask_when.holds(answers):
                is_inside = question.is_follow_up or QUESTIONNAIRE.section_of(question).id == section_id
                rate = RATE_INSIDE if is_inside else RATE_OUTSIDE
                answers[question.id] = _draw_answer(chance, question, WORST_LEVEL[disposition], rate)
        if assess(answers).disposition == disposition:
            return answers


def _draw_answer(chance: random.Random, question: Question, worst: Level, rate: float) -> object:
    choices = [choice for choice in question.choices if choice.level <= worst and not choice.is_last_asked]
    clear = [choice for choice in choices if choice.level is Level.CLEAR and not _opens_a_question(choice)]
    others = [choice for choice in choices if choice not in clear]
    if not others or chance.random() >= rate:
        selected = [chance.choice(clear)]
    else:
        selected = [chance.choice(others)]
        combinable = [choice for choice in others if not choice.excludes_others]
        if question.select_all and selected[0] in combinable:
            selected = chance.sample(combinable, min(len(combinable), chance.randint(1, MOST_CHOICES)))
    return [choice.id for choice in selected] if question.select_all else selected[0].id


def _opens_a_question(choice: Choice) -> bool:
    return choice.id in QUESTIONNAIRE.by_id


@cache
def earlier_rules() -> Questionnaire:
    sections = (
        dataclasses.replace(section, questions=tuple(map(_earlier_question, section.questions)))
        for section in QUESTIONNAIRE.sections
    )
    return Questionnaire("0.9.0", tuple(sections), QUESTIONNAIRE.decisions)


def _earlier_question(question: Question) -> Question:
    if question.id not in LESS_STRICT_BEFORE:
        return question
    choices = (
        dataclasses.replace(choice, finding=note(choice.finding.words))
        if choice.finding and choice.level is Level.TALK_FIRST
        else choice
        for choice in question.choices
    )
    return dataclasses.replace(question, choices=tuple(choices))


def assess_by(rules: Questionnaire, answers: Answers) -> Assessment:
    """The assessment by other rules, with the questions as they are today."""
    assessment = assess(answers, rules)
    findings = (
        dataclasses.replace(finding, question=QUESTIONNAIRE.by_id[finding.question.id])
        for finding in assessment.findings
    )
    return dataclasses.replace(assessment, findings=tuple(findings))
