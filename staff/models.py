"""The tables of the access log. `staff.access_log` writes and reads them; nothing changes an entry."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models


class Action(models.TextChoices):
    SIGNED_IN = "signed-in", "Signed in"
    SIGN_IN_REFUSED = "sign-in-refused", "Was refused at sign-in"
    SIGNED_OUT = "signed-out", "Signed out"
    CHANGED_SECOND_FACTOR = "changed-second-factor", "Changed a second factor"
    SAW_ANSWERS = "saw-answers", "Saw answers"
    SAW_CONTACT = "saw-contact", "Saw contact data"
    REVIEWED = "reviewed", "Reviewed answers"
    WROTE_NOTE = "wrote-note", "Wrote a note about answers"
    RETURNED = "returned", "A decision lapsed"
    TOLD_PERSON = "told-person", "Told a person that a clinician has looked"
    ACTED_ON_URGENT = "acted-on-urgent", "Recorded what was done about urgent help"
    EXPORTED = "exported", "Exported answers"
    DELETED = "deleted", "Deleted what was sent"
    SIGNED_RULES = "signed-rules", "Signed the rules"
    CHANGED_ACCOUNT = "changed-account", "Changed an account"
    CHANGED_ROLES = "changed-roles", "Changed roles"
    CLOSED_SERVICE = "closed-service", "Closed something to visitors"
    OPENED_SERVICE = "opened-service", "Opened it to visitors again"
    SAW_ACCESS_LOG = "saw-access-log", "Saw the access log"


BEFORE_THE_FIRST = "0" * 64
LONGEST_SUBJECT, LONGEST_DETAIL = 150, 200


class AccessEntry(models.Model):
    """One action of one person, stored as text, so that later changes of an account do not change the entry.

    `id` is the position in the chain, counted from 1 without a gap.
    """

    at = models.DateTimeField("when", editable=False)
    actor_id = models.CharField("account number", max_length=64, blank=True, editable=False)  # empty: nobody we know
    actor = models.CharField("who", max_length=150, blank=True, editable=False)  # the user name, as it was then
    action = models.CharField(max_length=32, choices=Action, editable=False)
    subject = models.CharField("to what", max_length=LONGEST_SUBJECT, blank=True, editable=False)
    detail = models.CharField("in detail", max_length=LONGEST_DETAIL, blank=True, editable=False)
    previous_hash = models.CharField("hash of the entry before", max_length=64, editable=False)
    hash = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name = "access log entry"
        verbose_name_plural = "access log entries"
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=("-at", "-id"), name="access_by_time"),
            models.Index(fields=("action", "-at", "-id"), name="access_by_action"),
            models.Index(fields=("actor", "-at", "-id"), name="access_by_actor"),
            models.Index(fields=("subject", "action"), name="access_by_subject"),
        )

    def __str__(self) -> str:
        return f"Entry {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The access log is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("The access log is never changed.")

    @property
    def expected_hash(self) -> str:
        """SHA-256 of every field and of the hash before. It differs from `hash` when somebody changed the entry."""
        fields = {
            "id": self.pk,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": self.actor_id,
            "actor": self.actor,
            "action": str(self.action),
            "subject": self.subject,
            "detail": self.detail,
            "previous_hash": self.previous_hash,
        }
        return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class AccessLogHead(models.Model):
    """The end of the chain, and its beginning after old entries were deleted: one row, locked to add an entry."""

    count = models.BigIntegerField(default=0, editable=False)  # entries ever written: the `id` of the last one
    hash = models.CharField(max_length=64, default=BEFORE_THE_FIRST, editable=False)  # ... and its hash
    purged = models.BigIntegerField(default=0, editable=False)  # the `id` of the last entry past its time
    purged_hash = models.CharField(max_length=64, default=BEFORE_THE_FIRST, editable=False)  # ... and its hash

    class Meta:
        default_permissions = ()
        constraints = (
            models.CheckConstraint(condition=models.Q(pk=1), name="staff_access_log_has_one_head"),
            models.CheckConstraint(
                condition=models.Q(purged__gte=0, purged__lte=models.F("count")), name="staff_access_log_purged_in_log"
            ),
        )

    def __str__(self) -> str:
        return f"{self.count} entries, {self.hash}"
