"""What decides whether an answer set leads to an early result, as a property of answer sets that are counted. Pure."""

from typing import NamedTuple

from screening.early_result import is_early, leaves_urgency_open
from screening.proof.answer_space.groups import Part, Property
from screening.vocabulary.dispositions import Disposition, Level


class SoFar(NamedTuple):
    """What decides it besides the disposition."""

    worst: Level = Level.CLEAR
    may_be_urgent: bool = False

    def together(self, other: "SoFar") -> "SoFar":
        return SoFar(max(self.worst, other.worst), self.may_be_urgent or other.may_be_urgent)

    def leads_to_early_result(self, disposition: Disposition) -> bool:
        return is_early(disposition, self.worst, may_be_urgent=self.may_be_urgent)


def so_far(part: Part) -> SoFar:
    """In the first track."""
    question, answer, is_asked = part.questions[0], part.answers[0], part.asked[0]
    if question is None:
        return SoFar()
    worst = part.effects[0].worst if is_asked else Level.CLEAR
    return SoFar(worst, leaves_urgency_open(question, answer, is_asked))


SO_FAR = Property(SoFar(), so_far, SoFar.together)
