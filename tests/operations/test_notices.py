"""Staff are told that something waits: once, soon, without a word on what; and nobody waits for a mail server."""

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
from operations.notices import A_TRY_LASTS, AT_MOST_EVERY, State, send_waiting, state
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
    monkeypatch.setattr(notices, "_send_soon", lambda: None)


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


@pytest.mark.parametrize("come_up", [submit, ask])
def test_what_was_sent_and_a_call_that_was_asked_for_are_told_in_the_same_words(come_up):
    come_up()
    assert send_waiting() == (1, 0)
    assert [(m.subject, m.from_email, m.to, m.cc, m.bcc, m.attachments) for m in mail.outbox] == [
        ("Something is waiting at the review desk", "no-reply@clinic.example", [address], [], [], [])
        for address in ("desk@clinic.example", "lead@clinic.example")
    ]
    assert {message.body for message in mail.outbox} == {GOLDEN.read_text()}


def test_a_mail_has_no_word_of_the_treatment_of_an_answer_or_of_the_person(client):
    page = send(client, CLEAR)
    ask()
    send_waiting()
    said = f"{mail.outbox[0].subject} {mail.outbox[0].body}".lower()
    sent = Submission.objects.get()
    words = {"ketamine", "therapy", "treatment", "screening", "questionnaire", "answer", "consultation", "call"}
    words |= {"health", "result", "clinician", "doctor", "patient", "suitable", "urgent", "ann", "555", str(sent.pk)}
    words |= {sent.reference.lower(), code_on(page).lower(), sent.disposition, sent.receipt_digest}
    assert soup(page).select_one(".reference").text.lower() in words
    assert {word for word in words if word in said} == set()


def test_nothing_is_told_of_what_was_rolled_back():
    with transaction.atomic():
        submit()
        transaction.set_rollback(True)
    assert send_waiting() == (0, 0)


def test_five_hundred_that_come_at_once_make_one_mail_and_those_that_come_later_another():
    now = timezone.now()
    for _ in range(25):
        submit()
    assert send_waiting(now) == (1, 0)
    submit()
    submit()
    assert send_waiting(now + AT_MOST_EVERY - SECOND) == (0, 0)
    assert send_waiting(now + AT_MOST_EVERY) == (1, 0)
    assert send_waiting(now + 9 * AT_MOST_EVERY) == (0, 0)
    assert recipients() == [["desk@clinic.example"], ["lead@clinic.example"]] * 2


def test_what_is_changed_later_is_not_told(client):
    sent = submit()
    send_waiting()
    sent.save()
    assert not Notice.objects.filter(sent_at=None).exists()


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ConnectionRefusedError("mail.example"), "ConnectionRefusedError"),
        (TimeoutError("mail.example"), "TimeoutError"),
        (smtplib.SMTPAuthenticationError(535, b"desk@clinic.example"), "SMTPAuthenticationError 535"),
    ],
)
def test_a_mail_that_failed_is_tried_again_and_told_without_any_address(server, monkeypatch, error, says):
    submit()
    monkeypatch.setattr(server, "error", error)
    assert [send_waiting(), send_waiting()] == [(0, 1), (0, 1)]
    waits = Notice.objects.get()
    assert state() == State(True, None, waits.made_at, 2, says)
    with pytest.raises(CommandError, match=f"tried again next time: {says}"):
        call_command("send_notices")
    monkeypatch.setattr(server, "error", None)
    assert send_waiting() == (1, 0)
    assert state() == State(True, Notice.objects.get().sent_at)


def test_an_address_that_is_refused_does_not_keep_the_mail_from_the_others_nor_send_it_to_them_again(
    server, monkeypatch
):
    submit()
    monkeypatch.setattr(server, "refuses", ("desk@clinic.example",))
    assert [send_waiting(), send_waiting()] == [(1, 0), (0, 0)]
    assert recipients() == [["lead@clinic.example"]]
    assert state() == State(True, Notice.objects.get().sent_at, problem="SMTPRecipientsRefused")


def test_of_two_who_send_at_the_same_moment_one_does(monkeypatch):
    submit()
    others = []
    taken = notices._send

    def at_the_same_moment():
        others.append(send_waiting())
        return taken()

    monkeypatch.setattr(notices, "_send", at_the_same_moment)
    assert send_waiting() == (1, 0)
    assert others == [(0, 0)]
    assert len(mail.outbox) == 2


def test_one_who_was_killed_while_sending_is_followed_by_another_ten_minutes_later(monkeypatch):
    now = timezone.now()
    submit()
    monkeypatch.setattr(notices, "_send", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        send_waiting(now)
    monkeypatch.setattr(notices, "_send", lambda: (1, ""))
    assert send_waiting(now + A_TRY_LASTS - SECOND) == (0, 0)
    assert send_waiting(now + A_TRY_LASTS) == (1, 0)


@pytest.mark.parametrize("missing", [{"MAIL_IS_SET_UP": False}, {"STAFF_MAIL": []}])
def test_where_no_mail_is_set_up_nothing_is_kept_and_the_desk_says_so(settings, missing):
    for name, value in missing.items():
        setattr(settings, name, value)
    submit()
    assert not Notice.objects.exists()
    assert state() == State(False)
    out = StringIO()
    call_command("send_notices", stdout=out)
    assert out.getvalue() == "No mail is set up: EMAIL_URL and STAFF_MAIL say where to.\n"


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_a_thread_sends_it(monkeypatch, settings):
    started = []

    class Noted(threading.Thread):
        def start(self):
            started.append(self)
            super().start()

    monkeypatch.undo()
    settings.MAIL_IS_SET_UP, settings.STAFF_MAIL = True, ["desk@clinic.example"]
    monkeypatch.setattr(notices.threading, "Thread", Noted)
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
def test_where_no_thread_can_be_started_the_answers_are_stored_and_the_mail_waits(client, monkeypatch):
    def refuse():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(notices, "_send_soon", refuse)
    assert code_on(send(client, CLEAR))
    assert Submission.objects.count() == 1
    assert Notice.objects.filter(sent_at=None).count() == 1
