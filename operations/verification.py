"""Compares what people sent, and what clinicians decided, with what was stored."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models
from django.db.models import QuerySet

from consultations.models import Appointment, ConsultationRequest
from screening.models import Lapse, Note, Review, Submission, UrgentAction
from screening.submissions.faults import are_seen, faults_of
from vault.append_only import Guard
from vault.bound import Bound
from vault.seal import CannotUnseal

BATCH = 200
REVIEWS = Guard(Review._meta.db_table, delete=False)
# The tables of what clinicians decided and wrote.
DECISIONS = (REVIEWS, *(Guard(model._meta.db_table, delete=False) for model in (Lapse, Note, UrgentAction)))


def faults() -> Iterator[str]:
    """Each fault with the reference of its submission or the number of its call request or appointment."""
    for model, faults_in in VERIFIED.items():
        for row in in_batches(model):
            yield from faults_in(row)
    if not all(guard.is_installed() for guard in DECISIONS):
        yield "The database no longer refuses to change decisions."


def in_batches(model: type[models.Model]) -> Iterator[Any]:
    """The rows by primary key. Later ones are left to the next run."""
    rows: QuerySet[Any] = model._default_manager.order_by("pk")
    batch = list(rows[:BATCH])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def _faults_of_submission(submission: Submission) -> Iterator[str]:
    found = faults_of(submission)
    # Those that an officer has looked at stay on its page.
    if not are_seen(submission, found):
        yield from (f"{submission}: {fault}" for fault in found)


def _faults_of_review(review: Review) -> Iterator[str]:
    """Those that its submission does not show."""
    try:
        review.note  # noqa: B018 (it is opened)
    except CannotUnseal as error:
        yield f"{review.submission}: the note of a decision cannot be read: {error}."


def _faults_of_lapse(lapse: Lapse) -> Iterator[str]:
    """Its submission shows all of them."""
    yield from ()


def _faults_of_note(note: Note) -> Iterator[str]:
    yield from _faults_of_text(note, f"{note.submission}: a note")


def _faults_of_urgent_action(action: UrgentAction) -> Iterator[str]:
    yield from _faults_of_text(action, f"{action.review.submission}: what was done about urgent help")


def _faults_of_text(written: Note | UrgentAction, name: str) -> Iterator[str]:
    if not written.is_as_stored:
        yield f"{name} was changed."
    try:
        written.text  # noqa: B018 (it is opened)
    except CannotUnseal as error:
        yield f"{name} cannot be read: {error}."


def _faults_of_request(request: ConsultationRequest) -> Iterator[str]:
    if not request.is_as_stored:
        yield f"Call request {request.pk}: its columns were changed."
    try:
        request.contact, request.note  # noqa: B018 (they are opened)
    except CannotUnseal as error:
        yield f"Call request {request.pk}: it cannot be read: {error}."


def _faults_of_appointment(appointment: Appointment) -> Iterator[str]:
    if not appointment.is_as_stored:
        yield f"Appointment {appointment.pk}: its columns were changed."
    try:
        appointment.contact, appointment.note  # noqa: B018 (they are opened)
    except CannotUnseal as error:
        yield f"Appointment {appointment.pk}: it cannot be read: {error}."


# Every model with sealed text whose plain columns are bound to it.
VERIFIED: Mapping[type[Bound], Callable[[Any], Iterator[str]]] = {
    Submission: _faults_of_submission,
    Review: _faults_of_review,
    Lapse: _faults_of_lapse,
    Note: _faults_of_note,
    UrgentAction: _faults_of_urgent_action,
    ConsultationRequest: _faults_of_request,
    Appointment: _faults_of_appointment,
}
