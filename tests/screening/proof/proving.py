"""What the tests of the invariants share."""

from screening.proof.prove import prove
from screening.vocabulary.questionnaires import Questionnaire

NOTHING_ELSE = "every other question: the answer with nothing to report"


def violated(questionnaire: Questionnaire, *only: str) -> dict[str, list[str]]:
    """Number -> counterexample of each of these invariants that does not hold."""
    found: dict[str, list[str]] = {}
    for verdict in prove(questionnaire, only):
        if verdict.violation:
            found.setdefault(verdict.number, list(verdict.violation.lines(questionnaire)))
    return found
