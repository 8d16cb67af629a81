"""A mail to a person is neutral, sealed while it waits, sent once, and gone with what it is about."""

import smtplib
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import transaction
from django.template.loader import get_template
from django.utils import timezone

from consultations import mails
from consultations.mails import GIVE_UP_AFTER, KEEP, LONGEST_TRY, Attachment, Mail, Message, queue, send_waiting
from consultations.models import ConsultationRequest
from operations import notices
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "mails"
TEMPLATES = Path(get_template("consultations/mails/call_received.txt").origin.name).parent
ROW = uuid.UUID(int=1)
SECOND = timedelta(seconds=1)
MESSAGE = Message("A subject", "A body\n", (Attachment("call.ics", "BEGIN:VCALENDAR\n", "text/calendar"),))
# What the mail must not say to whoever sees the inbox.
TREATMENT_WORDS = ["ketamine", "therap", "treatment", "screen", "questionnaire", "clinic", "health", "doctor", "result"]


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings, monkeypatch):
    settings.MAIL_IS_SET_UP = True
    settings.DEFAULT_FROM_EMAIL = "no-reply@site.example"
    monkeypatch.setattr(notices, "_send_in_background", lambda: None)


class Failing(EmailBackend):
    error: Exception | None = None

    def send_messages(self, messages):
        if self.error:
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    monkeypatch.setattr(Failing, "error", None)
    return Failing


def kept():
    return [(row.kind, row.problem, row.ended_at is not None) for row in Mail.objects.all()]


def test_a_mail_has_a_neutral_sender_one_recipient_and_its_files():
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    assert send_waiting() == (1, 0)
    [sent] = mail.outbox
    assert (sent.from_email, sent.to, sent.cc, sent.bcc) == (
        "Front desk <no-reply@site.example>",
        ["ann@mail.example"],
        [],
        [],
    )
    assert (sent.subject, sent.body, sent.extra_headers) == (
        "A subject",
        "A body\n",
        {"Auto-Submitted": "auto-generated"},
    )
    assert [tuple(file) for file in sent.attachments] == [("call.ics", "BEGIN:VCALENDAR\n", "text/calendar")]


@pytest.mark.parametrize("golden", sorted(GOLDEN.glob("*.txt")), ids=lambda path: path.stem)
def test_no_mail_says_what_it_is_about(golden):
    text = golden.read_text().lower()
    assert [word for word in TREATMENT_WORDS if word in text] == []


def test_every_mail_has_a_golden_file():
    assert {path.name for path in TEMPLATES.glob("*.txt")} == {path.name for path in GOLDEN.glob("*.txt")}


def test_the_confirmation_of_a_call_has_these_words():
    message = Message.drawn("consultations/mails/call_received.txt", {})
    assert f"Subject: {message.subject}\n\n{message.body}" == (GOLDEN / "call_received.txt").read_text()


def test_while_it_waits_nobody_reads_it_in_the_table_and_after_that_nothing_of_it_is_left():
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    assert "ann" not in str(Mail.objects.values())
    waiting = Mail.objects.get().sealed_message
    send_waiting()
    assert len(Mail.objects.get().sealed_message) < len(waiting) / 2
    assert kept() == [("call received", "", True)]


def test_the_same_mail_is_queued_and_sent_once():
    for _ in range(2):
        queue(ROW, "reminder", "ann@mail.example", MESSAGE)
        send_waiting()
    queue(ROW, "change", "ann@mail.example", MESSAGE)
    queue(uuid.UUID(int=2), "reminder", "ann@mail.example", MESSAGE)
    assert send_waiting() == (2, 0)
    assert len(mail.outbox) == 3


@pytest.mark.parametrize(("is_set_up", "address"), [(False, "ann@mail.example"), (True, "")])
def test_without_a_mail_server_or_an_address_nothing_is_stored(settings, is_set_up, address):
    settings.MAIL_IS_SET_UP = is_set_up
    queue(ROW, "call received", address, MESSAGE)
    assert (kept(), send_waiting()) == ([], (0, 0))


def test_a_mail_whose_cause_was_rolled_back_is_not_sent():
    with transaction.atomic():
        queue(ROW, "call received", "ann@mail.example", MESSAGE)
        transaction.set_rollback(True)
    assert send_waiting() == (0, 0)


def test_a_mail_is_sent_in_the_background_after_the_commit(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(notices, "_send_in_background", mails.send_waiting)
    with django_capture_on_commit_callbacks(execute=True):
        queue(ROW, "call received", "ann@mail.example", MESSAGE)
        assert mail.outbox == []
    assert len(mail.outbox) == 1


def test_the_timer_sends_what_waits(capsys, settings):
    settings.STAFF_MAIL = []
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    call_command("send_notices")
    assert capsys.readouterr().out.startswith("Sent to people: 1.\n")


@pytest.mark.parametrize("error", [ConnectionRefusedError("ann@mail.example"), TimeoutError("mail.example")])
def test_a_mail_that_failed_is_tried_again_without_any_address_in_the_problem(server, monkeypatch, error):
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    monkeypatch.setattr(server, "error", error)
    assert [send_waiting(), send_waiting()] == [(0, 1), (0, 1)]
    assert kept() == [("call received", type(error).__name__, False)]
    monkeypatch.setattr(server, "error", None)
    assert send_waiting() == (1, 0)


def test_an_address_that_the_server_refuses_is_not_tried_again(server, monkeypatch):
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    monkeypatch.setattr(server, "error", smtplib.SMTPRecipientsRefused({"ann@mail.example": (550, b"unknown")}))
    assert [send_waiting(), send_waiting()] == [(0, 1), (0, 0)]
    assert kept() == [("call received", "SMTPRecipientsRefused", True)]


def test_a_mail_that_is_too_late_is_not_sent():
    now = timezone.now()
    queue(ROW, "reminder", "ann@mail.example", MESSAGE, send_by=now + SECOND)
    queue(ROW, "change", "ann@mail.example", MESSAGE)
    assert send_waiting(now + SECOND) == (1, 1)
    assert send_waiting(now + 2 * GIVE_UP_AFTER) == (0, 0)
    assert sorted(kept()) == [("change", "", True), ("reminder", "Too late to send it", True)]


def test_of_two_processes_that_send_at_the_same_moment_only_one_does(monkeypatch):
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    others, send = [], mails._send
    monkeypatch.setattr(mails, "_send", lambda row: others.append(send_waiting()) or send(row))
    assert (send_waiting(), others, len(mail.outbox)) == ((1, 0), [(0, 0)], 1)


def test_a_try_that_was_killed_is_repeated_ten_minutes_later(monkeypatch):
    now = timezone.now()
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    with monkeypatch.context() as patch:
        patch.setattr(mails, "_send", lambda row: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            send_waiting(now)
    assert send_waiting(now + LONGEST_TRY - SECOND) == (0, 0)
    assert send_waiting(now + LONGEST_TRY) == (1, 0)


def test_a_mail_that_no_key_opens_is_given_up():
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    Mail.objects.update(sealed_message="lost")
    assert send_waiting() == (0, 1)
    assert kept() == [("call received", "CannotUnseal", True)]


def test_the_mails_of_a_deleted_request_are_deleted_too():
    request = ConsultationRequest.ask("a1", Disposition.SUGGEST_CONSULTATION, {}, Consent.to_text("I agree."))
    queue(request.pk, "call received", "ann@mail.example", MESSAGE)
    queue(ROW, "call received", "bob@mail.example", MESSAGE)
    ConsultationRequest.objects.all().delete()
    assert [row.about for row in Mail.objects.all()] == [ROW]


def test_that_a_mail_was_sent_is_deleted_after_its_time():
    now = timezone.now()
    queue(ROW, "call received", "ann@mail.example", MESSAGE)
    send_waiting()
    assert mails.purge(now + KEEP - SECOND) == 0
    assert mails.purge(now + KEEP + SECOND) == 1
