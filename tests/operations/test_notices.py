"""Staff get one mail soon after something comes in. It never says what, and no visitor waits for a mail server."""

import smtplib
import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from consultations.models import ConsultationRequest
from operations import notices
from operations.models import Notice
from operations.notices import LONGEST_TRY, SHORTEST_INTERVAL, MailStatus, mail_status, send_waiting
from screening.models import Submission
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import code_on, send, soup
from tests.screening.submitting import submit

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "mails" / "waiting.txt"
SECOND = timedelta(seconds=1)
CONTACT = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings, monkeypatch):
    settings.MAIL_IS_SET_UP = True
    settings.STAFF_MAIL = ["desk@clinic.example", "lead@clinic.example"]
    settings.SITE_URL = "https://clinic.example"
    settings.DEFAULT_FROM_EMAIL = "no-reply@clinic.example"
    monkeypatch.setattr(notices, "_send_in_background", lambda: None)


def ask():
    return ConsultationRequest.ask("a1", Disposition.SUGGEST_CONSULTATION, CONTACT, Consent.to_text("I agree."))


def recipients():
    return [message.to for message in mail.outbox]


class Failing(EmailBackend):
    """A mail server that refuses some addresses, or all, or is not there."""

    refuses: tuple[str, ...] = ()
    error: Exception | None = None

    def send_messages(self, messages):
        if self.error:
            raise self.error
        if messages[0].to[0] in self.refuses:
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})
        return super().send_messages(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    monkeypatch.setattr(Failing, "refuses", ())
    monkeypatch.setattr(Failing, "error", None)
    return Failing


@pytest.mark.parametrize("cause", [submit, ask])
def test_a_submission_and_a_call_request_send_the_same_mail(cause):
    cause()
    assert send_waiting() == (1, 0)
    assert [(m.subject, m.from_email, m.to, m.cc, m.bcc, m.attachments) for m in mail.outbox] == [
        ("Something is waiting at the review desk", "no-reply@clinic.example", [address], [], [], [])
        for address in ("desk@clinic.example", "lead@clinic.example")
    ]
    assert {message.body for message in mail.outbox} == {GOLDEN.read_text()}


@pytest.mark.promise("P21")
def test_a_mail_names_neither_the_treatment_nor_an_answer_nor_the_person(client):
    page = send(client, CLEAR)
    ask()
    send_waiting()
    text = f"{mail.outbox[0].subject} {mail.outbox[0].body}".lower()
    sent = Submission.objects.get()
    words = {"ketamine", "therapy", "treatment", "screening", "questionnaire", "answer", "consultation", "call"}
    words |= {"health", "result", "clinician", "doctor", "patient", "suitable", "urgent", "ann", "555", str(sent.pk)}
    words |= {sent.reference.lower(), code_on(page).lower(), sent.disposition, sent.receipt_digest}
    assert soup(page).select_one(".reference").text.lower() in words
    assert {word for word in words if word in text} == set()


def test_a_submission_that_was_rolled_back_sends_no_mail():
    with transaction.atomic():
        submit()
        transaction.set_rollback(True)
    assert send_waiting() == (0, 0)


def test_many_submissions_at_once_send_one_mail_and_later_ones_another():
    now = timezone.now()
    for _ in range(25):
        submit()
    assert send_waiting(now) == (1, 0)
    submit()
    submit()
    assert send_waiting(now + SHORTEST_INTERVAL - SECOND) == (0, 0)
    assert send_waiting(now + SHORTEST_INTERVAL) == (1, 0)
    assert send_waiting(now + 9 * SHORTEST_INTERVAL) == (0, 0)
    assert recipients() == [["desk@clinic.example"], ["lead@clinic.example"]] * 2


def test_a_later_change_sends_no_mail(client):
    sent = submit()
    send_waiting()
    sent.save()
    assert not Notice.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (ConnectionRefusedError("mail.example"), "ConnectionRefusedError"),
        (TimeoutError("mail.example"), "TimeoutError"),
        (smtplib.SMTPAuthenticationError(535, b"desk@clinic.example"), "SMTPAuthenticationError 535"),
    ],
)
def test_a_mail_that_failed_is_tried_again_and_reported_without_any_address(server, monkeypatch, error, problem):
    submit()
    monkeypatch.setattr(server, "error", error)
    assert [send_waiting(), send_waiting()] == [(0, 1), (0, 1)]
    assert mail_status() == MailStatus(True, None, problem)
    assert Notice.objects.get().tries == 2
    with pytest.raises(CommandError, match=f"Not sent: {problem}"):
        call_command("send_notices")
    monkeypatch.setattr(server, "error", None)
    assert send_waiting() == (1, 0)
    assert mail_status() == MailStatus(True, Notice.objects.get().sent_at)


def test_a_refused_address_neither_keeps_the_mail_from_the_others_nor_sends_it_to_them_twice(server, monkeypatch):
    submit()
    monkeypatch.setattr(server, "refuses", ("desk@clinic.example",))
    assert [send_waiting(), send_waiting()] == [(1, 0), (0, 0)]
    assert recipients() == [["lead@clinic.example"]]
    assert mail_status() == MailStatus(True, Notice.objects.get().sent_at, problem="SMTPRecipientsRefused")


def test_of_two_processes_that_send_at_the_same_moment_only_one_does(monkeypatch):
    submit()
    others = []
    send = notices._send

    def at_the_same_moment():
        others.append(send_waiting())
        return send()

    monkeypatch.setattr(notices, "_send", at_the_same_moment)
    assert send_waiting() == (1, 0)
    assert others == [(0, 0)]
    assert len(mail.outbox) == 2


def test_a_try_that_was_killed_is_repeated_ten_minutes_later(monkeypatch):
    now = timezone.now()
    submit()
    monkeypatch.setattr(notices, "_send", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        send_waiting(now)
    monkeypatch.setattr(notices, "_send", lambda: (1, ""))
    assert send_waiting(now + LONGEST_TRY - SECOND) == (0, 0)
    assert send_waiting(now + LONGEST_TRY) == (1, 0)


@pytest.mark.parametrize("missing", [{"MAIL_IS_SET_UP": False}, {"STAFF_MAIL": []}])
def test_without_mail_settings_no_notice_is_stored_and_the_status_says_so(settings, missing):
    for name, value in missing.items():
        setattr(settings, name, value)
    submit()
    assert not Notice.objects.exists()
    assert mail_status() == MailStatus(False)
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert out.getvalue() == "Mail is not set up: set EMAIL_URL and STAFF_MAIL.\n"


@pytest.mark.django_db(transaction=True)
def test_a_thread_sends_the_mail_after_the_commit(monkeypatch, settings):
    started = []

    class RecordedThread(threading.Thread):
        def start(self):
            started.append(self)
            super().start()

    monkeypatch.undo()
    settings.MAIL_IS_SET_UP, settings.STAFF_MAIL = True, ["desk@clinic.example"]
    monkeypatch.setattr(notices.threading, "Thread", RecordedThread)
    with transaction.atomic():
        submit()
        assert started == []
    for thread in started:
        thread.join()
    assert started
    assert all(thread.daemon for thread in started)
    assert recipients() == [["desk@clinic.example"]]
    assert Notice.objects.get().sent_at


@pytest.mark.django_db(transaction=True)
def test_when_no_thread_can_be_started_the_answers_are_stored_and_the_mail_waits(client, monkeypatch):
    def refuse():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(notices, "_send_in_background", refuse)
    assert code_on(send(client, CLEAR))
    assert Submission.objects.count() == 1
    assert Notice.objects.filter(sent_at=None).count() == 1
