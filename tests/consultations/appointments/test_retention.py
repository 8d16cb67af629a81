"""An appointment is kept as long as its person was told, with the answers that belong to it."""

from datetime import date, timedelta

import pytest

from consultations.appointments import booking, retention
from consultations.appointments.models import Appointment, Hold
from operations.rotation.columns import STORED
from screening.assessment import assess
from screening.models import Submission
from screening.submissions.sending import Consent
from tests.consultations.appointments.times import NOW, after, at, attempt, book, schedule, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent():
    who = attempt()
    submission = Submission.send(who.key, who.answers, assess(who.answers), Consent.to_text("Yes."))
    return submission, type(who)(who.id, {}, submission.reference, who.key)


def test_it_is_deleted_after_the_last_promised_day_with_its_answers(sent):
    schedule()
    appointment = book(who=sent[1])
    last = date(2027, 2, 2) + timedelta(days=90)
    assert appointment.kept_until == last
    assert appointment.promise == "May 3, 2027"
    assert retention.purge(at(last, 23)) == (0, 0)
    assert not Submission.objects.filter(retention.NOTHING_NEEDS_IT).exists()
    assert retention.purge(at(last + timedelta(days=1), 0)) == (1, 1)
    assert not Appointment.objects.exists()
    assert not Submission.objects.exists()


def test_answers_that_another_appointment_needs_stay(sent):
    schedule()
    cancelled = book(who=sent[1])
    booking.cancel(cancelled.pk, NOW)
    book(values()[4], after(NOW, minutes=1), sent[1])
    assert retention.purge(at(date(2027, 2, 1) + timedelta(days=91), 0)) == (0, 1)
    assert Submission.objects.count() == 1


def test_a_hold_that_is_over_is_deleted():
    schedule()
    booking.hold(attempt(), values()[0], NOW)
    retention.purge(after(NOW, minutes=14))
    assert Hold.objects.count() == 1
    retention.purge(after(NOW, minutes=15))
    assert not Hold.objects.exists()


def test_contact_and_note_are_among_what_a_change_of_the_key_seals_again():
    schedule()
    appointment = book()
    appointment.seal_note("Call in the morning.")
    appointment.save()
    for column in STORED:
        if column.model is Appointment:
            old = getattr(appointment, column.name)
            assert column.replace(appointment.pk, old, column.resealed(appointment.pk, old))
    stored = Appointment.objects.get()
    assert (stored.contact["name"], stored.note) == ("Ann", "Call in the morning.")
    assert stored.sealed_note != appointment.sealed_note
