"""Deletes everything that a person sent."""

from django.db import transaction
from django.http import HttpRequest

from consultations.models import Appointment, ConsultationRequest
from receipts.models import Erasure
from receipts.receipt import Receipt
from screening.journey import session
from screening.models import Submission
from screening.submissions.receipt_code import digest_of
from vault.wal import truncate_write_ahead_log


@transaction.atomic
def withdraw(request: HttpRequest, code: str) -> Erasure | None:
    """Delete everything with this receipt code, also in this session. Returns None when there is nothing.

    The deletion is on disk once the transaction commits.
    """
    if Receipt.under(code) is None:
        return None
    # First, as in sending: all requests take the locks in one order, so no two of them wait for each other.
    session.delete_attempt_with_code(request, code)
    requests = ConsultationRequest.objects.select_for_update(of=("self",))
    call_request = requests.filter(receipt_digest=digest_of(code)).first()
    submission = Submission.objects.select_for_update().filter(receipt_digest=digest_of(code)).first()
    appointments = Appointment.objects.select_for_update(of=("self",)).filter(receipt_digest=digest_of(code))
    had_appointment = bool(list(appointments))
    # Another request may have withdrawn it a moment ago.
    if not call_request and not submission and not had_appointment:
        return None
    # Their times are free again.
    appointments.delete()
    if call_request:
        call_request.delete()
    if submission:
        submission.delete()
    transaction.on_commit(truncate_write_ahead_log)
    return Erasure.objects.create(
        reference=submission.reference if submission else "",
        held_answers=submission is not None,
        held_contact=call_request is not None or had_appointment,
    )
