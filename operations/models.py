"""What upkeep remembers of itself: when it last ran, and which mails to staff are still to be sent. Nobody's data."""

import json

from django.db import models
from django.utils import timezone


class UpkeepRun(models.Model):
    """One run of something that keeps the site in order, as it ended. `problem` says why it did not do its work.

    `boot` and `uptime` are another clock's word on when that was (desk.clock).
    """

    class Kind(models.TextChoices):
        PURGE = "purge", "Deleting what is past its time"
        BACKUP = "backup", "Backup"
        ROTATION = "rotation", "Changing the data key"

    kind = models.CharField(max_length=16, choices=Kind, editable=False)
    started_at = models.DateTimeField(editable=False)
    finished_at = models.DateTimeField(editable=False)
    counts_json = models.TextField(default="{}", editable=False)  # read by `counts`, never searched
    problem = models.TextField(blank=True, editable=False)
    boot = models.CharField(max_length=64, blank=True, editable=False)
    uptime = models.FloatField(default=0, editable=False)

    class Meta:
        ordering = ("-id",)  # as they ended, whatever the clock said
        default_permissions = ()
        indexes = (models.Index(fields=("kind", "-id"), name="operations_run_by_kind"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.problem or 'done'}"

    @property
    def counts(self) -> dict[str, int]:
        """What -> how many."""
        counts: dict[str, int] = json.loads(self.counts_json)
        return counts


class Notice(models.Model):
    """A mail that staff are to get, from when its reason came up until it is sent. What it says is in desk.notices.

    One of a kind waits at most: whatever comes up meanwhile is covered by it.
    """

    class Kind(models.TextChoices):
        WAITING = "waiting", "Something is waiting at the review desk"

    kind = models.CharField(max_length=16, choices=Kind, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=200, blank=True, editable=False)  # of the last try

    class Meta:
        ordering = ("-id",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=models.Q(sent_at=None), name="operations_one_notice_of_a_kind_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {'sent' if self.sent_at else self.problem or 'waits'}"
