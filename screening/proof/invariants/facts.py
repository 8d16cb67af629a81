"""Invariants that relate the disposition of every answer set to the facts about its answers."""

from collections.abc import Callable
from dataclasses import dataclass

from screening.proof.answer_space.answers import NO_ANSWER, has_unknown_value
from screening.proof.answer_space.exploration import explore_with
from screening.proof.answer_space.groups import Part, Property
from screening.proof.invariants.verdicts import Verdict, verdict_on
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT, Choice, Question

SUGGEST, URGENT, INCOMPLETE = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.URGENT_HELP_NOW,
    Disposition.INCOMPLETE,
)
NEVER_A_SAFETY_QUESTION = ("family_schizophrenia",)
# The facts. MISSING counts for questions that are asked, all others also while that is not known.
MISSING, ENDS, WORSE_THAN_NOTE, URGENT_ANSWER, UNSURE, UNKNOWN = (
    *("missing", "ends", "worse than note", "urgent", "unsure", "unknown"),
)
Facts = frozenset[str]


@dataclass(frozen=True)
class FactInvariant:
    """`fact(question, answer)` names the fact that an answer adds, or "" for none.

    `allows(facts, disposition)` says whether an answer set with exactly these facts may have this disposition.
    """

    number: str
    statement: str
    fact: Callable[[Question, object], str]
    allows: Callable[[Facts, Disposition], bool]

    def check(self, questionnaire: Questionnaire) -> Verdict:
        facts: Property[Facts] = Property(frozenset(), self._facts_of, frozenset.union)
        return verdict_on(self.number, self.statement, explore_with(facts, [questionnaire]), self.allows)

    def _facts_of(self, part: Part) -> Facts:
        [question], [answer], [is_asked] = part.questions, part.answers, part.asked
        fact = self.fact(question, answer) if question else ""
        counts = is_asked is True if fact == MISSING else is_asked is not False
        return frozenset([fact]) if fact and counts else frozenset()


def choices_of(question: Question, answer: object) -> list[Choice | None]:
    """Each choice of an answer, and None for an unknown value; nothing for a missing answer."""
    if answer is NO_ANSWER:
        return []
    values = answer if isinstance(answer, list) else [answer]
    return [question.by_id.get(value) if isinstance(value, str) else None for value in values]


def worst_level(question: Question, answer: object) -> Level:
    """As declared; an unknown value counts like "not sure"."""
    choices = choices_of(question, answer)
    return max((choice.level if choice else Level.TALK_FIRST for choice in choices), default=Level.CLEAR)


def _missing(question: Question) -> str:
    # Nobody is asked a question without a page, so nobody can miss it.
    return "" if question.asked_within else MISSING


def _urgent(question: Question, answer: object) -> str:
    return URGENT_ANSWER if worst_level(question, answer) is Level.URGENT else ""


def _missing_or_worse(question: Question, answer: object) -> str:
    if answer is NO_ANSWER:
        return _missing(question)
    return WORSE_THAN_NOTE if worst_level(question, answer) > Level.NOTE else ""


def _unsure(question: Question, answer: object) -> str:
    if question.id in NEVER_A_SAFETY_QUESTION:
        return ""
    is_unsure = any(choice and choice.id in (NOT_SURE, PREFER_NOT) for choice in choices_of(question, answer))
    return UNSURE if is_unsure else ""


def _unknown(question: Question, answer: object) -> str:
    return UNKNOWN if has_unknown_value(answer) else ""


def _missing_or_ends(question: Question, answer: object) -> str:
    if answer is NO_ANSWER:
        return _missing(question)
    return ENDS if any(choice and choice.is_last_asked for choice in choices_of(question, answer)) else ""


INVARIANTS = (
    FactInvariant(
        "6",
        "urgent-help-now if and only if an answer has level urgent",
        _urgent,
        lambda facts, disposition: bool(facts) == (disposition is URGENT),
    ),
    FactInvariant(
        "9",
        "suggest-consultation if and only if every question that is asked has an answer of level clear or note",
        _missing_or_worse,
        lambda facts, disposition: bool(facts) == (disposition is not SUGGEST),
    ),
    FactInvariant(
        "10",
        "not_sure or prefer_not to a safety question (all but family_schizophrenia): never suggest-consultation",
        _unsure,
        lambda facts, disposition: not facts or disposition is not SUGGEST,
    ),
    FactInvariant(
        "15",
        "a value that is not on offer, such as a retired choice: never suggest-consultation",
        _unknown,
        lambda facts, disposition: not facts or disposition is not SUGGEST,
    ),
    FactInvariant(
        "16",
        "a question that is asked and has no answer: incomplete, unless an answer ended the questionnaire",
        _missing_or_ends,
        lambda facts, disposition: (facts == {MISSING}) == (disposition is INCOMPLETE),
    ),
)
