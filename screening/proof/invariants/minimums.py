"""Invariants F, F2 and F3: the rules and the table of minimum levels, which is written from the clinical text."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from screening.assessment import judge
from screening.proof.answer_space.answers import NO_ANSWER
from screening.proof.answer_space.exploration import explore_with
from screening.proof.answer_space.groups import Part, Property
from screening.proof.invariants.single_answers import SingleAnswerInvariant
from screening.proof.invariants.verdicts import DECLARATIONS, Verdict, Violation, verdict_on
from screening.proof.minimum_levels import MinimumLevels, UnreadableTable, differences, read
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST, SEVERITY, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

# These answers decide at once, like urgent ones.
DECIDE_AT_ONCE = {("age", "under_18")}


@dataclass(frozen=True)
class TableInvariant:
    """An invariant that compares the rules with the table of minimum levels."""

    number: str
    statement: str
    compare: Callable[["TableInvariant", Questionnaire, MinimumLevels], Verdict]

    def check(self, questionnaire: Questionnaire) -> Verdict:
        try:
            table = read()
        except UnreadableTable as error:
            return Verdict(self.number, self.statement, DECLARATIONS, violation=Violation(str(error)))
        return self.compare(self, questionnaire, table)


class Minimum(NamedTuple):
    """The greatest minimum of the answers given. `at_once`: also while other questions have no answer."""

    level: Level = Level.CLEAR
    at_once: bool = False

    def together(self, other: "Minimum") -> "Minimum":
        return Minimum(max(self.level, other.level), self.at_once or other.at_once)

    def allows(self, disposition: Disposition) -> bool:
        if disposition is Disposition.INCOMPLETE:
            return not self.at_once
        return SEVERITY[disposition] >= SEVERITY[DISPOSITION_OF_WORST[self.level]]


# One property for each table, so that explorations can share what they find.
@lru_cache(maxsize=8)
def _greatest_minimum(table: MinimumLevels) -> Property[Minimum]:
    def of(part: Part) -> Minimum:
        [question], [answer], [is_asked] = part.questions, part.answers, part.asked
        level, at_once = Level.CLEAR, False
        # An answer to a question that is not asked does not exist.
        if question is None or is_asked is False:
            return Minimum()
        for value in _values(answer):
            level = max(level, table.of(question, value))
            at_once = at_once or level is Level.URGENT or (question.id, value) in DECIDE_AT_ONCE
        return Minimum(level, at_once)

    return Property(Minimum(), of, Minimum.together)


def _whole_answer_sets(invariant: TableInvariant, questionnaire: Questionnaire, table: MinimumLevels) -> Verdict:
    outcomes = explore_with(_greatest_minimum(table), [questionnaire])
    return verdict_on(invariant.number, invariant.statement, outcomes, Minimum.allows)


def _findings(invariant: TableInvariant, questionnaire: Questionnaire, table: MinimumLevels) -> Verdict:
    return SingleAnswerInvariant(invariant.number, invariant.statement, _too_mild(table)).check(questionnaire)


# Like the property above.
@lru_cache(maxsize=8)
def _too_mild(table: MinimumLevels) -> Callable[[Question, object], str]:
    def problem(question: Question, answer: object) -> str:
        found = {finding.answer: finding.level for finding in judge(question, answer, True).findings}
        for value in _values(answer):
            level, minimum = found.get(value, Level.CLEAR), table.of(question, value)
            if level < minimum:
                return f"leads to a finding of level {level.as_text}, and the minimum is {minimum.as_text}"
        return ""

    return problem


def _values(answer: object) -> list[object]:
    return answer if isinstance(answer, list) else [] if answer is NO_ANSWER else [answer]


def _declared_levels(invariant: TableInvariant, questionnaire: Questionnaire, table: MinimumLevels) -> Verdict:
    violation = None
    for difference in differences(questionnaire, table):
        if difference.number == invariant.number:
            answers: dict[str, object] = {difference.question: difference.answer} if difference.answer else {}
            violation = violation or Violation(difference.message, answers)
    return Verdict(invariant.number, invariant.statement, DECLARATIONS, violation=violation)


INVARIANTS = (
    TableInvariant(
        "F",
        "whoever gives an answer of the table of minimum levels gets at least its minimum, whatever else is given or "
        "open; with an urgent answer or age under_18 also while questions are open",
        _whole_answer_sets,
    ),
    TableInvariant("F", "each answer of the table is a finding that has at least its minimum level", _findings),
    TableInvariant(
        "F2",
        "the table has each answer above clear, except not_sure and prefer_not at talk first, and only answers that "
        "the rules have",
        _declared_levels,
    ),
    TableInvariant(
        "F3", "no answer that is not now or urgent has a higher level than its minimum in the table", _declared_levels
    ),
)
