"""The maintenance runs of the site, its mails to staff that wait, and which keys it uses. No personal data."""

import json

from django.db import models


class MaintenanceRun(models.Model):
    """One finished run. `problem` says why it failed, and is empty when it succeeded."""

    class Kind(models.TextChoices):
        PURGE = "purge", "Deleting old data"
        BACKUP = "backup", "Backup"
        ROTATION = "rotation", "Rotating the data key"

    kind = models.CharField(max_length=16, choices=Kind, editable=False)
    started_at = models.DateTimeField(editable=False)
    finished_at = models.DateTimeField(editable=False)
    counts_json = models.TextField(default="{}", editable=False)
    problem = models.TextField(blank=True, editable=False)

    class Meta:
        # The order in which they finished, even when the clock was set back.
        ordering = ("-id",)
        default_permissions = ()
        indexes = (models.Index(fields=("kind", "-id"), name="operations_run_by_kind"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.problem or 'succeeded'}"

    @property
    def counts(self) -> dict[str, int]:
        counts: dict[str, int] = json.loads(self.counts_json)
        return counts


class Notice(models.Model):
    """A mail to staff. At most one of each kind waits: it covers everything that happens until it is sent."""

    class Kind(models.TextChoices):
        WAITING = "waiting", "Something is waiting at the review desk"

    kind = models.CharField(max_length=16, choices=Kind, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveIntegerField(default=0, editable=False)
    # The problem of the last try.
    problem = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ("-id",)
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("kind",), condition=models.Q(sent_at=None), name="operations_one_notice_of_a_kind_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {'sent' if self.sent_at else self.problem or 'waiting'}"


class KeyRecord(models.Model):
    """Which keys the data belong to. It holds no key, and is the only row of its table."""

    # a fingerprint (operations/keys.py)
    secret_key = models.CharField(max_length=16, editable=False)
    # what an operator gave up, as JSON: sealed columns, and the ids of keys that nobody has any more
    lost = models.TextField(default="[]", editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.secret_key
