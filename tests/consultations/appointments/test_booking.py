"""A time is held, booked, moved and given back, and nobody gets one that is not open to them."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from consultations.appointments import booking
from consultations.appointments.booking import AlreadyBooked, NotOpen, TimeTaken, TooLate
from consultations.appointments.free import free_days
from consultations.appointments.models import Appointment, Hold
from consultations.appointments.schedules import DayException
from consultations.gates import EVERY_WAY, PHONE_ONLY, WITH_CLINICIAN, ways_of_attempt
from pages import catalogue
from screening.assessment import assess
from screening.models import Submission
from screening.submissions.reviewing import record_review
from screening.submissions.sending import Consent
from tests.consultations.appointments.times import (
    CONTACT,
    NOT_NOW,
    NOW,
    TALK_FIRST,
    after,
    attempt,
    book,
    front_desk,
    request,
    schedule,
    values,
)
from tests.screening.answer_sets import CLEAR

pytestmark = pytest.mark.django_db


def sent(who):
    """The submission of an attempt, and the attempt after sending."""
    submission = Submission.send(who.key, who.answers, assess(who.answers), Consent.to_text("Yes."))
    return submission, type(who)(who.id, {}, submission.reference, who.key)


def decide(submission, disposition):
    clinician, _ = User.objects.get_or_create(username="cleo")
    record_review(submission.pk, clinician, disposition=disposition, reason="talk", note="")


def test_a_booked_time_is_stored_sealed_as_a_wall_time_and_is_not_free_any_more():
    made = schedule()
    who, free = attempt(), values()
    appointment = book(free[0], who=who)
    stored = Appointment.objects.get()
    assert stored == appointment == booking.newest_of(who)
    assert (stored.day, f"{stored.at:%H:%M}", stored.zone, stored.minutes) == (
        date(2027, 2, 2),
        "08:00",
        made.zone,
        30,
    )
    assert stored.contact == CONTACT
    assert not any(text in stored.sealed_contact for text in ("Ann", "0100", "example.com"))
    assert stored.note == ""
    assert stored.kept_until == date(2027, 2, 2) + timedelta(days=90)
    assert free[0] not in values()


def test_a_held_time_is_free_for_nobody_else_for_15_minutes():
    schedule()
    who, free = attempt(), values()
    booking.hold(who, free[0], NOW)
    assert values() == free[1:]
    with pytest.raises(TimeTaken):
        booking.hold(attempt(), free[0], NOW)
    with pytest.raises(TimeTaken):
        book(free[0])
    assert values(after(NOW, minutes=15)) == free
    assert book(free[0], after(NOW, minutes=14), who)
    assert not Hold.objects.exists()


def test_picking_another_time_gives_the_first_back():
    schedule()
    who, free = attempt(), values()
    booking.hold(who, free[0], NOW)
    booking.hold(who, free[1], NOW)
    assert values() == [free[0], *free[2:]]


def test_a_hold_that_is_over_still_books_unless_somebody_else_came():
    schedule()
    who, free = attempt(), values()
    booking.hold(who, free[0], NOW)
    later = after(NOW, minutes=20)
    booking.hold(attempt(), free[0], later)
    with pytest.raises(TimeTaken):
        book(free[0], later, who)
    booking.hold(who, free[1], NOW)
    assert book(free[1], later, who)


def test_the_same_request_again_books_once_and_another_one_is_refused():
    schedule()
    who, free = attempt(), values()
    assert book(free[0], who=who) == book(free[0], who=who)
    with pytest.raises(AlreadyBooked):
        book(free[0], who=who, contact=CONTACT | {"name": "Bob"})
    with pytest.raises(AlreadyBooked):
        book(free[1], who=who)
    with pytest.raises(AlreadyBooked):
        booking.hold(who, free[1], NOW)
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(NOT_NOW, id="not now"),
        pytest.param({}, id="no screening"),
        pytest.param(CLEAR | {"answering_for": "other"}, id="for somebody else"),
        pytest.param(CLEAR | {"emergency_signs": "new_or_worse"}, id="urgent"),
        pytest.param(CLEAR | {"age": "under_18"}, id="under 18"),
    ],
)
def test_who_has_no_way_to_a_time_neither_holds_nor_books_one(answers):
    schedule()
    free = values()
    with pytest.raises(NotOpen):
        booking.hold(attempt(answers), free[0], NOW)
    with pytest.raises(NotOpen):
        book(free[0], who=attempt(answers))


def test_who_should_talk_first_gets_a_clinician_and_not_the_front_desk():
    front_desk()
    who = attempt(TALK_FIRST)
    free = values()
    assert values(ways=ways_of_attempt(who)) == []
    with pytest.raises(TimeTaken):
        book(free[0], who=who)
    schedule()
    [first, *_] = values(ways=WITH_CLINICIAN)
    assert book(first, who=who).disposition == "talk-to-clinician-first"


def test_a_decision_of_a_clinician_counts_before_the_result_until_the_moment_of_booking():
    schedule()
    submission, who = sent(attempt(CLEAR))
    free = values()
    booking.hold(who, free[0], NOW)
    decide(submission, "not-suitable-now")
    with pytest.raises(NotOpen):
        book(free[0], who=who)


def test_moving_takes_the_new_time_frees_the_old_one_and_counts_the_change():
    schedule()
    free = values()
    appointment = book(free[0])
    moved = booking.move(appointment.pk, free[3], after(NOW, minutes=5))
    assert (moved.state, moved.sequence, moved.changed_at) == ("moved", 1, after(NOW, minutes=5))
    assert values() == [*free[:3], *free[4:]]
    assert booking.move(appointment.pk, free[3], NOW).sequence == 1
    other = book(free[1])
    with pytest.raises(TimeTaken):
        booking.move(other.pk, free[3], NOW)
    assert Appointment.objects.get(pk=other.pk).state == "booked"


def test_who_may_not_book_any_more_cannot_move_but_can_cancel():
    schedule()
    who = attempt()
    submission, who = sent(who)
    free = values()
    appointment = book(free[0], who=who)
    decide(submission, "not-suitable-now")
    with pytest.raises(NotOpen):
        booking.move(appointment.pk, free[1], NOW)
    assert booking.cancel(appointment.pk, NOW).is_cancelled


def test_a_cancelled_time_is_free_again_and_stays_cancelled():
    schedule()
    who, free = attempt(), values()
    appointment = book(free[0], who=who)
    cancelled = booking.cancel(appointment.pk, NOW)
    assert (cancelled.state, cancelled.sequence) == ("cancelled", 1)
    assert booking.cancel(appointment.pk, NOW).sequence == 1
    assert values() == free
    for change in (
        lambda: booking.move(appointment.pk, free[1], NOW),
        lambda: booking.set_state(appointment.pk, "booked", NOW),
    ):
        with pytest.raises(TooLate):
            change()
    assert book(free[0], who=who).pk != appointment.pk


def test_what_is_too_soon_is_changed_by_staff_only():
    schedule(notice_hours=24)
    appointment = book()
    ok, late = appointment.change_until, appointment.change_until + timedelta(seconds=1)
    assert booking.can_change(appointment, ok)
    for change in (
        lambda: booking.cancel(appointment.pk, late),
        lambda: booking.move(appointment.pk, values()[3], late),
    ):
        with pytest.raises(TooLate):
            change()
    # A longer notice for new appointments changes nothing for this one.
    appointment.schedule.notice_hours = 48
    appointment.schedule.save()
    assert booking.can_change(Appointment.objects.get(), ok)
    assert booking.set_state(appointment.pk, "cancelled", late).is_cancelled


def test_staff_record_what_became_of_it_and_the_time_stays_taken():
    schedule()
    free = values()
    appointment = book(free[0])
    for state in ("reached", "no-show", "done"):
        assert booking.set_state(appointment.pk, state, NOW).state == state
        assert values() == free[1:]
    assert booking.set_state(appointment.pk, "done", NOW).sequence == 0


def test_exceptions_and_times_that_are_not_offered_are_not_free():
    made = schedule()
    DayException.objects.create(schedule=made, first_day=date(2027, 2, 2), last_day=date(2027, 2, 4))
    extra = {"kind": "extra", "start": "12:00", "end": "12:30"}
    DayException.objects.create(schedule=made, first_day=date(2027, 2, 6), last_day=date(2027, 2, 7), **extra)
    days = {value.partition(".")[2] for value in values()}
    assert {day[:10] for day in days} == {"2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"}
    assert "2027-02-06T12:00" in days
    made.is_offered = False
    made.save()
    assert values() == []
    with pytest.raises(TimeTaken):
        book(f"{made.pk}.2027-02-05T08:00")


@pytest.mark.parametrize("value", ["", "x", "1", "9" * 40, "-1.2027-02-02T08:00", "1.2027-02-30T08:00", "²." + "x"])
def test_a_forged_time_is_not_free(value):
    schedule()
    with pytest.raises(TimeTaken):
        book(value, who=attempt()) if value else booking.book(attempt(), request(""), NOW)


def test_the_database_itself_gives_a_time_to_one_appointment():
    schedule()
    appointment = book()
    twin = Appointment.objects.get()
    twin.pk, twin.attempt_digest = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    booking.cancel(appointment.pk, NOW)
    twin.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_50_people_who_confirm_the_last_time_at_once_one_gets_it():
    schedule(end=9, weekdays=range(1, 2), minutes=60)
    [last] = values(NOW)[:1]
    people = [attempt() for _ in range(50)]
    barrier, results = threading.Barrier(len(people)), []

    def confirm(who):
        try:
            barrier.wait()
            book(last, who=who)
            results.append("booked")
        except TimeTaken:
            results.append("taken")
        except Exception as error:
            results.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["booked", *["taken"] * 49]
    assert Appointment.objects.count() == 1
    assert last not in values()


def test_with_every_way_both_schedules_are_offered_and_twins_once():
    schedule()
    schedule()
    assert len(values()) == len(set(value.partition(".")[2] for value in values()))
    front_desk()
    assert len(values(ways=EVERY_WAY)) == 2 * len(values(ways=WITH_CLINICIAN))


def test_no_time_is_free_while_the_whole_clinic_is_closed(monkeypatch):
    schedule()
    closed = free_days(EVERY_WAY, NOW)[0].first.day
    now = catalogue.current()
    changed = replace(now, clinic=replace(now.clinic, closed_on=(closed,)))
    monkeypatch.setattr(catalogue, "current", lambda: changed)
    assert closed not in {day.first.day for day in free_days(EVERY_WAY, NOW)}


def test_what_was_changed_past_the_site_opens_no_way_to_another_time():
    schedule()
    appointment = book()
    assert booking.ways_of(appointment) == EVERY_WAY
    Appointment.objects.update(kept_days=1)
    assert booking.ways_of(Appointment.objects.get()) == PHONE_ONLY
