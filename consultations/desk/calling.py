"""Records that several people were called, from a list, if each row is still as the list showed it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from bases.versions import NAME, Drawn
from consultations.desk.contacts import when_of
from consultations.models import Appointment

READ_AGAIN = "Nothing was recorded. Open the list again, and select who was called."
NOT_REACHED, REACHED = "Called, not reached.", "Called and reached."


@dataclass
class Recorded:
    """What became of the rows that were selected. `unchanged` says why, for each that was not recorded."""

    rows: list[Any] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def name_of_row(row: Any) -> str:
    """What people say on the phone, or when there is no reference, when it came in."""
    return row.submission.reference if row.submission else str(row)


def version_of(row: Any) -> str:
    """What a list shows of how far a row is, and for when it is."""
    return ", ".join(filter(None, (row.get_state_display(), row.tries_text, when_of(row))))


def drawn_from(rows: Iterable[Any]) -> Drawn:
    return Drawn({str(row.pk): version_of(row) for row in rows}, timezone.now())


@transaction.atomic
def record_calls(model: type[Any], keys: Iterable[UUID], shown: Mapping[str, str], *, was_reached: bool) -> Recorded:
    """`shown` is what the list showed, by key. A row that changed since, or is withdrawn, stays as it is."""
    keys, now, recorded = set(keys), timezone.now(), Recorded()
    # All who record calls lock rows in one order, so that no two of them wait for each other.
    locked = model._default_manager.select_for_update(of=("self",)).select_related("submission").order_by("pk")
    rows = list(locked.filter(pk__in=keys))
    for row in rows:
        before = shown.get(str(row.pk))
        if before != version_of(row):
            was = f"{before} when you opened the list, " if before else ""
            recorded.unchanged.append(f"{name_of_row(row)}: {was}{version_of(row)} now.")
        elif not row.may_be_called(now):
            recorded.unchanged.append(f"{name_of_row(row)}: {why_not(row)}")
        else:
            row.record_call(now, was_reached=was_reached)
            recorded.rows.append(row)
    if gone := len(keys) - len(rows):
        recorded.unchanged.append(f"{gone} of them {'was' if gone == 1 else 'were'} withdrawn meanwhile.")
    return recorded


def why_not(row: Any) -> str:
    # Its day has not come, or something else was recorded already, which a call does not undo.
    is_ahead = isinstance(row, Appointment) and row.is_ahead
    return "it is on a later day." if is_ahead else f"it is recorded as {row.get_state_display()}."


def shown_by(request: HttpRequest) -> Mapping[str, str]:
    """What the list showed that sent this form. Empty when this site did not sign it."""
    drawn = Drawn.read(request.POST.get(NAME, ""))
    return drawn.shown if drawn else {}


def say(request: HttpRequest, recorded: Recorded) -> None:
    if count := len(recorded.rows):
        messages.success(request, f"Recorded {count} call{'' if count == 1 else 's'}.")
    if recorded.unchanged:
        text = "Not recorded, because it changed or cannot be called: "
        messages.warning(request, f"{text}{' '.join(recorded.unchanged)} Look at it, and decide again.")
