"""Holds, books, moves and cancels appointments, each in one transaction.

Locks are taken in one order everywhere: session, submission, schedule, appointment. So whoever books a time and whoever
decides about the same person wait for each other, and no time is given away twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from consultations import priority
from consultations.appointments import letters
from consultations.appointments.free import FreeTime, lock_free_time
from consultations.appointments.models import Appointment, Hold
from consultations.appointments.states import AHEAD, State
from consultations.gates import Ways, ways_of_attempt, ways_of_request, ways_of_submission
from screening.journey.session import Attempt
from screening.models import Submission
from screening.submissions.closures import Service, refuse_if_closed
from screening.submissions.sending import Consent, digest_of_attempt, receipt_digest_of
from vault.seal import seal

HOLD_MINUTES = 15


class CannotBook(Exception):
    """Nothing was changed."""


class NotOpen(CannotBook):
    """The answers, or a clinician's decision, do not lead to an appointment."""


class TimeTaken(CannotBook):
    """The time is not free, or not any more."""


class AlreadyBooked(CannotBook):
    """This attempt has an appointment ahead."""


class TooLate(CannotBook):
    """It is over, cancelled, or so soon that it cannot be changed here."""


@dataclass(frozen=True)
class Request:
    """What a person asks for. `time` is the value of a FreeTime."""

    time: str
    contact: dict[str, Any]
    consent: Consent
    comes_first: bool = True


@transaction.atomic
def hold(attempt: Attempt, time: str, now: datetime) -> FreeTime:
    """Keep a time free for this attempt. It gives back the time that the attempt held before. Raises CannotBook."""
    ways = _open_ways(attempt)
    digest = digest_of_attempt(attempt.key)
    if appointment_ahead(attempt):
        raise AlreadyBooked
    free = _lock(time, ways, now, digest)
    Hold.objects.filter(attempt_digest=digest).delete()
    Hold.objects.filter(schedule=free.schedule, until__lte=now).delete()
    held = Hold(attempt_digest=digest, until=now + timedelta(minutes=HOLD_MINUTES))
    held.take(free.schedule, free.wall_time)
    _insert(held)
    return free


def held_by(attempt: Attempt) -> FreeTime | None:
    """The time that the attempt picked, even when it is not held any more."""
    held = Hold.objects.select_related("schedule").filter(attempt_digest=digest_of_attempt(attempt.key)).first()
    return FreeTime(held.schedule, held.wall_time) if held else None


@transaction.atomic
def book(attempt: Attempt, request: Request, now: datetime) -> Appointment:
    """Store the appointment. The same request again returns the stored one. Raises CannotBook."""
    ways = _open_ways(attempt)
    digest = digest_of_attempt(attempt.key)
    free = _lock_unless_booked(attempt, request, ways, now)
    if isinstance(free, Appointment):
        return free
    appointment = Appointment(
        attempt_digest=digest,
        receipt_digest=receipt_digest_of(attempt.key),
        submission=Submission.of_attempt(attempt.key),
        disposition=ways.disposition,
        booked_at=now,
        changed_at=now,
        kept_days=request.consent.kept.consultation_request_days,
        backup_days=request.consent.kept.backup_days,
        consent_digest=request.consent.text_digest,
        consent_language=request.consent.language,
    )
    appointment.take(free.schedule, free.wall_time)
    appointment.priority_token = priority.token_of(appointment.pk, request.comes_first)
    appointment.sealed_contact = seal(request.contact, context=Appointment.CONTEXT, row=str(appointment.pk))
    appointment.seal_note("")
    _insert(appointment)
    Hold.objects.filter(attempt_digest=digest).delete()
    letters.queue_confirmation(appointment)
    return appointment


def appointment_ahead(attempt: Attempt) -> Appointment | None:
    return Appointment.objects.filter(attempt_digest=digest_of_attempt(attempt.key), state__in=AHEAD).first()


def newest_of(attempt: Attempt) -> Appointment | None:
    """The appointment that this attempt booked last, whatever became of it."""
    booked = Appointment.objects.select_related("schedule").filter(attempt_digest=digest_of_attempt(attempt.key))
    return booked.order_by("-booked_at").first()


def can_change(appointment: Appointment, now: datetime) -> bool:
    """Whether its person may move or cancel it here. Staff may at any time."""
    return appointment.is_ahead and appointment.change_until >= now


def ways_of(appointment: Appointment) -> Ways:
    """The ways that are open to its person now."""
    if appointment.submission:
        return ways_of_submission(appointment.submission)
    return ways_of_request(appointment)


@transaction.atomic
def move(pk: UUID, time: str, now: datetime) -> Appointment:
    """Moving to the time that it has changes nothing.

    Raises CannotBook, and Appointment.DoesNotExist when its person withdrew it meanwhile.
    """
    _lock_submission(pk)
    before = Appointment.objects.select_related("schedule", "submission").get(pk=pk)
    if before.is_ahead and FreeTime(before.schedule, before.wall_time).value == time:
        return before
    refuse_if_closed(Service.TIMES)
    ways = ways_of(before)
    if not ways.pick_a_time:
        raise NotOpen
    free = _lock(time, ways, now)
    appointment = _locked(pk)
    if not can_change(appointment, now):
        raise TooLate
    appointment.take(free.schedule, free.wall_time)
    try:
        with transaction.atomic():
            _change(appointment, State.MOVED, now)
    except IntegrityError as error:
        raise TimeTaken from error
    letters.queue_change(appointment)
    return appointment


@transaction.atomic
def cancel(pk: UUID, now: datetime) -> Appointment:
    """Gives the time back. Cancelling twice changes nothing. Raises TooLate, and Appointment.DoesNotExist."""
    appointment = _locked(pk)
    if appointment.is_cancelled:
        return appointment
    if not can_change(appointment, now):
        raise TooLate
    return _cancel(appointment, now)


@transaction.atomic
def set_state(pk: UUID, state: str, now: datetime) -> Appointment:
    """What staff record. A cancelled appointment stays cancelled, because its time may be somebody else's by now.

    Raises TooLate in that case, and Appointment.DoesNotExist.
    """
    appointment = _locked(pk)
    if appointment.state == state:
        return appointment
    if appointment.is_cancelled:
        raise TooLate
    if state == State.CANCELLED:
        return _cancel(appointment, now)
    appointment.state = State(state)
    appointment.save(update_fields=("state",))
    return appointment


def _cancel(appointment: Appointment, now: datetime) -> Appointment:
    sooner = timezone.localdate(now) + timedelta(days=appointment.kept_days)
    appointment.kept_until = min(appointment.kept_until, sooner)
    _change(appointment, State.CANCELLED, now)
    letters.queue_cancellation(appointment)
    return appointment


def _change(appointment: Appointment, state: State, now: datetime) -> None:
    appointment.state, appointment.changed_at = state, now
    appointment.sequence += 1
    appointment.save()


def _open_ways(attempt: Attempt) -> Ways:
    """Locks the submission, so that a clinician who decides about it now waits, or is heard. Raises Closed."""
    refuse_if_closed(Service.TIMES)
    Submission.objects.select_for_update().filter(attempt_digest=digest_of_attempt(attempt.key)).first()
    ways = ways_of_attempt(attempt)
    if not ways.pick_a_time:
        raise NotOpen
    return ways


def _lock(time: str, ways: Ways, now: datetime, holder: str = "") -> FreeTime:
    free = lock_free_time(time, ways, now, holder)
    if free is None:
        raise TimeTaken
    return free


def _lock_unless_booked(attempt: Attempt, request: Request, ways: Ways, now: datetime) -> FreeTime | Appointment:
    """The free time; or the appointment that the same request has booked already."""
    booked = appointment_ahead(attempt)
    if booked is None:
        return _lock(request.time, ways, now, digest_of_attempt(attempt.key))
    if FreeTime(booked.schedule, booked.wall_time).value == request.time and booked.contact == request.contact:
        return booked
    raise AlreadyBooked


def _lock_submission(pk: UUID) -> None:
    Submission.objects.select_for_update().filter(appointments=pk).first()


def _locked(pk: UUID) -> Appointment:
    return Appointment.objects.select_for_update(of=("self",)).select_related("schedule", "submission").get(pk=pk)


def _insert(row: Hold | Appointment) -> None:
    # The schedule is locked, so this fails only for a time in the zone that the schedule had before.
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise TimeTaken from error
