"""The result of checking an invariant, with a counterexample where it does not hold. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from screening.proof.answer_space.answers import UNKNOWN_VALUE, plain_answer
from screening.proof.answer_space.exploration import Outcomes
from screening.proof.answer_space.groups import Group, Value
from screening.vocabulary.conditions import is_missing
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

# The methods as the certificate names them.
DECOMPOSITION, IN_PAIRS = "decomposition", "decomposition, in pairs"
EVERY_ANSWER = "every answer of every question"
IMPORTS, DECLARATIONS = "imports", "declarations"


@dataclass(frozen=True)
class Violation:
    """An answer set that breaks an invariant: its answers that are not plain, and what they lead to."""

    because: str
    answers: dict[str, object] = field(default_factory=dict)

    def lines(self, questionnaire: Questionnaire) -> Iterator[str]:
        """The counterexample in the texts of the questionnaire."""
        for question in questionnaire.questions:
            # A question that these answers open is not obvious, even if its answer is plain.
            is_opened = question.is_follow_up and question.ask_when.holds(self.answers)
            if question.id in self.answers or is_opened:
                answer = self.answers.get(question.id, plain_answer(question))
                text = "(no answer)" if is_missing(answer) else "; ".join(_texts(question, answer))
                yield f"{question.id}: {question.text} -> {text}"
        if self.answers:
            yield "every other question: the answer with nothing to report"
        yield self.because


@dataclass(frozen=True)
class Verdict:
    """The result for one statement of the invariant `number`.

    `answer_sets`: how many were covered; 0 for methods that look at none.
    """

    number: str
    statement: str
    method: str
    answer_sets: int = 0
    violation: Violation | None = None


# The number of an invariant, and how to check one of its statements.
Check = tuple[str, Callable[[Questionnaire], Verdict]]


def verdict_on(
    number: str, statement: str, outcomes: Outcomes[Value], allows: Callable[[Value, Disposition], bool]
) -> Verdict:
    """The verdict on answer sets of one rule set. `allows(value, disposition)` says whether there may be such sets."""
    broken = smallest(outcomes, lambda value, dispositions: not allows(value, dispositions[0]))
    violation = Violation(f"leads to {broken[0][0]}", broken[1].example()) if broken else None
    return Verdict(number, statement, DECOMPOSITION, answer_sets_in(outcomes), violation)


def smallest(
    outcomes: Outcomes[Value], is_broken: Callable[[Value, tuple[Disposition, ...]], bool]
) -> tuple[tuple[Disposition, ...], Group] | None:
    """The group with the simplest example of those that break the invariant."""
    broken = [
        (dispositions, group) for (value, dispositions), group in outcomes.items() if is_broken(value, dispositions)
    ]
    return min(broken, key=lambda found: found[1].cost, default=None)


def answer_sets_in(outcomes: Outcomes[Value]) -> int:
    return sum(group.count for group in outcomes.values())


def _texts(question: Question, answer: object) -> list[str]:
    return [choice.text if choice else f"({UNKNOWN_VALUE})" for _, choice in question.read(answer)]
