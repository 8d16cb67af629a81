"""Draws random answers that lead to a wanted disposition, to today's rules or to those before."""

import random
from datetime import datetime, timedelta

from screening.assessment import assess
from screening.earlier_rules import EARLIER
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Question

WORST_LEVEL = {
    Disposition.SUGGEST_CONSULTATION: Level.NOTE,
    Disposition.TALK_TO_CLINICIAN_FIRST: Level.TALK_FIRST,
    Disposition.NOT_SUITABLE_NOW: Level.NOT_NOW,
}
# How often an answer is not clear, inside and outside the wanted section.
RATE_INSIDE, RATE_OUTSIDE = 0.6, 0.03
MOST_CHOICES = 2
# Rules before 2.0.0 let people answer for somebody else. Nobody does so here, because nobody could ask for a call.
FOR_SOMEONE_ELSE = ("answering_for", "other")
RULES_CHANGED = timedelta(days=20)

Answers = dict[str, object]


def rules_at(moment: datetime, now: datetime) -> Questionnaire:
    """The rules in force at `moment`. They changed some weeks before `now`."""
    return EARLIER["1.0.1"] if moment < now - RULES_CHANGED else QUESTIONNAIRE


def draw_answers(chance: random.Random, disposition: Disposition, section_id: str, rules: Questionnaire) -> Answers:
    """Answers that lead to `disposition`, with findings mostly in one section if it can have any of that level."""
    while True:
        answers: Answers = {}
        for question in rules.with_own_page:
            if question.ask_when.holds(answers):
                is_inside = question.is_follow_up or rules.section_of(question).id == section_id
                rate = RATE_INSIDE if is_inside else RATE_OUTSIDE
                answers[question.id] = _draw_answer(chance, question, WORST_LEVEL[disposition], rate, rules)
        if assess(answers, rules).disposition == disposition:
            return answers


def _draw_answer(chance: random.Random, question: Question, worst: Level, rate: float, rules: Questionnaire) -> object:
    choices = [choice for choice in question.choices if choice.level <= worst and _goes_on(question, choice)]
    clear = [choice for choice in choices if choice.level is Level.CLEAR and choice.id not in rules.by_id]
    others = [choice for choice in choices if choice not in clear]
    if not others or chance.random() >= rate:
        selected = [chance.choice(clear)]
    else:
        selected = [chance.choice(others)]
        combinable = [choice for choice in others if not choice.excludes_others]
        if question.select_all and selected[0] in combinable:
            selected = chance.sample(combinable, min(len(combinable), chance.randint(1, MOST_CHOICES)))
    return [choice.id for choice in selected] if question.select_all else selected[0].id


def _goes_on(question: Question, choice: Choice) -> bool:
    return not choice.is_last_asked and (question.id, choice.id) != FOR_SOMEONE_ELSE
