"""The model of a lapse: a decision, or a proposal, that no longer counts because what it rests on has changed."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from bases.moments import date_text
from screening.submissions.review import Review
from vault.bound import Bound


class Cause(models.TextChoices):
    """Why a decision no longer counts."""

    DAY = "day", "The day until which to wait has come"
    RULES = "rules", "Stricter rules are in force"


class Lapse(Bound):
    """Append-only. `rules_version` are the rules in force then."""

    BOUND = ("review_id", "cause", "lapsed_at", "rules_version")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(Review, models.CASCADE, related_name="lapse", editable=False)
    cause = models.CharField(max_length=8, choices=Cause, editable=False)
    lapsed_at = models.DateTimeField(default=timezone.now, editable=False)
    rules_version = models.CharField(max_length=32, editable=False)

    class Meta:
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=Q(cause__in=Cause.values), name="screening_lapse_cause_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.get_cause_display()}, {date_text(self.lapsed_at)}"


class ComparedRules(models.Model):
    """All decisions were compared with these rules. The newest row names the rules of the last comparison."""

    fingerprint = models.CharField(max_length=64, editable=False)
    version = models.CharField(max_length=32, editable=False)
    compared_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-id",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"Rules {self.version}"
