"""The way through the questionnaire: what is asked next, what is off the path, how far along.

The path is worked out from the answers every time; nothing else is remembered. Pure.
"""

from collections.abc import Mapping

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers, is_silence
from screening.vocabulary.questions import Question, Questionnaire


def path(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> list[Question]:
    """The questions these answers lead through, in the order they are asked; none after an answer that ends it."""
    asked = []
    for question in questionnaire.questions:
        if question.asked_within or not question.ask_when.holds(answers):
            continue
        asked.append(question)
        if ends_at(question, answers):
            break
    return asked


def ends_at(question: Question, answers: Answers) -> bool:
    """Whether the answer to `question` is urgent, or otherwise the last one asked for."""
    answer = answers.get(question.id)
    return any(choice is not None and choice.is_last_asked for _, choice in question.read(answer))


def next_question(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Question | None:
    """The first question on the path without an answer; None when all is answered, or the questionnaire has ended."""
    return next((q for q in path(answers, questionnaire) if is_silence(answers.get(q.id))), None)


def previous_question(
    question: Question, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE
) -> Question | None:
    """The question before this one on the path; None for the first."""
    before = None
    for asked in path(answers, questionnaire):
        if asked == question:
            return before
        before = asked
    return None


def is_open(question: Question, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> bool:
    """Whether a person may answer `question` now: it is on the path, and nothing before it waits for an answer."""
    for asked in path(answers, questionnaire):
        if asked == question:
            return True
        if is_silence(answers.get(asked.id)):
            return False
    return False


def on_path(answers: Mapping[str, object], questionnaire: Questionnaire = QUESTIONNAIRE) -> dict[str, object]:
    """`answers` without those that are off the path: they do not exist any more."""
    asked = {question.id for question in path(answers, questionnaire)}
    return {question_id: answer for question_id, answer in answers.items() if question_id in asked}


def progress(question: Question, answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> tuple[int, int]:
    """(x, y) of "Question x of about y". A question that may yet be asked counts, so y - x never grows."""
    here = questionnaire.position[question.id]
    possible = [q for q in questionnaire.questions if not q.asked_within and q.ask_when.holds(answers) is not False]
    x = sum(1 for q in possible if questionnaire.position[q.id] <= here)
    return x, len(possible)
