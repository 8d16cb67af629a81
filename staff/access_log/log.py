"""Writes the access log: one entry for every view of answers or contact data.

Each entry contains the hash of the entry before (a chain). A head row contains the number of entries and the last hash,
so that a missing end is noticed too. The database refuses to change or delete entries; `manage.py verify_access_log`
finds changes that bypassed it.

A view calls `record` before it shows anything, and does not catch its exceptions. When the entry cannot be written,
nothing is shown.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from staff.models import LONGEST_DETAIL, LONGEST_SUBJECT, AccessEntry, AccessLogHead
from staff.models import Action as Action
from vault.append_only import Guard

# required by law, whatever clinic.yaml says
LEAST_YEARS = 6
GUARD = Guard(AccessEntry._meta.db_table, dated="at", years=LEAST_YEARS)


def record(
    actor: AbstractBaseUser | AnonymousUser | None, action: Action, subject: str = "", detail: str = ""
) -> AccessEntry:
    """Add an entry. It is stored when the outermost transaction commits; without one, when this returns.

    `subject` is the reference of a submission, the id of a call request, or the user name of an account; neither it nor
    `detail` ever contains an answer or contact data. Longer texts are cut.

    Each entry waits for the transaction of the entry before. So inside a transaction, lock everything else first and
    call this last.
    """
    [entry] = record_each(actor, action, [subject], detail)
    return entry


def record_each(
    actor: AbstractBaseUser | AnonymousUser | None, action: Action, subjects: Iterable[str], detail: str = ""
) -> list[AccessEntry]:
    """Add an entry for each of `subjects`, all of them or none; otherwise like `record`."""
    return record_all(actor, action, ((subject, detail) for subject in subjects))


def record_all(
    actor: AbstractBaseUser | AnonymousUser | None, action: Action, texts: Iterable[tuple[str, str]]
) -> list[AccessEntry]:
    """Add an entry for each pair of subject and detail, all of them or none; otherwise like `record`."""
    account = actor if actor is not None and actor.is_authenticated else None
    entries = []
    with transaction.atomic():
        head, _ = AccessLogHead.objects.select_for_update().get_or_create(pk=1)
        for subject, detail in texts:
            entry = AccessEntry(
                id=head.count + 1,
                at=timezone.now(),
                actor_id=str(account.pk) if account else "",
                actor=account.get_username() if account else "",
                action=action,
                subject=subject[:LONGEST_SUBJECT],
                detail=detail[:LONGEST_DETAIL],
                previous_hash=head.hash,
            )
            entry.hash = entry.expected_hash
            head.count, head.hash = entry.id, entry.hash
            entries.append(entry)
        AccessEntry.objects.bulk_create(entries)
        head.save(update_fields=("count", "hash"))
    return entries


def times_seen(subject: str) -> int:
    """How often anybody viewed the answers."""
    return AccessEntry.objects.filter(subject=subject, action=Action.SAW_ANSWERS).count()


def purge_access_log(now: datetime, years: int) -> int:
    """Delete the entries older than `years` at `now`, oldest first, up to the first younger one. Returns their number.

    The head row stores the last deleted hash, so the remaining chain can still be verified.
    """
    if years < LEAST_YEARS:
        raise ValueError(f"The access log is kept for {LEAST_YEARS} years or longer; clinic.yaml has {years}.")
    with transaction.atomic():
        head, _ = AccessLogHead.objects.select_for_update().get_or_create(pk=1)
        entries = AccessEntry.objects.order_by("id").only("at", "hash").iterator()
        limit = years_before(now, years)
        last = deque(takewhile(lambda entry: entry.at <= limit, entries), maxlen=1)
        if not last:
            return 0
        deleted, _ = AccessEntry.objects.filter(id__lte=last[0].id).delete()
        head.purged, head.purged_hash = last[0].id, last[0].hash
        head.save(update_fields=("purged", "purged_hash"))
    return deleted


def years_before(now: datetime, years: int) -> datetime:
    """The same day and time that many years ago; for February 29, February 28."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)
