"""Answers of people who do not exist: drawn at random over the questionnaire, to lead to a wanted disposition."""

import dataclasses
import random

from screening.assessment import Assessment, assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questions import Choice, Question, Questionnaire, note

WORST = {
    Disposition.SUGGEST_CONSULTATION: Level.NOTE,
    Disposition.TALK_TO_CLINICIAN_FIRST: Level.TALK_FIRST,
    Disposition.NOT_SUITABLE_NOW: Level.NOT_NOW,
}
OFTEN, SELDOM = 0.6, 0.04  # how often an answer is not clear: in the domain of the trouble, and elsewhere
MOST_TICKS = 2
ONCE_LESS_STRICT = ("blood_pressure", "medicines", "ride_home", "past_substance_problem")
Answers = dict[str, object]


def draw(chance: random.Random, wanted: Disposition, domain: str) -> Answers:
    """Answers that lead to `wanted`, with trouble in `domain` (the id of a section) if it has any of that kind."""
    while True:
        answers: Answers = {}
        for question in QUESTIONNAIRE.with_own_page:
            if question.ask_when.holds(answers):
                is_here = question.is_follow_up or QUESTIONNAIRE.section_of(question).id == domain
                answers[question.id] = _answer(chance, question, WORST[wanted], OFTEN if is_here else SELDOM)
        if assess(answers).disposition == wanted:
            return answers


def _answer(chance: random.Random, question: Question, worst: Level, rate: float) -> object:
    offered = [choice for choice in question.choices if choice.level <= worst and not choice.is_last_asked]
    clear = [choice for choice in offered if choice.level is Level.CLEAR and not _opens_a_question(choice)]
    others = [choice for choice in offered if choice not in clear]
    if not others or chance.random() >= rate:
        given = [chance.choice(clear)]
    else:
        given = [chance.choice(others)]
        together = [choice for choice in others if not choice.excludes_others]
        if question.select_all and given[0] in together:
            given = chance.sample(together, min(len(together), chance.randint(1, MOST_TICKS)))
    return [choice.id for choice in given] if question.select_all else given[0].id


def _opens_a_question(choice: Choice) -> bool:
    return choice.id in QUESTIONNAIRE.by_id


def earlier_rules() -> Questionnaire:
    """Made-up rules of before, which were content with a note where today's have a clinician talk first."""
    sections = (
        dataclasses.replace(section, questions=tuple(map(_as_it_was, section.questions)))
        for section in QUESTIONNAIRE.sections
    )
    return Questionnaire("0.9.0", tuple(sections), QUESTIONNAIRE.decisions)


def _as_it_was(question: Question) -> Question:
    if question.id not in ONCE_LESS_STRICT:
        return question
    choices = (
        dataclasses.replace(choice, finding=note(choice.finding.words))
        if choice.finding and choice.level is Level.TALK_FIRST
        else choice
        for choice in question.choices
    )
    return dataclasses.replace(question, choices=tuple(choices))


def assessed_by(rules: Questionnaire, answers: Answers) -> Assessment:
    """What those rules make of the answers, with the questions as they are asked today."""
    assessment = assess(answers, rules)
    findings = (
        dataclasses.replace(found, question=QUESTIONNAIRE.by_id[found.question.id]) for found in assessment.findings
    )
    return dataclasses.replace(assessment, findings=tuple(findings))
