"""The levels of single answers and the dispositions of whole answer sets.

The worst level decides; nothing lowers a level.
"""

from enum import IntEnum, StrEnum

from django.db.models import TextChoices


class Level(IntEnum):
    """What one answer means for booking a consultation, in rising order."""

    CLEAR = 0
    NOTE = 1
    TALK_FIRST = 2
    NOT_NOW = 3
    URGENT = 4

    def __str__(self) -> str:
        return self.name.lower()

    @property
    def as_text(self) -> str:
        return str(self).replace("_", " ")


class UrgentCause(StrEnum):
    """Why an answer is urgent. It decides which page with help the person reads."""

    MEDICAL = "medical"
    SUICIDE = "suicide"
    DANGER = "danger"
    AFTER_BIRTH = "after_birth"

    @property
    def page(self) -> str:
        """The result page with its words."""
        return f"urgent-{self.value.replace('_', '-')}"


class Disposition(TextChoices):
    """What the screening suggests as the next step; the values are stored and exported."""

    SUGGEST_CONSULTATION = "suggest-consultation", "Suggest a consultation"
    TALK_TO_CLINICIAN_FIRST = "talk-to-clinician-first", "Talk to a clinician first"
    NOT_SUITABLE_NOW = "not-suitable-now", "Not suitable now"
    URGENT_HELP_NOW = "urgent-help-now", "Urgent help now"
    INCOMPLETE = "incomplete", "Incomplete"


DISPOSITION_OF_WORST = {
    Level.CLEAR: Disposition.SUGGEST_CONSULTATION,
    Level.NOTE: Disposition.SUGGEST_CONSULTATION,
    Level.TALK_FIRST: Disposition.TALK_TO_CLINICIAN_FIRST,
    Level.NOT_NOW: Disposition.NOT_SUITABLE_NOW,
    Level.URGENT: Disposition.URGENT_HELP_NOW,
}


# The mildest first. An incomplete screening has no place in this order.
MILDEST_FIRST = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
    Disposition.URGENT_HELP_NOW,
)
SEVERITY = {disposition: place for place, disposition in enumerate(MILDEST_FIRST)}

# A person with an urgent answer is led to help at once, so an urgent screening is never stored.
STORED = tuple(disposition for disposition in MILDEST_FIRST if disposition is not Disposition.URGENT_HELP_NOW)
LEADS_TO_THE_CLINIC = (Disposition.SUGGEST_CONSULTATION, Disposition.TALK_TO_CLINICIAN_FIRST)
