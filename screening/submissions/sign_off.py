"""The model of a sign-off: which clinician approved which rule set and when."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, models
from django.utils import timezone

from bases.bidi import isolated_text
from bases.moments import date_text
from screening.questionnaire import QUESTIONNAIRE
from screening.questionnaire.loosenings import CLINICIANS_NEEDED


class SignOff(models.Model):
    """Append-only: a later row withdraws an approval.

    It covers exactly the rule set with this fingerprint.
    """

    ruleset_version = models.CharField("version", max_length=32)
    ruleset_fingerprint = models.CharField("fingerprint", max_length=64, db_index=True)
    approves = models.BooleanField("approved")
    note = models.TextField(blank=True)
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False)
    # The name on the day of the signature: accounts change, signatures do not.
    signer = models.CharField("signed by", max_length=200, editable=False)

    class Meta:
        ordering = ("-signed_at", "-id")
        verbose_name = "sign-off"

    def __str__(self) -> str:
        signed_at = date_text(self.signed_at)
        return f"Rules {self.ruleset_version} {self.outcome} by {isolated_text(self.signer)}, {signed_at}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A stored sign-off cannot be changed. Add another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A sign-off cannot be deleted. Add one that withdraws it.")

    @property
    def outcome(self) -> str:
        return "approved" if self.approves else "withdrawn"


def sign_offs_of_live_rules() -> list[SignOff]:
    """The newest first."""
    return list(
        SignOff.objects.filter(ruleset_version=QUESTIONNAIRE.version, ruleset_fingerprint=QUESTIONNAIRE.fingerprint)
    )


@dataclass(frozen=True, slots=True)
class Approval:
    """How many of the clinicians who must approve the rules that people meet now did so."""

    given: int
    needed: int
    # When the last of them approved; None while one is missing.
    complete_since: datetime | None


def approvals_of_live_rules() -> tuple[SignOff, ...]:
    """The approvals in force for the rules that people meet now, the first of each clinician, the oldest first.

    A withdrawal, by whomever, ends all approvals before it.
    """
    try:
        newest_first = sign_offs_of_live_rules()
    except (DatabaseError, InterfaceError):
        # Rules count as approved only when the database confirms it.
        return ()
    in_force = list(takewhile(attrgetter("approves"), newest_first))
    approvals: dict[int, SignOff] = {}
    for sign_off in reversed(in_force):
        approvals.setdefault(sign_off.signed_by_id, sign_off)
    return tuple(approvals.values())


def approval_of_live_rules() -> SignOff | None:
    """The signature with which enough clinicians had approved the rules that people meet now."""
    approvals = approvals_of_live_rules()
    return approvals[CLINICIANS_NEEDED - 1] if len(approvals) >= CLINICIANS_NEEDED else None


def state_of_approval() -> Approval:
    approvals = approvals_of_live_rules()
    is_complete = len(approvals) >= CLINICIANS_NEEDED
    complete_since = approvals[CLINICIANS_NEEDED - 1].signed_at if is_complete else None
    return Approval(min(len(approvals), CLINICIANS_NEEDED), CLINICIANS_NEEDED, complete_since)
