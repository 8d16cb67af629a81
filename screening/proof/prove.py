"""Checks the invariants over every answer set: missing answers, every choice, every selection, and unknown values.

`answer_space` counts the whole space in groups; its `cross_check` confirms the counting on answer sets assessed one by
one.
"""

from collections.abc import Container, Iterator

from screening.proof.invariants import declarations, early_result, facts, given_answers, minimums, pairs, single_answers
from screening.proof.invariants.verdicts import Check, Verdict
from screening.vocabulary.questionnaires import Questionnaire

_INVARIANTS = (
    *minimums.INVARIANTS,
    *given_answers.INVARIANTS,
    *facts.INVARIANTS,
    *single_answers.INVARIANTS,
)
_CHECKS: tuple[Check, ...] = (
    *((invariant.number, invariant.check) for invariant in _INVARIANTS),
    ("11", pairs.check_monotone),
    ("13", declarations.check_imports),
    ("17", declarations.check_red_flags),
    ("A4", declarations.check_asked_for_someone_else),
    ("E1", early_result.check_final),
    ("E2", early_result.check_hides_nothing),
    ("E3", declarations.check_order),
    ("U3", declarations.check_causes),
)
# In the order of the clinical text.
NUMBERS = ("F", "F2", "F3", *map(str, range(1, 18)), "A1", "A2", "A3", "A4", "E1", "E2", "E3", "U3")
CHECKS = tuple(sorted(_CHECKS, key=lambda check: NUMBERS.index(check[0])))


def prove(questionnaire: Questionnaire, only: Container[str] = NUMBERS) -> Iterator[Verdict]:
    """A verdict on each statement of the invariants in `only`. The rules must have no faults."""
    for number, check in CHECKS:
        if number in only:
            yield check(questionnaire)
