"""The model of a call request. Contact data is sealed and kept in another table than the answers.

The models of appointments are in `consultations.appointments.models`.
"""

import uuid
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from bases.moments import moment_text
from consultations import priority
from consultations.appointments.models import Appointment, Hold
from consultations.appointments.schedules import CalendarFeed, DayException, Schedule, WeeklyHours
from consultations.mails import Mail
from consultations.tries import Tried
from screening.models import Submission
from screening.submissions.promises import Promised
from screening.submissions.sending import Consent, digest_of_attempt, receipt_digest_of, store_once
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition
from vault.seal import seal, unseal

__all__ = [
    "Appointment",
    "CalendarFeed",
    "ConsultationRequest",
    "DayException",
    "Hold",
    "Mail",
    "Schedule",
    "State",
    "WeeklyHours",
]


# What may be known of somebody who asks for a call. Whoever answered no questions has an incomplete screening.
RESULTS = (
    *((disposition.value, disposition.label) for disposition in LEADS_TO_THE_CLINIC),
    (Disposition.INCOMPLETE.value, "No screening"),
)


class State(models.TextChoices):
    """How far a request is. TRIED: the clinic called and reached nobody yet."""

    NEW = "new", "New"
    TRIED = "tried", "Tried"
    REACHED = "reached", "Reached"
    BOOKED = "booked", "Booked"
    DONE = "done", "Done"
    NO_SHOW = "no-show", "No show"
    CANCELLED = "cancelled", "Canceled"
    CLOSED = "closed", "Closed"


# Somebody has to call.
WAITING = (State.NEW, State.TRIED)
# Nothing is left to do, and the time limit counts.
ENDED = (State.DONE, State.CANCELLED, State.CLOSED)
OPEN = tuple(state for state in State if state not in ENDED)
IN_PROGRESS = tuple(state for state in State if state not in (*WAITING, *ENDED))


class ConsultationRequest(Tried, Promised):
    """One request for a call. `submission` is None when the person did not send their answers.

    The database rejects dispositions that lead elsewhere. `priority_token` says whether to call this person
    before all others, in a way that only SECRET_KEY reads: it is a different hash in every row. It is kept, with the
    submission that goes with it, for `kept_days` after `closed_at`, when it ended.
    """

    CONTEXT = "consultations.request.contact"
    NOTE_CONTEXT = "consultations.request.note"
    COUNTS_FROM = "closed_at"
    BOUND = (
        *("attempt_digest", "receipt_digest", "requested_at", "disposition", "kept_days", "priority_token"),
        *("consent_digest", "consent_language"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt_digest = models.CharField(max_length=64, unique=True, editable=False)
    receipt_digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    requested_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    disposition = models.CharField(max_length=32, choices=RESULTS, editable=False)
    submission = models.OneToOneField(
        Submission,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="consultation_request",
        editable=False,
    )
    state = models.CharField(max_length=16, choices=State, default=State.NEW)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, db_index=True, editable=False)
    # The decisions about them are deleted with them.
    answers_deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    priority_token = models.CharField(max_length=16, default="", editable=False)
    consent_digest = models.CharField(max_length=64, editable=False)
    consent_language = models.CharField(max_length=8, editable=False)
    sealed_contact = models.TextField(editable=False)
    # Empty in a request that nobody wrote a note about.
    sealed_note = models.TextField(default="", editable=False)

    class Meta:
        verbose_name = "call request"
        ordering = ("-requested_at", "-id")
        permissions = (("see_contact", "Can see names and numbers, to call people"),)
        indexes = (
            # The order of a list, and who comes first, are read from this index alone.
            models.Index(
                fields=("state", "requested_at", "id", "priority_token"), name="consultations_request_in_state"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(disposition__in=[result for result, _ in RESULTS]),
                name="consultations_request_disposition_leads_to_the_clinic",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="consultations_request_state_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, closed_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(closed_at__isnull=True)),
                name="consultations_request_closed_at_goes_with_ended",
            ),
        )

    def __str__(self) -> str:
        return f"Call request of {moment_text(self.requested_at)}"

    def move_to(self, state: str) -> None:
        """Also sets `closed_at`, from which the time limit counts. Ending it again does not begin it anew."""
        self.state = State(state)
        self.closed_at = (self.closed_at or timezone.now()) if self.state in ENDED else None
        self.save(update_fields=("state", "closed_at"))

    def may_be_called(self, now: datetime) -> bool:
        """Whether a call changes how far it is."""
        return self.state in (*WAITING, State.NO_SHOW)

    @property
    def comes_first(self) -> bool:
        """Whether to call this person before all others."""
        return self.state not in ENDED and priority.comes_first(self.pk, self.priority_token)

    @property
    def may_be_changed(self) -> bool:
        return self.state not in ENDED

    @classmethod
    def change(cls, pk: uuid.UUID, contact: dict[str, Any]) -> bool:
        """Replace the contact data; the person is to be called anew. Returns False when the request has ended.

        Raises DoesNotExist.
        """
        with transaction.atomic():
            request = cls.objects.select_for_update(of=("self",)).get(pk=pk)
            if not request.may_be_changed:
                return False
            request.state, request.changed_at = State.NEW, timezone.now()
            request.sealed_contact = seal(contact, context=cls.CONTEXT, row=str(pk))
            request.save(update_fields=("state", "changed_at", "sealed_contact"))
        return True

    @property
    def contact(self) -> dict[str, Any]:
        """The fields of the form except the consent, by their names. Raises CannotUnseal."""
        contact = unseal(self.sealed_contact, context=self.CONTEXT, row=str(self.pk))
        # `ask` sealed a dictionary.
        assert isinstance(contact, dict)  # noqa: S101
        return contact

    @classmethod
    def of_attempt(cls, attempt_key: str) -> "ConsultationRequest | None":
        return cls.objects.filter(attempt_digest=digest_of_attempt(attempt_key)).first()

    @classmethod
    def ask(
        cls,
        attempt_key: str,
        disposition: Disposition,
        contact: dict[str, Any],
        consent: Consent,
        comes_first: bool = True,
    ) -> "ConsultationRequest":
        """Store the request, committed when this returns. The same request again returns the stored one.

        `comes_first`: an answer is about suicide or harm to others, or nobody knows. The request is linked to the
        submission of this attempt, whichever is stored first (see consultations.linking). Raises AlreadySentDifferently
        when this attempt stored other contact data before.
        """
        request = cls(
            attempt_digest=digest_of_attempt(attempt_key),
            receipt_digest=receipt_digest_of(attempt_key),
            disposition=disposition,
            submission=Submission.of_attempt(attempt_key),
            consent_digest=consent.text_digest,
            consent_language=consent.language,
            kept_days=consent.kept.consultation_request_days,
            backup_days=consent.kept.backup_days,
        )
        request.priority_token = priority.token_of(request.pk, comes_first)
        request.sealed_contact = seal(contact, context=cls.CONTEXT, row=str(request.pk))
        return store_once(request, lambda stored: stored.contact)
