"""Checks the invariants over every answer set: missing answers, every choice, every selection, and unknown values.

`answer_space` counts the whole space in groups; `cross_check` confirms the counting on answer sets assessed one by one.
"""

import ast
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from screening.assessment import judge
from screening.proof.answer_space import explore, explore_with
from screening.proof.answers import NO_ANSWER, UNKNOWN_VALUE, answers_to
from screening.proof.groups import LEAVE_OUT, Asked, Group, LeaveOut, Property, TrackAnswers
from screening.proof.invariants import (
    ANSWER_INVARIANTS,
    FACT_INVARIANTS,
    RED_FLAGS,
    AnswerInvariant,
    FactInvariant,
    levels,
    with_fact,
)
from screening.vocabulary.conditions import is_missing
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

# The methods as the certificate names them.
DECOMPOSITION, IN_PAIRS = "decomposition", "decomposition, in pairs"
EVERY_ANSWER = "every answer of every question"
IMPORTS, DECLARATIONS = "imports", "declarations"

SCREENING = Path(__file__).parents[1]
PURE_MODULES = ("vocabulary", "assessment.py", "questionnaire")
PURE_IMPORTS = (
    *("collections", "dataclasses", "enum", "functools", "hashlib", "json", "operator", "typing", "screening"),
    "django.db.models",  # TextChoices, an enum
)


@dataclass(frozen=True)
class Violation:
    """An answer set that breaks an invariant: its answers that are not plain, and what they lead to."""

    because: str
    answers: dict[str, object] = field(default_factory=dict)

    def lines(self, questionnaire: Questionnaire) -> Iterator[str]:
        """The counterexample in the texts of the questionnaire."""
        for question_id, answer in self.answers.items():
            question = questionnaire.by_id[question_id]
            text = "(no answer)" if is_missing(answer) else "; ".join(_texts(question, answer))
            yield f"{question_id}: {question.text} -> {text}"
        if self.answers:
            yield "every other question: the answer with nothing to report"
        yield self.because


@dataclass(frozen=True)
class Verdict:
    """The result for one invariant. `answer_sets`: how many were covered; 0 for methods that look at none."""

    number: int
    statement: str
    method: str
    answer_sets: int
    violation: Violation | None = None


def prove(questionnaire: Questionnaire, only: Container[int] = range(1, 18)) -> Iterator[Verdict]:
    """A verdict on each invariant whose number is in `only`, by number. The rules must have no faults."""
    for number, check in sorted(CHECKS, key=lambda check: check[0]):
        if number in only:
            yield check(questionnaire)


def _texts(question: Question, answer: object) -> list[str]:
    return [choice.text if choice else f"({UNKNOWN_VALUE})" for _, choice in question.read(answer)]


def _check_answer_invariant(invariant: AnswerInvariant, questionnaire: Questionnaire) -> Verdict:
    try:
        choices = invariant.answers_in(questionnaire)
    except LookupError as error:
        return Verdict(invariant.number, invariant.statement, DECOMPOSITION, 0, Violation(str(error.args[0])))

    def answers_for(question_id: str) -> Iterable[TrackAnswers]:
        is_given = question_id == invariant.question
        return ((answer,) for answer in (choices if is_given else answers_to(questionnaire.by_id[question_id])))

    groups = [(group, disposition) for (disposition,), group in explore([questionnaire], answers_for).items()]
    violations = [(group, disposition) for group, disposition in groups if disposition not in invariant.dispositions]
    return _verdict(invariant, [group for group, _ in groups], violations)


def _check_fact_invariant(invariant: FactInvariant, questionnaire: Questionnaire) -> Verdict:
    facts_of_answers = Property[frozenset[str], str](
        start=frozenset(),
        tag=lambda question_id, answers: invariant.fact(questionnaire.by_id[question_id], answers[0]),
        add=lambda facts, fact, asked: with_fact(facts, fact, asked[0]),
    )
    outcomes = explore_with(
        facts_of_answers,
        [questionnaire],
        lambda question_id: ((answer,) for answer in answers_to(questionnaire.by_id[question_id])),
    )
    violations = [
        (group, disposition)
        for (facts, (disposition,)), group in outcomes.items()
        if not invariant.allows(facts, disposition)
    ]
    return _verdict(invariant, outcomes.values(), violations)


def _verdict(
    invariant: AnswerInvariant | FactInvariant, groups: Iterable[Group], violations: list[tuple[Group, Disposition]]
) -> Verdict:
    covered = sum(group.count for group in groups)
    violation = None
    if violations:
        group, disposition = min(violations, key=lambda violation: violation[0].cost)
        violation = Violation(f"leads to {disposition}", group.example())
    return Verdict(invariant.number, invariant.statement, DECOMPOSITION, covered, violation)


def _check_monotone(questionnaire: Questionnaire) -> Verdict:
    """Compares pairs of answer sets. The second has one answer that is as bad or worse and opens no fewer questions."""
    statement = (
        "an answer of the same or a higher level, that opens the same questions or more, never lowers the disposition "
        "of a complete answer set; one of the same or a lower level, that opens the same or fewer, never raises it"
    )

    def at_most_one(differs: bool, answers_differ: bool, asked: Asked) -> bool | LeaveOut:
        return LEAVE_OUT if differs and answers_differ else differs or answers_differ

    differs_in_one_answer = Property[bool, bool](
        start=False, tag=lambda question_id, answers: answers[0] != answers[1], add=at_most_one
    )
    outcomes = explore_with(
        differs_in_one_answer,
        [questionnaire, questionnaire],
        lambda question_id: _pairs(questionnaire, questionnaire.by_id[question_id]),
    )
    covered = sum(group.count for (differs, _), group in outcomes.items() if differs)
    order = list(Disposition)
    for (_, (better, worse)), group in sorted(outcomes.items(), key=lambda item: item[1].cost):
        if order.index(better) > order.index(worse):
            because = f"leads to {worse}; with the better answer to one question it led to {better}"
            return Verdict(11, statement, IN_PAIRS, covered, Violation(because, group.example(1)))
    return Verdict(11, statement, IN_PAIRS, covered)


def _pairs(questionnaire: Questionnaire, question: Question) -> Iterator[TrackAnswers]:
    """Each answer with itself, and with one of each kind that is as bad or worse and opens no fewer questions."""
    opening_choices = {
        choice
        for other in questionnaire.questions
        for part in other.ask_when.parts
        if part.question == question.id
        for choice in part.choices
    }
    kinds: dict[tuple[Level, frozenset[str], tuple[Level, ...]], object] = {}
    for answer in answers_to(question):
        if answer is NO_ANSWER and not question.asked_within:
            continue
        yield answer, answer
        level = max(levels(question, answer), default=Level.CLEAR)
        opens = frozenset(opening_choices.intersection(answer if isinstance(answer, list) else [answer]))
        judged = tuple(finding.level for finding in judge(question, answer, True).findings)
        kinds.setdefault((level, opens, judged and (max(judged),)), answer)
    for (level, opens, _), better in kinds.items():
        for (other_level, opens_too, _), worse in kinds.items():
            if level <= other_level and opens <= opens_too:
                yield better, worse


def _check_every_answer(
    number: int, statement: str, problem: Callable[[Question, object], str], questionnaire: Questionnaire
) -> Verdict:
    """`problem(question, answer)` says what is wrong with the judgment of one answer, or ""."""
    every = [(question, answer) for question in questionnaire.questions for answer in answers_to(question)]
    for question, answer in every:
        if because := problem(question, answer):
            return Verdict(number, statement, EVERY_ANSWER, len(every), Violation(because, {question.id: answer}))
    return Verdict(number, statement, EVERY_ANSWER, len(every))


def _depends_on_order(question: Question, answer: object) -> str:
    others = [answer[::-1], [*answer[1:], answer[0]], answer * 2] if isinstance(answer, list) else []
    same = all(judge(question, other, True) == judge(question, answer, True) for other in others)
    return "" if same else "gives other reasons when the choices come in another order, or twice"


def _differs_on_repeat(question: Question, answer: object) -> str:
    return "" if judge(question, answer, True) == judge(question, answer, True) else "is not judged alike twice"


def _reasons_differ(question: Question, answer: object) -> str:
    values = () if answer is NO_ANSWER else question.read(answer)
    expected = [(question.id, value) for value, choice in values if choice is None or choice.level is not Level.CLEAR]
    reasons = [(finding.question.id, finding.answer) for finding in judge(question, answer, True).findings]
    return "" if reasons == expected else "does not have exactly one reason for each answer that is not clear"


def _check_imports(questionnaire: Questionnaire) -> Verdict:
    statement = "no clock, no chance, no network: the modules that judge import nothing that has one"
    for file in _pure_files():
        for module in _imports(ast.parse(file.read_text(encoding="utf-8"))):
            if not any(module == allowed or module.startswith(f"{allowed}.") for allowed in PURE_IMPORTS):
                return Verdict(13, statement, IMPORTS, 0, Violation(f"{file.name} imports {module}"))
    return Verdict(13, statement, IMPORTS, 0)


def _pure_files() -> Iterator[Path]:
    for module in PURE_MODULES:
        path = SCREENING / module
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _check_red_flags(questionnaire: Questionnaire) -> Verdict:
    statement = "no answer hides a red-flag question: each is asked of everybody"
    for flag in RED_FLAGS:
        question = questionnaire.by_id.get(flag)
        if question is None or question.is_follow_up or question.asked_within:
            because = f"{flag} is asked only when {question.ask_when}" if question else f"the rules do not ask {flag}"
            return Verdict(17, statement, DECLARATIONS, 0, Violation(because))
    return Verdict(17, statement, DECLARATIONS, 0)


def _every_answer(number: int, statement: str, problem: Callable[[Question, object], str]) -> "Check":
    return number, partial(_check_every_answer, number, statement, problem)


Check = tuple[int, Callable[[Questionnaire], Verdict]]
CHECKS: tuple[Check, ...] = (
    *((invariant.number, partial(_check_answer_invariant, invariant)) for invariant in ANSWER_INVARIANTS),
    *((invariant.number, partial(_check_fact_invariant, invariant)) for invariant in FACT_INVARIANTS),
    (11, _check_monotone),
    _every_answer(12, "the order of answers and of ticks changes no disposition and no reason", _depends_on_order),
    _every_answer(13, "the same answer is always judged alike", _differs_on_repeat),
    (13, _check_imports),
    _every_answer(14, "each answer that is not clear is a reason, once; no clear one is", _reasons_differ),
    (17, _check_red_flags),
)
