"""The invariants, checked over every answer set: silence, every choice, every set of ticks, and values not on offer.

`screening.answer_space` covers the whole space by decomposition; `screening.census` confirms that on whole answer sets.
"""

import ast
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from screening.assessment import judge
from screening.proof.answer_space import DROP, SILENCE, UNKNOWN, Reached, answers_to, explore
from screening.proof.invariants import EVERYWHERE, GIVEN, RED_FLAGS, Everywhere, Given, levels
from screening.vocabulary.conditions import is_missing
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questions import Question, Questionnaire

DECOMPOSITION, EVERY_ANSWER = "decomposition", "every answer of every question"
IMPORTS, DECLARATIONS = "imports", "declarations"
PURE_MODULES = ("vocabulary", "assessment.py", "questionnaire")
SCREENING = Path(__file__).parents[1]
PURE_IMPORTS = (
    *("collections", "dataclasses", "enum", "functools", "hashlib", "json", "operator", "typing", "screening"),
    "django.db.models",  # TextChoices, an enum
)


@dataclass(frozen=True)
class Violation:
    """An answer set for which an invariant does not hold: the answers that are not plain, and what they lead to."""

    because: str
    answers: dict[str, object] = field(default_factory=dict)

    def in_words(self, questionnaire: Questionnaire) -> Iterator[str]:
        """The counterexample as a person would meet it, a line each."""
        for question_id, answer in self.answers.items():
            question = questionnaire.by_id[question_id]
            given = "(no answer)" if is_missing(answer) else "; ".join(_as_read(question, answer))
            yield f"{question_id}: {question.text} -> {given}"
        if self.answers:
            yield "every other question: the answer with nothing to report"
        yield self.because


@dataclass(frozen=True)
class Verdict:
    """What was found of one invariant. `answer_sets`: how many were covered, 0 where the method looks at none."""

    number: int
    says: str
    method: str
    answer_sets: int
    violation: Violation | None = None


def prove(questionnaire: Questionnaire, only: Container[int] = range(1, 18)) -> Iterator[Verdict]:
    """A verdict on each invariant whose number is in `only`, in the order of the numbers. Expects no faults."""
    for number, judged in sorted(JUDGED, key=lambda one: one[0]):
        if number in only:
            yield judged(questionnaire)


def _as_read(question: Question, answer: object) -> list[str]:
    return [choice.text if choice else f"({UNKNOWN})" for _, choice in question.read(answer)]


def _everything(questionnaire: Questionnaire) -> Callable[[str], list[tuple[Any, ...]]]:
    return lambda question_id: [(value,) for value in answers_to(questionnaire.by_id[question_id])]


def _verdict(
    number: int, says: str, reached: Mapping[Any, Reached], allows: Callable[[Any, Disposition], bool]
) -> Verdict:
    covered = sum(found.count for found in reached.values())
    broken = [
        (found.cost, found.example(), disposition)
        for (mark, (disposition,)), found in reached.items()
        if not allows(mark, disposition)
    ]
    if not broken:
        return Verdict(number, says, DECOMPOSITION, covered)
    _, answers, disposition = min(broken, key=lambda one: one[0])
    return Verdict(number, says, DECOMPOSITION, covered, Violation(f"leads to {disposition}", answers))


def _given(invariant: Given, questionnaire: Questionnaire) -> Verdict:
    try:
        answers = invariant.answers_in(questionnaire)
    except LookupError as error:
        return Verdict(invariant.number, invariant.says, DECOMPOSITION, 0, Violation(str(error.args[0])))
    everything = _everything(questionnaire)
    reached = explore(
        [questionnaire],
        lambda question_id: (
            [(answer,) for answer in answers] if question_id == invariant.question else everything(question_id)
        ),
    )
    return _verdict(
        invariant.number, invariant.says, reached, lambda mark, disposition: disposition in invariant.dispositions
    )


def _everywhere(invariant: Everywhere, questionnaire: Questionnaire) -> Verdict:
    reached = explore(
        [questionnaire],
        _everything(questionnaire),
        lambda question_id, values: invariant.label(questionnaire.by_id[question_id], values[0]),
        lambda mark, label, asked: invariant.adds(mark, label, asked[0]),
        False,
    )
    return _verdict(invariant.number, invariant.says, reached, invariant.allows)


def _monotone(questionnaire: Questionnaire) -> Verdict:
    """Two answer sets side by side that differ in one answer, the second as bad or worse, and opening no fewer
    questions."""
    says = (
        "an answer of the same or a higher level, that opens the same questions or more, never lowers the disposition "
        "of a complete answer set; one of the same or a lower level, that opens the same or fewer, never raises it"
    )

    def at_most_one_differs(differs: bool, labelled: bool, asked: tuple[bool | None, ...]) -> Any:
        return DROP if differs and labelled else differs or labelled

    reached = explore(
        [questionnaire, questionnaire],
        lambda question_id: _pairs(questionnaire, questionnaire.by_id[question_id]),
        lambda question_id, values: values[0] != values[1],
        at_most_one_differs,
        False,
    )
    covered = sum(found.count for (differs, _), found in reached.items() if differs)
    order = list(Disposition)
    for (_, (better, worse)), found in sorted(reached.items(), key=lambda item: item[1].cost):
        if order.index(better) > order.index(worse):
            because = f"leads to {worse}; with the better answer to one question it led to {better}"
            return Verdict(11, says, "decomposition, in pairs", covered, Violation(because, found.example(1)))
    return Verdict(11, says, "decomposition, in pairs", covered)


def _pairs(questionnaire: Questionnaire, question: Question) -> Iterator[tuple[Any, Any]]:
    """Each answer beside itself, and beside each kind of answer as bad or worse that opens no fewer questions."""
    waited_for = {
        choice
        for other in questionnaire.questions
        for part in other.ask_when.parts
        if part.question == question.id
        for choice in part.choices
    }
    kinds: dict[tuple[Level, frozenset[str], tuple[Level, ...]], object] = {}
    for answer in answers_to(question):
        if answer is SILENCE and not question.asked_within:
            continue
        yield answer, answer
        level = max(levels(question, answer), default=Level.CLEAR)
        opens = frozenset(waited_for.intersection(answer if isinstance(answer, list) else [answer]))
        judged = tuple(found.level for found in judge(question, answer, True).findings)
        kinds.setdefault((level, opens, judged and (max(judged),)), answer)
    for (level, opens, _), better in kinds.items():
        for (other_level, opens_too, _), worse in kinds.items():
            if level <= other_level and opens <= opens_too:
                yield better, worse


def _order_free(question: Question, answer: Any) -> str:
    others = [answer[::-1], [*answer[1:], answer[0]], answer * 2] if isinstance(answer, list) else []
    same = all(judge(question, other, True) == judge(question, answer, True) for other in others)
    return "" if same else "gives other reasons when the ticks come in another order, or twice"


def _same_again(question: Question, answer: Any) -> str:
    return "" if judge(question, answer, True) == judge(question, answer, True) else "is not judged alike twice"


def _one_reason_each(question: Question, answer: Any) -> str:
    given = () if answer is SILENCE else question.read(answer)
    expected = [value for value, choice in given if choice is None or choice.level is not Level.CLEAR]
    found = [(one.question.id, one.answer) for one in judge(question, answer, True).findings]
    same = found == [(question.id, value) for value in expected]
    return "" if same else "does not have exactly one reason for each answer that is not clear"


def _every_answer(
    number: int, says: str, fails: Callable[[Question, Any], str], questionnaire: Questionnaire
) -> Verdict:
    """`fails(question, answer)` says what is wrong with one answer, or ""."""
    every = [(question, answer) for question in questionnaire.questions for answer in answers_to(question)]
    for question, answer in every:
        if because := fails(question, answer):
            return Verdict(number, says, EVERY_ANSWER, len(every), Violation(because, {question.id: answer}))
    return Verdict(number, says, EVERY_ANSWER, len(every))


def _nothing_from_outside(questionnaire: Questionnaire) -> Verdict:
    says = "no clock, no chance, no network: the modules that judge import nothing that has one"
    files = list(_pure_files())
    for file in files:
        for module in _imports(ast.parse(file.read_text(encoding="utf-8"))):
            if not any(module == allowed or module.startswith(f"{allowed}.") for allowed in PURE_IMPORTS):
                return Verdict(13, says, IMPORTS, 0, Violation(f"{file.name} imports {module}"))
    return Verdict(13, says, IMPORTS, 0)


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


def _red_flags_always_asked(questionnaire: Questionnaire) -> Verdict:
    says = "no answer hides a red-flag question: each is asked of everybody"
    for flag in RED_FLAGS:
        question = questionnaire.by_id.get(flag)
        if question is None or question.is_follow_up or question.asked_within:
            because = f"{flag} is asked only when {question.ask_when}" if question else f"the rules do not ask {flag}"
            return Verdict(17, says, DECLARATIONS, 0, Violation(because))
    return Verdict(17, says, DECLARATIONS, 0)


JUDGED: tuple[tuple[int, Callable[[Questionnaire], Verdict]], ...] = (
    *((invariant.number, partial(_given, invariant)) for invariant in GIVEN),
    *((invariant.number, partial(_everywhere, invariant)) for invariant in EVERYWHERE),
    (11, _monotone),
    (
        12,
        partial(
            _every_answer, 12, "the order of answers and of ticks changes no disposition and no reason", _order_free
        ),
    ),
    (13, partial(_every_answer, 13, "the same answer is always judged alike", _same_again)),
    (13, _nothing_from_outside),
    (
        14,
        partial(
            _every_answer, 14, "each answer that is not clear is a reason, once; no clear one is", _one_reason_each
        ),
    ),
    (17, _red_flags_always_asked),
)
