"""What the tests of the invariants share."""

from dataclasses import replace

from screening.proof.prove import prove
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.questionnaires import Questionnaire

NOTHING_ELSE = "every other question: the answer with nothing to report"

# The live rules without the two longest lists of choices, which have most of all selections: for tests that would only
# take longer with them.
WITHOUT_MEDICINES = replace(
    QUESTIONNAIRE, sections=tuple(section for section in QUESTIONNAIRE.sections if section.id != "medicines")
)


def violated(questionnaire: Questionnaire, *only: str) -> dict[str, list[str]]:
    """Number -> counterexample of each of these invariants that does not hold."""
    found: dict[str, list[str]] = {}
    for verdict in prove(questionnaire, only):
        if verdict.violation:
            found.setdefault(verdict.number, list(verdict.violation.lines(questionnaire)))
    return found
