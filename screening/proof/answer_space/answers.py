"""Every answer that a question can get, one by one. Pure."""

from itertools import combinations

from screening.vocabulary.dispositions import Level
from screening.vocabulary.questions import Question

NO_ANSWER = None
UNKNOWN_VALUE = "a value that is not on offer"


def answers_to(question: Question) -> list[object]:
    """Every answer: none, each choice, an unknown value; for a select-all question every set of these."""
    values = [choice.id for choice in question.choices] + [UNKNOWN_VALUE]
    if not question.select_all:
        return [NO_ANSWER, *values]
    sizes = range(1, len(values) + 1)
    return [NO_ANSWER, *(list(selected) for size in sizes for selected in combinations(values, size))]


def plain_answer(question: Question) -> object:
    """The answer with nothing to report: the first that is clear, or the one that excludes all others."""
    clear = [choice for choice in question.choices if choice.level is Level.CLEAR] or question.choices
    exclusive = [choice for choice in clear if choice.excludes_others] or clear
    return [exclusive[0].id] if question.select_all else exclusive[0].id


def has_unknown_value(answer: object) -> bool:
    return answer == UNKNOWN_VALUE or (isinstance(answer, list) and UNKNOWN_VALUE in answer)
