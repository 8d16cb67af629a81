"""What must hold for every answer set, whatever the rules come to say (clinical combination logic, invariants 1 to 17).

Written from the clinical text, not from the declarations: an invariant about pregnancy names the question and the
answers itself, and fails when the rules do not have them any more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from screening.proof.answer_space import SILENCE, UNKNOWN
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT, Question, Questionnaire

SUGGEST, TALK_FIRST, NOT_NOW, URGENT, INCOMPLETE = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
    Disposition.URGENT_HELP_NOW,
    Disposition.INCOMPLETE,
)
NEVER_A_SAFETY_QUESTION = ("family_schizophrenia",)
RED_FLAGS = (
    *("suicide_now", "suicidal_thoughts", "suicide_attempt", "unusual_experiences", "high_mood"),
    *("pregnancy", "nursing", "blood_pressure"),
)


@dataclass(frozen=True)
class Given:
    """Whoever gives one of `answers` to `question` is led to one of `dispositions`, whatever else was answered.

    `answers` empty: every choice on offer but "no". INCOMPLETE among the dispositions allows that other questions still
    wait; without it the answer decides at once.
    """

    number: int
    says: str
    question: str
    answers: tuple[str, ...]
    dispositions: frozenset[Disposition]

    def answers_in(self, questionnaire: Questionnaire) -> tuple[str, ...]:
        """The answers as choices of this questionnaire. Raises LookupError when it does not have them."""
        question = questionnaire.by_id.get(self.question)
        if question is None:
            raise LookupError(f"the rules have no question {self.question}")
        answers = self.answers or tuple(choice for choice in question.by_id if choice != "no")
        if missing := [answer for answer in answers if answer not in question.by_id]:
            raise LookupError(f"{self.question} has no choice {missing[0]}")
        return answers


@dataclass(frozen=True)
class Everywhere:
    """`label` says what counts of one answer; `adds` puts it to the mark of an answer set; `allows` judges the end.

    `label(question, value)`; `adds(mark, label, asked)`; `allows(mark, disposition)`. The mark starts as False.
    """

    number: int
    says: str
    label: Callable[[Question, Any], Any]
    adds: Callable[[Any, Any, bool | None], Any]
    allows: Callable[[Any, Disposition], bool]


def at_least_not_now(number: int, question: str, *answers: str) -> Given:
    says = f"{question} {' or '.join(answers)}: at least not-suitable-now"
    return Given(number, says, question, answers, frozenset((NOT_NOW, URGENT, INCOMPLETE)))


def always_urgent(number: int, question: str, *answers: str) -> Given:
    says = f"{question} {' or '.join(answers) or 'anything but no'}: urgent-help-now, also while questions are open"
    return Given(number, says, question, answers, frozenset((URGENT,)))


def levels(question: Question, value: Any) -> list[Level]:
    """The level of each value as declared; one that is not on offer counts like "not sure"."""
    if value is SILENCE:
        return []
    return [choice.level if choice else Level.TALK_FIRST for _, choice in question.read(value)]


def _if_asked(mark: Any, label: Any, asked: bool | None) -> bool:
    return bool(mark or (label and asked is not False))


def _what_is_open(question: Question, value: Any) -> str:
    if value is SILENCE:
        return "" if question.asked_within else "silent"
    return "worse" if max(levels(question, value)) > Level.NOTE else ""


def _not_only_clear(mark: bool, label: str, asked: bool | None) -> bool:
    return mark or (label == "silent" and asked is True) or (label == "worse" and asked is not False)


def _ends_or_silent(question: Question, value: Any) -> str:
    if value is SILENCE:
        return "" if question.asked_within else "silent"
    return "ends" if any(choice and choice.is_last_asked for _, choice in question.read(value)) else ""


def _missing_and_not_ended(mark: Any, label: str, asked: bool | None) -> Any:
    missing, ended = mark or (False, False)
    return (missing or (label == "silent" and asked is True), ended or (label == "ends" and asked is not False))


GIVEN = (
    at_least_not_now(1, "high_mood", "mild", "strong"),
    at_least_not_now(2, "unusual_experiences", "yes", "yes_command"),
    always_urgent(2, "unusual_experiences", "yes_command"),
    at_least_not_now(3, "pregnancy", "yes"),
    at_least_not_now(3, "nursing", "yes"),
    at_least_not_now(4, "substance_problem", "yes"),
    at_least_not_now(4, "nonmedical_ketamine", "recent"),
    at_least_not_now(5, "blood_pressure", "uncontrolled"),
    Given(
        5,
        "blood_pressure controlled_unchecked: never suggest-consultation",
        "blood_pressure",
        ("controlled_unchecked",),
        frozenset((TALK_FIRST, NOT_NOW, URGENT, INCOMPLETE)),
    ),
    always_urgent(7, "suicide_now"),
    always_urgent(7, "suicide_attempt", "within_3_months"),
    Given(
        8,
        "age under_18: not-suitable-now or urgent-help-now, also while questions are open",
        "age",
        ("under_18",),
        frozenset((NOT_NOW, URGENT)),
    ),
)

EVERYWHERE = (
    Everywhere(
        6,
        "urgent-help-now if and only if an answer has level urgent",
        lambda question, value: Level.URGENT in levels(question, value),
        _if_asked,
        lambda urgent, disposition: urgent == (disposition is URGENT),
    ),
    Everywhere(
        9,
        "suggest-consultation if and only if every question that is asked has an answer of level clear or note",
        _what_is_open,
        _not_only_clear,
        lambda open_or_worse, disposition: open_or_worse == (disposition is not SUGGEST),
    ),
    Everywhere(
        10,
        "not_sure or prefer_not to a safety question (all but family_schizophrenia): never suggest-consultation",
        lambda question, value: (
            question.id not in NEVER_A_SAFETY_QUESTION
            and value is not SILENCE
            and any(choice and choice.id in (NOT_SURE, PREFER_NOT) for _, choice in question.read(value))
        ),
        _if_asked,
        lambda unsure, disposition: not unsure or disposition is not SUGGEST,
    ),
    Everywhere(
        15,
        "a value that is not on offer: never suggest-consultation",
        lambda question, value: value == UNKNOWN or (isinstance(value, list) and UNKNOWN in value),
        _if_asked,
        lambda unknown, disposition: not unknown or disposition is not SUGGEST,
    ),
    Everywhere(
        16,
        "a question that is asked and has no answer: incomplete, unless an answer ended the questionnaire",
        _ends_or_silent,
        _missing_and_not_ended,
        lambda mark, disposition: (mark == (True, False)) == (disposition is INCOMPLETE),
    ),
)
