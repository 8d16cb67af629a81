"""Repeats, after a restore, the withdrawals that happened since the backup was made."""

from collections.abc import Sequence

from django.db import DatabaseError, connection, transaction

from consultations.models import Appointment, ConsultationRequest
from operations.runs import MaintenanceError
from receipts.models import Erasure
from screening.models import Submission
from vault.wal import truncate_write_ahead_log


def erasures() -> Sequence[Erasure]:
    """All erasures in the current database. None when it has no such table yet. Raises MaintenanceError."""
    try:
        if Erasure._meta.db_table not in connection.introspection.table_names():
            return ()
        return list(Erasure.objects.order_by("pk"))
    except DatabaseError as error:
        raise MaintenanceError(
            f"The present database cannot tell what people have withdrawn ({error}). Nothing was changed. If it is "
            "damaged, move it to another place and restore into an empty database. What people withdrew since the "
            "backup then comes back: tell the privacy officer."
        ) from error


@transaction.atomic
def withdraw_again(earlier: Sequence[Erasure]) -> tuple[int, int]:
    """Delete what the restore brought back. Returns how many were deleted, and how many cannot be identified.

    A call request without answers has no reference, so nothing says which one was withdrawn.
    """
    deleted = unidentified = 0
    for erasure in earlier:
        if Erasure.objects.filter(reference=erasure.reference, erased_at=erasure.erased_at).exists():
            continue
        ConsultationRequest.objects.filter(submission__reference=erasure.reference).delete()
        Appointment.objects.filter(submission__reference=erasure.reference).delete()
        Submission.objects.filter(reference=erasure.reference).delete()
        erasure.pk = None
        erasure.save(force_insert=True)
        deleted, unidentified = deleted + bool(erasure.reference), unidentified + (not erasure.reference)
    transaction.on_commit(truncate_write_ahead_log)
    return deleted, unidentified
