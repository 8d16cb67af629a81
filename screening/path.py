"""Which questions are asked, in which order, which one comes next, and how far along a person is.

The path is computed from the answers every time; nothing else is stored. Pure.
"""

from collections.abc import Mapping

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers, is_missing
from screening.vocabulary.questions import Question, Questionnaire


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
    answer = answers.get(question.id)
    return any(choice is not None and choice.is_last_asked for _, choice in question.read(answer))


def next_question(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Question | None:
    """The first question on the path without an answer; None when there is none left to ask."""
    asked = path(answers, questionnaire)
    return next((question for question in asked if is_missing(answers.get(question.id))), None)


def previous_question(
    question: Question, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE
) -> Question | None:
    before = None
    for asked in path(answers, questionnaire):
        if asked == question:
            return before
        before = asked
    return None


def is_open(question: Question, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> bool:
    """Whether a person may answer `question` now: it is on the path, and every question before it has an answer."""
    for asked in path(answers, questionnaire):
        if asked == question:
            return True
        if is_missing(answers.get(asked.id)):
            return False
    return False


def on_path(answers: Mapping[str, object], questionnaire: Questionnaire = QUESTIONNAIRE) -> dict[str, object]:
    asked = {question.id for question in path(answers, questionnaire)}
    return {question_id: answer for question_id, answer in answers.items() if question_id in asked}


def progress(question: Question, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> tuple[int, int]:
    """(x, y) of "Question x of about y". A question that may still be asked counts, so y - x never grows."""
    position = questionnaire.position
    possible = [q for q in questionnaire.with_own_page if q.ask_when.holds(answers) is not False]
    x = sum(1 for q in possible if position[q.id] <= position[question.id])
    return x, len(possible)
