"""Mails about appointments: neutral words, each sent once, and none about what is over."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command

from consultations import mails
from consultations.appointments import booking, letters
from consultations.appointments.models import Appointment
from consultations.mails import Mail
from tests.consultations.appointments.times import CONTACT, NOW, book, schedule, values

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parents[1] / "mails"
SAYS_TOO_MUCH = ("ketamine", "clinic", "harbor", "therap", "treat", "screening", "questionnaire", "result", "health")
SAYS_TOO_MUCH += ("medic", "doctor", "suicid", "depress", "appointment", "dr. example", "ann", "http")


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_IS_SET_UP = True
    settings.DEFAULT_FROM_EMAIL = "desk@mail.example"
    with time_machine.travel(NOW, tick=False) as clock:
        schedule()
        yield clock


def remind():
    call_command("send_reminders", verbosity=0)


def sent():
    messages, mail.outbox[:] = list(mail.outbox), []
    return messages


def golden(message):
    return f"{message.subject}\n\n{message.body}"


def test_each_mail_has_neutral_words_and_its_file(clock):
    free = values()
    appointment = book(free[1])
    remind()
    clock.move_to(appointment.starts_at - timedelta(hours=24))
    remind()
    appointment.schedule.notice_hours = 0
    Appointment.objects.update(notice_hours=0)
    moved = booking.move(appointment.pk, free[2], NOW + timedelta(hours=1))
    remind()
    booking.cancel(moved.pk, NOW + timedelta(hours=2))
    remind()
    messages = sent()
    names = ("booked", "reminder", "moved", "cancelled")
    assert {name: golden(message) for name, message in zip(names, messages, strict=True)} == {
        name: (GOLDEN / f"time_{name}.txt").read_text() for name in names
    }
    assert [[file[0] for file in message.attachments] for message in messages] == [
        ["phone-call.ics"],
        [],
        ["phone-call.ics"],
        ["phone-call.ics"],
    ]
    assert [message.to for message in messages] == [["ann@example.com"]] * 4
    for message in messages:
        everything = str(message.message()) + "".join(str(file[1]) for file in message.attachments)
        words = golden(message) + message.from_email + everything.replace("ann@example.com", "")
        assert not [word for word in SAYS_TOO_MUCH if word in words.lower()]


def test_a_reminder_goes_out_once_a_day_before_however_often_the_command_runs(clock):
    appointment = book(values()[4])
    remind()
    sent()
    clock.move_to(appointment.starts_at - timedelta(hours=24, seconds=1))
    remind()
    assert not sent()
    clock.shift(1)
    for _ in range(3):
        remind()
    assert len(sent()) == 1
    clock.shift(3600)
    remind()
    assert not sent()


def test_a_killed_run_is_resumed_and_sends_what_is_left(clock, monkeypatch):
    free = values()
    appointments = [book(free[number], contact=CONTACT | {"email": f"p{number}@example.com"}) for number in (4, 5)]
    remind()
    sent()
    clock.move_to(appointments[1].starts_at - timedelta(hours=23))
    send = mails._send

    def killed(message):
        monkeypatch.setattr(mails, "_send", send)
        raise KeyboardInterrupt

    monkeypatch.setattr(mails, "_send", killed)
    with pytest.raises(KeyboardInterrupt):
        remind()
    remind()
    assert len(sent()) == 1
    clock.shift(11 * 60)
    remind()
    remind()
    assert len(sent()) == 1
    assert Mail.objects.filter(ended_at=None).count() == 0


def test_nobody_is_reminded_of_what_was_just_booked_moved_cancelled_or_is_over(clock):
    free = values()
    cancelled, moved, over = book(free[4]), book(free[5]), book(free[0])
    remind()
    clock.move_to(cancelled.starts_at - timedelta(hours=24))
    Appointment.objects.update(notice_hours=0)
    letters.queue_reminders(cancelled.starts_at - timedelta(hours=23))
    booking.cancel(cancelled.pk, cancelled.starts_at - timedelta(hours=23))
    booking.move(moved.pk, free[6], cancelled.starts_at - timedelta(hours=23))
    sent()
    remind()
    assert {message.subject.partition(":")[0] for message in sent()} == {"Canceled", "New time"}
    assert over.starts_at < cancelled.starts_at


def test_without_an_address_or_a_mail_server_there_is_no_mail(settings):
    book(contact=CONTACT | {"email": ""})
    settings.MAIL_IS_SET_UP = False
    book()
    call_command("send_reminders", verbosity=0)
    assert not Mail.objects.exists()


def test_what_is_deleted_takes_its_mails_along():
    appointment = book()
    assert Mail.objects.filter(about=appointment.pk).exists()
    appointment.delete()
    assert not Mail.objects.exists()
