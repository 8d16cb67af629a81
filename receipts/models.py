"""What is left of something a person took back: that it was here, and nothing of it."""

from django.db import models
from django.utils import timezone


class Erasure(models.Model):
    """Written where a person takes back what they sent, for staff who are called about that reference later.

    `reference` is empty when only a call was asked for: such a request has none.
    """

    reference = models.CharField(max_length=9, blank=True, db_index=True, editable=False)
    erased_at = models.DateTimeField(default=timezone.now, editable=False)
    held_answers = models.BooleanField(editable=False)
    held_contact = models.BooleanField(editable=False)

    class Meta:
        ordering = ("-erased_at", "-id")

    def __str__(self) -> str:
        return self.reference or "Request for a call"
