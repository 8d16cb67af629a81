"""The order of the review desk: unreviewed first, worst first, oldest first; and what the list is filtered by."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone

from screening.submissions.reviewing import SEVERITY, State
from screening.submissions.sending import keyed
from screening.vocabulary.dispositions import Disposition

if TYPE_CHECKING:
    from screening.models import Submission

REVIEWED_RANK = 10


def rank_of(state: str, disposition: str) -> int:
    """Where a submission stands in the queue, before its age: unreviewed ones first, among them the worst first."""
    worst = max(SEVERITY.values())
    worst_first = worst - SEVERITY.get(Disposition(disposition), worst)
    return worst_first + (REVIEWED_RANK if state == State.CLOSED else 0)


def week_of(moment: datetime) -> int:
    """The ISO week in the time zone of the site, as a number that sorts: 202648."""
    year, week, _ = timezone.localtime(moment).isocalendar()
    return year * 100 + week


class FindingDomain(models.Model):
    """That a submission has a finding of some clinical domain, for the filter of the queue.

    Which domain is an answer told apart from the rest, so it stands here only as a keyed hash. The other fields repeat
    those of the submission, so that the filtered queue is read from one index.
    """

    submission = models.ForeignKey(
        "screening.Submission", models.CASCADE, related_name="finding_domains", editable=False, db_index=False
    )
    token = models.CharField(max_length=16, editable=False)
    queue_rank = models.PositiveSmallIntegerField(editable=False)
    received_at = models.DateTimeField(editable=False)

    class Meta:
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("submission", "token"), name="finding_domain_stands_once"),)
        indexes = (
            models.Index(fields=("token", "queue_rank", "received_at", "submission"), name="queue_by_finding_domain"),
        )

    def __str__(self) -> str:
        return f"A finding of {self.submission}"

    @classmethod
    def of(cls, submission: "Submission", domain: str) -> Self:
        """The row for one domain: the id of a section of the questionnaire. Not saved."""
        return cls(
            submission=submission,
            token=cls.token_of(domain),
            queue_rank=submission.queue_rank,
            received_at=submission.received_at,
        )

    @staticmethod
    def index(submission: "Submission", domains: Iterable[str]) -> None:
        FindingDomain.objects.bulk_create(FindingDomain.of(submission, domain) for domain in sorted(domains))

    @staticmethod
    def token_of(domain: str) -> str:
        return keyed("finding domain", domain)[:16]
