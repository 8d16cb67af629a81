"""Plain values of a review: states, kinds of decision, reasons, and the numbers that order the queue."""

from datetime import datetime

from django.db.models import TextChoices
from django.utils import timezone

from screening.vocabulary.dispositions import SEVERITY, Disposition

REVIEWED_RANK = 10


class State(TextChoices):
    """How far the clinic is with a submission."""

    NEW = "new", "New"
    IN_REVIEW = "in-review", "In review"
    SECOND_OPINION = "second-opinion", "Waiting for a second clinician"
    WAITING = "waiting", "Waiting until a day"
    CLOSED = "closed", "Closed"


# Nobody has to do anything about these now.
REVIEWED = (State.WAITING, State.CLOSED)


class Kind(TextChoices):
    """How a clinician's disposition compares with the screening's."""

    AGREE = "agree", "Agrees"
    TIGHTEN = "tighten", "Tightens"
    LOOSEN = "loosen", "Loosens"


class Reason(TextChoices):
    """Why a clinician decided this way. No value reveals anything about the person."""

    ANSWERS = "answers", "The answers say so"
    TALK = "talk", "I spoke with the person"
    RECORDS = "records", "I have seen medical records"
    MISTAKE = "mistake", "An answer was given by mistake"
    RULE = "rule", "The rule does not fit this case"
    OTHER = "other", "Another reason, in the note"


def kind_of(screening: str, disposition: str) -> Kind:
    before, after = SEVERITY[Disposition(screening)], SEVERITY[Disposition(disposition)]
    if after == before:
        return Kind.AGREE
    return Kind.TIGHTEN if after > before else Kind.LOOSEN


def loosens(disposition: str, *compared_with: str) -> bool:
    """Whether it is milder than any of these: the screening's disposition, or that of the decision in force."""
    return any(kind_of(other, disposition) is Kind.LOOSEN for other in compared_with if other)


def rank_of(state: str, disposition: str) -> int:
    """The sort key of the queue, before age: open submissions first, and the worst disposition first among them."""
    worst = max(SEVERITY.values())
    worst_first = worst - SEVERITY.get(Disposition(disposition), worst)
    return worst_first + (REVIEWED_RANK if state in REVIEWED else 0)


def week_of(moment: datetime) -> int:
    """The ISO week in the time zone of the site, as a sortable number: 202648."""
    year, week, _ = timezone.localtime(moment).isocalendar()
    return year * 100 + week
