"""Checks that nobody changed the access log, by following its chain from the first entry to the head row."""

from collections.abc import Iterator
from dataclasses import dataclass

from staff.access_log import GUARD
from staff.models import BEFORE_THE_FIRST, AccessEntry, AccessLogHead

BATCH = 2000


@dataclass(frozen=True)
class Verified:
    """The result: entries `first` to `last`, the hash of the last one, and the first fault as a sentence, or ""."""

    first: int
    last: int
    head: str
    fault: str

    @property
    def count(self) -> int:
        return self.last - self.first + 1


def verify(earlier_head: str = "") -> Verified:
    """Check the entries that exist at the start, in batches; later ones are left to the next run.

    `earlier_head` is the head that an earlier run printed: when it is not in the chain, the log was rewritten.
    """
    head = AccessLogHead.objects.first() or AccessLogHead()
    fault = _first_fault(head, earlier_head)
    # not a fault: old entries were deleted meanwhile
    if fault and _now("purged") != head.purged:
        return verify(earlier_head)
    return Verified(head.purged + 1, head.count, head.hash, fault)


def _first_fault(head: AccessLogHead, earlier_head: str) -> str:
    return (
        _fault_in_the_chain(head)
        or _fault_at_its_ends(head)
        or _fault_of_an_earlier_head(earlier_head, head)
        or (
            ""
            if GUARD.is_installed()
            else "The entries are as written, but the database no longer refuses to change them."
        )
    )


def _fault_in_the_chain(head: AccessLogHead) -> str:
    number, previous_hash = head.purged, head.purged_hash
    for entry in _entries(head.purged, head.count):
        number += 1
        if entry.id != number:
            return f"Entry {number} was removed."
        if entry.hash != entry.expected_hash:
            return f"Entry {number} was changed."
        if entry.previous_hash != previous_hash:
            return f"Entry {number} does not continue the one before: something was changed, inserted or removed here."
        previous_hash = entry.hash
    if number < head.count:
        return f"Entry {number + 1} was removed, and all up to {head.count}."
    if previous_hash != head.hash:
        return f"Entry {number} does not match the head row: one of them was changed."
    return ""


def _fault_at_its_ends(head: AccessLogHead) -> str:
    ids = AccessEntry.objects.values_list("id", flat=True)
    early = ids.filter(id__lte=head.purged).order_by("id").first()
    if early is not None:
        return f"Entry {early} was inserted before entry {head.purged + 1}, where the log begins."
    late = ids.filter(id__gt=head.count).order_by("id").first()
    # read after `late`, because an entry that was added meanwhile is not a fault
    if late is not None and late > _now("count"):
        return f"Entry {late} was inserted after entry {head.count}, where the log ends."
    return ""


def _fault_of_an_earlier_head(earlier_head: str, head: AccessLogHead) -> str:
    if earlier_head in ("", BEFORE_THE_FIRST, head.purged_hash):
        return ""
    if AccessEntry.objects.filter(hash=earlier_head).exists():
        return ""
    return f"The head {earlier_head} is not in the log: the log was rewritten, or the entry was too old to keep."


def _entries(after: int, last: int) -> Iterator[AccessEntry]:
    while batch := list(AccessEntry.objects.filter(id__gt=after, id__lte=last).order_by("id")[:BATCH]):
        yield from batch
        after = batch[-1].id


def _now(field: str) -> int:
    return AccessLogHead.objects.values_list(field, flat=True).first() or 0
