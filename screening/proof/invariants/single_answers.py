"""Invariants about the judgment of one answer, checked on every answer of every question."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from screening.assessment import judge
from screening.proof.answer_space.answers import NO_ANSWER, answers_to
from screening.proof.invariants.verdicts import EVERY_ANSWER, Verdict, Violation
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question


@dataclass(frozen=True)
class SingleAnswerInvariant:
    """`problem(question, answer)` says what is wrong with the judgment of an answer, or ""."""

    number: str
    statement: str
    problem: Callable[[Question, object], str]

    def check(self, questionnaire: Questionnaire) -> Verdict:
        checked = 0
        for question in questionnaire.questions:
            number_of_answers, violation = check_question(self.problem, question)
            checked += number_of_answers
            if violation:
                return Verdict(self.number, self.statement, EVERY_ANSWER, checked, violation)
        return Verdict(self.number, self.statement, EVERY_ANSWER, checked)


# Most questions are the same in rule sets that differ in one.
@lru_cache(maxsize=1024)
def check_question(problem: Callable[[Question, object], str], question: Question) -> tuple[int, Violation | None]:
    """How many answers were checked, and the first that has a problem."""
    every = answers_to(question)
    for answer in every:
        if because := problem(question, answer):
            return len(every), Violation(because, {question.id: answer})
    return len(every), None


def _depends_on_order(question: Question, answer: object) -> str:
    if not isinstance(answer, list):
        return ""
    judgment = judge(question, answer, True)
    others = (answer[::-1], [*answer[1:], answer[0]], answer * 2)
    same = all(judge(question, other, True) == judgment for other in others)
    return "" if same else "gives other reasons when the choices come in another order, or twice"


def _differs_on_repeat(question: Question, answer: object) -> str:
    return "" if judge(question, answer, True) == judge(question, answer, True) else "is not judged alike twice"


def _reasons_differ(question: Question, answer: object) -> str:
    values = () if answer is NO_ANSWER else question.read(answer)
    expected = [(question.id, value) for value, choice in values if choice is None or choice.level is not Level.CLEAR]
    reasons = [(finding.question.id, finding.answer) for finding in judge(question, answer, True).findings]
    return "" if reasons == expected else "does not have exactly one reason for each answer that is not clear"


INVARIANTS = (
    SingleAnswerInvariant(
        "12", "the order of answers and of selected choices changes no disposition and no reason", _depends_on_order
    ),
    SingleAnswerInvariant("13", "the same answer is always judged alike", _differs_on_repeat),
    SingleAnswerInvariant("14", "each answer that is not clear is a reason, once; no clear one is", _reasons_differ),
)
