"""Which screens are shown, in which order, which one comes next, and how far along a person is.

The path is computed from the answers every time; nothing else is stored. Pure.
"""

from collections.abc import Mapping

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers, is_missing
from screening.vocabulary.questionnaires import Questionnaire, Screen
from screening.vocabulary.questions import Question


def path(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> list[Question]:
    """The questions that these answers lead to, in the order asked, up to an answer that ends the questionnaire."""
    asked = []
    for question in questionnaire.questions:
        if question.asked_within or not question.ask_when.holds(answers):
            continue
        asked.append(question)
        if ends_at(question, answers):
            break
    return asked


def ends_at(question: Question, answers: Answers) -> bool:
    """Whether the answer to `question` ends the questionnaire, because it is urgent or declared to end it."""
    if not question.can_be_last:
        return False
    answer = answers.get(question.id)
    return any(choice is not None and choice.is_last_asked for _, choice in question.read(answer))


def screens(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> list[Screen]:
    """The screens that these answers lead to, in order. A screen with an answer that ends the questionnaire is last."""
    shown = dict.fromkeys(questionnaire.screen_of(question).first.id for question in path(answers, questionnaire))
    return [questionnaire.screen_of(questionnaire.by_id[first]) for first in shown]


def next_screen(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Screen | None:
    """The screen of the first question on the path without an answer; None when there is none left to ask."""
    asked = path(answers, questionnaire)
    question = next((question for question in asked if is_missing(answers.get(question.id))), None)
    return questionnaire.screen_of(question) if question else None


def previous_screen(screen: Screen, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Screen | None:
    before = None
    for shown in screens(answers, questionnaire):
        if shown == screen:
            return before
        before = shown
    return None


def is_open(screen: Screen, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> bool:
    """Whether a person may answer `screen` now: it is on the path, and every question before it has an answer."""
    for asked in path(answers, questionnaire):
        if asked in screen.questions:
            return True
        if is_missing(answers.get(asked.id)):
            return False
    return False


def on_path(answers: Mapping[str, object], questionnaire: Questionnaire = QUESTIONNAIRE) -> dict[str, object]:
    asked = {question.id for question in path(answers, questionnaire)}
    return {question_id: answer for question_id, answer in answers.items() if question_id in asked}


def progress(screen: Screen, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> tuple[int, int]:
    """(x, y) of "Screen x of about y". A follow-up counts as soon as an answer calls for it, so y never shrinks by
    itself."""
    counted = [shown for shown in questionnaire.screens if shown.first.ask_when.holds(answers)]
    return counted.index(screen) + 1, len(counted)
