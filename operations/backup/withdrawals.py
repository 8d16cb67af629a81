"""What people took back since a backup was made stays taken back when that backup is restored."""

from collections.abc import Sequence

from django.db import DatabaseError, transaction

from consultations.models import ConsultationRequest
from receipts.models import Erasure
from screening.models import Submission
from vault.wal import empty_the_log


def notes() -> Sequence[Erasure]:
    """What is left of everything that was ever taken back here. None where the database has no such table."""
    try:
        return list(Erasure.objects.order_by("pk"))
    except DatabaseError:
        return ()


@transaction.atomic
def take_back_again(noted: Sequence[Erasure]) -> tuple[int, int]:
    """Delete what the restored database has again; how many came back and went, and how many cannot be found.

    A call that was asked for without answers has no reference, so nobody can tell which it was.
    """
    again = lost = 0
    for note in noted:
        if Erasure.objects.filter(reference=note.reference, erased_at=note.erased_at).exists():
            continue
        ConsultationRequest.objects.filter(submission__reference=note.reference).delete()
        Submission.objects.filter(reference=note.reference).delete()
        note.pk = None
        note.save(force_insert=True)
        again, lost = again + bool(note.reference), lost + (not note.reference)
    transaction.on_commit(empty_the_log)
    return again, lost
