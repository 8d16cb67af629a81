"""A person takes back what they sent: all of it, at once, wherever it is held."""

from django.db import transaction
from django.http import HttpRequest

from consultations.models import ConsultationRequest
from receipts.models import Erasure
from receipts.receipt import Receipt
from screening.journey import session
from screening.models import Submission
from screening.submissions.receipt_code import digest_of
from vault.wal import empty_the_log


@transaction.atomic
def withdraw(request: HttpRequest, code: str) -> Erasure | None:
    """Delete what is held under `code`, in this browser's session too; None when nothing is.

    On disk when this returns. What stays is an Erasure.
    """
    if Receipt.under(code) is None:
        return None
    # First, as in sending: all requests take the locks in one order, so no two of them wait for each other.
    session.delete_attempt_with_code(request, code)
    asked = ConsultationRequest.objects.select_for_update(of=("self",)).filter(receipt_digest=digest_of(code)).first()
    sent = Submission.objects.select_for_update().filter(receipt_digest=digest_of(code)).first()
    if not asked and not sent:  # taken back by another request this moment
        return None
    if asked:
        asked.delete()
    if sent:
        sent.delete()
    transaction.on_commit(empty_the_log)
    return Erasure.objects.create(
        reference=sent.reference if sent else "", held_answers=sent is not None, held_contact=asked is not None
    )
