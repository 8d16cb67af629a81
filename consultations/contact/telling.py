"""Tells a person that a clinician has looked at their answers, if the clinician wants it. Nobody is told more.

The words are the same whatever was decided. A mail goes to the address that the person left with a request for a call
or an appointment; the receipt says it as long as the decision counts. The mail does not name a clinician: others may
see the inbox.
"""

from uuid import UUID

from django.dispatch import receiver

from consultations import mails
from consultations.models import Appointment, ConsultationRequest
from screening.models import Review, Submission
from screening.submissions.decisions.standing import standing_of
from screening.submissions.reviewing import may_tell_person
from staff.access_log import Action, record
from staff.models import AccessEntry
from vault.seal import CannotUnseal

TEMPLATE = "consultations/mails/looked_at.txt"
BY_MAIL, NOT_BY_MAIL = "by mail, and on the receipt", "on the receipt"


@receiver(may_tell_person, dispatch_uid="consultations.contact.telling")
def tell(sender: type[Review], review: Review, **kwargs: object) -> None:
    """Once for each decision, in its transaction."""
    address = _address_of(review.submission)
    is_mailed = address is not None and mails.are_set_up()
    if address is not None:
        about, email = address
        mails.queue(about, f"looked at {review.pk}", email, mails.Message.drawn(TEMPLATE, {}))
    record(review.author, Action.TOLD_PERSON, review.submission.reference, BY_MAIL if is_mailed else NOT_BY_MAIL)


def is_told(submission: Submission) -> bool:
    """Whether the receipt says it. That it was read there is logged once for each decision."""
    decision = standing_of(submission).decision
    if decision is None or not decision.tells_person:
        return False
    read = f"read on the receipt, {decision.pk}"
    entries = AccessEntry.objects.filter(subject=submission.reference, action=Action.TOLD_PERSON, detail=read)
    if not entries.exists():
        record(None, Action.TOLD_PERSON, submission.reference, read)
    return True


def _address_of(submission: Submission) -> tuple[UUID, str] | None:
    """The row with which the newest address was left, and the address."""
    asked: list[Appointment | ConsultationRequest] = list(submission.appointments.order_by("-booked_at"))
    if request := getattr(submission, "consultation_request", None):
        asked.append(request)
    for row in asked:
        try:
            if email := str(row.contact.get("email", "")):
                return row.pk, email
        except CannotUnseal:
            continue
    return None
