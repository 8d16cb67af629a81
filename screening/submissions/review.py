"""The model of a clinician's review of one submission."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from bases.bidi import isolated_text
from bases.moments import date_text
from screening.submissions.states import Kind, Reason, kind_of
from screening.vocabulary.dispositions import MILDEST_FIRST, Disposition
from vault.bound import Bound
from vault.seal import unseal


def _loosens() -> Q:
    """Matches rows whose disposition is milder than the screening's, or than the decision that was in force."""
    pairs = Q()
    for column in ("screening", "in_force"):
        for place, stricter in enumerate(MILDEST_FIRST[1:], start=1):
            pairs |= Q(**{column: stricter, "disposition__in": [*MILDEST_FIRST[:place]]})
    return pairs


class Review(Bound):
    """Append-only: a clinician who changes their mind adds another review.

    `screening` is the disposition of the screening. `in_force` is that of the decision that was in force before this
    review; empty if there was none, and for reviews from before this was compared. `takes_effect` is False for a
    loosening of either that no second clinician has confirmed yet. `is_blind`: the reviewer chose not to see the
    screening's disposition before deciding. With `wait_until` it is "not now" until that day, and then a clinician
    decides anew. `basis` is what the answers led to under the rules with the fingerprint `decided_under`; both are
    empty for reviews from before they were stored. `tells_person`: the person may learn that a clinician has looked.
    """

    CONTEXT = "screening.review.note"
    BOUND = (
        *("submission_id", "author_id", "author_name", "made_at", "screening", "in_force", "disposition", "reason"),
        *("is_blind", "seconds_id", "first_author_id", "takes_effect"),
        *("wait_until", "basis", "decided_under", "tells_person"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey("screening.Submission", models.CASCADE, related_name="reviews", editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    # The name on the day of the review: accounts change, reviews do not.
    author_name = models.CharField(max_length=200, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    screening = models.CharField(max_length=32, choices=Disposition, editable=False)
    in_force = models.CharField(max_length=32, choices=Disposition, default="", blank=True, editable=False)
    disposition = models.CharField(max_length=32, choices=Disposition)
    reason = models.CharField(max_length=16, choices=Reason)
    sealed_note = models.TextField(editable=False)
    is_blind = models.BooleanField(default=False, editable=False)
    seconds = models.OneToOneField("self", models.CASCADE, null=True, related_name="seconded_by", editable=False)
    first_author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    takes_effect = models.BooleanField(editable=False)
    wait_until = models.DateField(null=True, blank=True, editable=False)
    basis = models.CharField(max_length=32, choices=Disposition, default="", blank=True, editable=False)
    decided_under = models.CharField(max_length=64, default="", blank=True, editable=False)
    tells_person = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("made_at", "id")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(disposition__in=[*MILDEST_FIRST], screening__in=[*MILDEST_FIRST]),
                name="screening_review_has_a_disposition",
            ),
            models.CheckConstraint(
                condition=~_loosens()
                | Q(takes_effect=False)
                | (Q(seconds__isnull=False, first_author__isnull=False) & ~Q(first_author=F("author"))),
                name="screening_review_loosening_has_two_clinicians",
            ),
            models.CheckConstraint(
                condition=Q(wait_until=None) | Q(disposition=Disposition.NOT_SUITABLE_NOW),
                name="screening_review_waiting_is_not_now",
            ),
        )
        indexes = (
            models.Index(fields=("wait_until",), condition=Q(wait_until__isnull=False), name="reviews_that_wait"),
            models.Index(
                fields=("made_at",),
                condition=Q(disposition=Disposition.URGENT_HELP_NOW, takes_effect=True),
                name="reviews_with_urgent_help",
            ),
        )

    def __str__(self) -> str:
        author, made_at = isolated_text(self.author_name), date_text(self.made_at)
        return f"{self.outcome}, {author}, {made_at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A stored review cannot be changed. Record another review.")
        super().save(*args, **kwargs)

    @property
    def outcome(self) -> str:
        if self.wait_until:
            return f"Wait until {date_text(self.wait_until)}"
        return self.get_disposition_display()

    @property
    def kind(self) -> Kind:
        return kind_of(self.screening, self.disposition)

    @property
    def note(self) -> str:
        """Raises CannotUnseal."""
        return str(unseal(self.sealed_note, context=self.CONTEXT, row=str(self.pk)))

    @property
    def awaits_second(self) -> bool:
        return not self.takes_effect
