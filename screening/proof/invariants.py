"""What must be true of every answer set, however the rules change: invariants 1 to 17 of the clinical logic.

They are written from the clinical text, not from the declarations: an invariant about pregnancy names the question and
the answers itself, and fails when the rules no longer contain them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from screening.proof.answers import NO_ANSWER, has_unknown_value
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT, Question

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
class AnswerInvariant:
    """Everybody who gives one of `answers` to `question` gets one of `dispositions`, whatever else they answer.

    Empty `answers` mean every choice but "no". INCOMPLETE among the dispositions allows that other questions have no
    answer yet; without it the answer decides at once.
    """

    number: int
    statement: str
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
class FactInvariant:
    """Relates the disposition of every answer set to the facts about its answers.

    `fact(question, answer)` names the fact that an answer adds, or "" for none. `allows(facts, disposition)` says
    whether an answer set with exactly these facts may have this disposition.
    """

    number: int
    statement: str
    fact: Callable[[Question, object], str]
    allows: Callable[[frozenset[str], Disposition], bool]


# The facts. MISSING counts for questions that are asked, all others also while that is not known.
MISSING, ENDS, WORSE_THAN_NOTE, URGENT_ANSWER, UNSURE, UNKNOWN = (
    *("missing", "ends", "worse than note", "urgent", "unsure", "unknown"),
)


def with_fact(facts: frozenset[str], fact: str, asked: bool | None) -> frozenset[str]:
    counts = asked is True if fact == MISSING else asked is not False
    return facts | {fact} if fact and counts else facts


def at_least_not_now(number: int, question: str, *answers: str) -> AnswerInvariant:
    statement = f"{question} {' or '.join(answers)}: at least not-suitable-now"
    return AnswerInvariant(number, statement, question, answers, frozenset((NOT_NOW, URGENT, INCOMPLETE)))


def always_urgent(number: int, question: str, *answers: str) -> AnswerInvariant:
    answers_text = " or ".join(answers) or "anything but no"
    statement = f"{question} {answers_text}: urgent-help-now, also while questions are open"
    return AnswerInvariant(number, statement, question, answers, frozenset((URGENT,)))


def levels(question: Question, answer: object) -> list[Level]:
    """The level of each value as declared; an unknown value counts like "not sure"."""
    if answer is NO_ANSWER:
        return []
    return [choice.level if choice else Level.TALK_FIRST for _, choice in question.read(answer)]


def _missing(question: Question) -> str:
    # Nobody is asked a question without a page, so nobody can miss it.
    return "" if question.asked_within else MISSING


def _urgent(question: Question, answer: object) -> str:
    return URGENT_ANSWER if Level.URGENT in levels(question, answer) else ""


def _missing_or_worse(question: Question, answer: object) -> str:
    if answer is NO_ANSWER:
        return _missing(question)
    return WORSE_THAN_NOTE if max(levels(question, answer)) > Level.NOTE else ""


def _unsure(question: Question, answer: object) -> str:
    if answer is NO_ANSWER or question.id in NEVER_A_SAFETY_QUESTION:
        return ""
    return UNSURE if any(c and c.id in (NOT_SURE, PREFER_NOT) for _, c in question.read(answer)) else ""


def _unknown(question: Question, answer: object) -> str:
    return UNKNOWN if has_unknown_value(answer) else ""


def _missing_or_ends(question: Question, answer: object) -> str:
    if answer is NO_ANSWER:
        return _missing(question)
    return ENDS if any(choice and choice.is_last_asked for _, choice in question.read(answer)) else ""


ANSWER_INVARIANTS = (
    at_least_not_now(1, "high_mood", "mild", "strong"),
    at_least_not_now(2, "unusual_experiences", "yes", "yes_command"),
    always_urgent(2, "unusual_experiences", "yes_command"),
    at_least_not_now(3, "pregnancy", "yes"),
    at_least_not_now(3, "nursing", "yes"),
    at_least_not_now(4, "substance_problem", "yes"),
    at_least_not_now(4, "nonmedical_ketamine", "recent"),
    at_least_not_now(5, "blood_pressure", "uncontrolled"),
    AnswerInvariant(
        5,
        "blood_pressure controlled_unchecked: never suggest-consultation",
        "blood_pressure",
        ("controlled_unchecked",),
        frozenset((TALK_FIRST, NOT_NOW, URGENT, INCOMPLETE)),
    ),
    always_urgent(7, "suicide_now"),
    always_urgent(7, "suicide_attempt", "within_3_months"),
    AnswerInvariant(
        8,
        "age under_18: not-suitable-now or urgent-help-now, also while questions are open",
        "age",
        ("under_18",),
        frozenset((NOT_NOW, URGENT)),
    ),
)

FACT_INVARIANTS = (
    FactInvariant(
        6,
        "urgent-help-now if and only if an answer has level urgent",
        _urgent,
        lambda facts, disposition: bool(facts) == (disposition is URGENT),
    ),
    FactInvariant(
        9,
        "suggest-consultation if and only if every question that is asked has an answer of level clear or note",
        _missing_or_worse,
        lambda facts, disposition: bool(facts) == (disposition is not SUGGEST),
    ),
    FactInvariant(
        10,
        "not_sure or prefer_not to a safety question (all but family_schizophrenia): never suggest-consultation",
        _unsure,
        lambda facts, disposition: not facts or disposition is not SUGGEST,
    ),
    FactInvariant(
        15,
        "a value that is not on offer: never suggest-consultation",
        _unknown,
        lambda facts, disposition: not facts or disposition is not SUGGEST,
    ),
    FactInvariant(
        16,
        "a question that is asked and has no answer: incomplete, unless an answer ended the questionnaire",
        _missing_or_ends,
        lambda facts, disposition: (facts == {MISSING}) == (disposition is INCOMPLETE),
    ),
)
