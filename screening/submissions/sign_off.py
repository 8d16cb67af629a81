"""A clinician's word on a rule set: who approved which one, when, and whether that still stands."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, models
from django.utils import timezone

from screening.questionnaire import QUESTIONNAIRE


class SignOff(models.Model):
    """One signature. Append-only: an approval is withdrawn by a later entry, never by changing this one.

    It covers exactly the rule set with this fingerprint; other rules need a signature of their own.
    """

    ruleset_version = models.CharField("version", max_length=32)
    ruleset_fingerprint = models.CharField("fingerprint", max_length=64, db_index=True)
    approves = models.BooleanField("approved")
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False)
    signer = models.CharField("signed by", max_length=200, editable=False)  # their name, as it was then

    class Meta:
        ordering = ("-signed_at", "-id")
        verbose_name = "sign-off"

    def __str__(self) -> str:
        done = "approved" if self.approves else "withdrawn"
        return f"Rules {self.ruleset_version} {done} by {self.signer}, {timezone.localtime(self.signed_at):%d %b %Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A sign-off is never changed: sign again.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A sign-off is never deleted: withdraw it with another.")


def approval_of_live_rules() -> SignOff | None:
    """The signature in force for the rules people meet now. None without one, and when the database cannot tell:
    what is not known to be approved is not approved."""
    try:
        latest = SignOff.objects.filter(
            ruleset_version=QUESTIONNAIRE.version, ruleset_fingerprint=QUESTIONNAIRE.fingerprint
        ).first()
    except (DatabaseError, InterfaceError):
        return None
    return latest if latest and latest.approves else None
