"""The model of a withdrawal: the reference of what was deleted, and none of its content."""

from django.db import models
from django.utils import timezone


class Erasure(models.Model):
    """One withdrawal, for staff who are asked about the reference later.

    `reference` is empty when there was only a call request, which has no reference.
    """

    reference = models.CharField(max_length=9, blank=True, db_index=True, editable=False)
    erased_at = models.DateTimeField(default=timezone.now, editable=False)
    held_answers = models.BooleanField(editable=False)
    held_contact = models.BooleanField(editable=False)

    class Meta:
        ordering = ("-erased_at", "-id")
        indexes = (models.Index(fields=("-erased_at", "-id"), name="erasure_by_time"),)

    def __str__(self) -> str:
        return self.reference or "Request for a call"
