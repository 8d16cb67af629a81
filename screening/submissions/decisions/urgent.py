"""What was done about a clinician's decision that a person needs urgent help.

Until somebody has recorded it, the first page of everybody at the review desk shows the decision.
"""

from django.db import models
from django.db.models import QuerySet

from bases.moments import moment_text
from screening.submissions.decisions.notes import Written
from screening.submissions.review import Review
from screening.submissions.submission import Submission
from screening.vocabulary.dispositions import Disposition


class UrgentAction(Written):
    CONTEXT = "screening.urgent_action.text"
    BOUND = ("review_id", *Written.BOUND)

    review = models.OneToOneField(Review, models.CASCADE, related_name="urgent_action", editable=False)

    class Meta(Written.Meta):
        pass

    def __str__(self) -> str:
        return f"What was done on {moment_text(self.written_at)}"


def open_urgent_decisions(submission: Submission | None = None) -> QuerySet[Review]:
    """Those about which nobody has recorded yet what was done, the oldest first. A later decision closes none."""
    decisions = Review.objects.filter(
        disposition=Disposition.URGENT_HELP_NOW, takes_effect=True, urgent_action=None
    ).select_related("submission")
    return decisions.filter(submission=submission) if submission else decisions
