"""A clinician may tell the person that somebody has looked. Nobody is told more, nobody twice, and each is logged."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from consultations import mails
from consultations.mails import Mail
from operations import notices
from screening.models import Submission
from screening.submissions.reviewing import record_review, second
from staff.access_log import Action
from staff.models import AccessEntry
from tests.consultations.call_requests import form
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, code_on, soup, walk

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parents[1] / "mails" / "looked_at.txt"
SENTENCE = "A clinician has looked at your answers."


@pytest.fixture(autouse=True)
def _mail_is_set_up(settings, monkeypatch):
    settings.MAIL_IS_SET_UP = True
    monkeypatch.setattr(notices, "_send_in_background", lambda: None)


def send_answers(email="ann@mail.example", **answers):
    """Answers, with a request for a call if there is an email. Returns the receipt code."""
    person = Client()
    result = walk(person, CLEAR | answers)
    if email is not None:
        person.post(f"/call-me/{result.split('/')[2]}/", form() | {"email": email})
    Mail.objects.all().delete()
    page = agree(person, result, follow=True)
    if not code_on(page):
        page = person.post(f"/call-me/{result.split('/')[2]}/received/", follow=True)
    return code_on(page)


def decide(disposition, *, tells_person=True, author="ann"):
    person, _ = User.objects.get_or_create(username=author)
    pk = Submission.objects.get().pk
    return record_review(pk, person, disposition=disposition, reason="talk", note="x", tells_person=tells_person)


def logged():
    return list(AccessEntry.objects.filter(action=Action.TOLD_PERSON).order_by("id").values_list("actor", "detail"))


def receipt(code):
    return " ".join(soup(Client().post("/receipt/", {"code": code})).main.get_text(" ").split())


@pytest.mark.parametrize("disposition", ["suggest-consultation", "not-suitable-now", "urgent-help-now"])
def test_the_mail_and_the_receipt_are_the_same_whatever_was_decided(disposition):
    code = send_answers()
    review = decide(disposition)
    assert mails.send_waiting() == (1, 0)
    [sent] = mail.outbox
    assert f"Subject: {sent.subject}\n\n{sent.body}" == GOLDEN.read_text(encoding="utf-8")
    assert sent.to == ["ann@mail.example"]
    text = receipt(code)
    assert text.count(f"{SENTENCE} Please call us:") == 1
    assert receipt(code) == text
    assert logged() == [("ann", "by mail, and on the receipt"), ("", f"read on the receipt, {review.pk}")]


def test_nobody_is_told_unless_the_clinician_wants_it():
    code = send_answers()
    decide("suggest-consultation", tells_person=False)
    assert SENTENCE not in receipt(code)
    assert (Mail.objects.count(), logged()) == (0, [])


@pytest.mark.parametrize("email", [None, ""])
def test_without_an_address_there_is_the_receipt(email):
    code = send_answers(email)
    decide("suggest-consultation")
    assert (Mail.objects.count(), logged()) == (0, [("ann", "on the receipt")])
    assert SENTENCE in receipt(code)


def test_of_a_proposal_the_person_is_told_once_it_takes_effect():
    send_answers(pressure_told="not_sure")
    proposal = decide("suggest-consultation")
    assert (Mail.objects.count(), logged()) == (0, [])
    ben = User.objects.create_user("ben")
    review = second(proposal.submission_id, proposal.pk, ben, note="")
    assert [one.kind for one in Mail.objects.all()] == [f"looked at {review.pk}"]
    assert logged() == [("ben", "by mail, and on the receipt")]


def test_a_decision_that_does_not_count_any_more_is_not_on_the_receipt():
    code = send_answers()
    decide("suggest-consultation")
    decide("not-suitable-now", tells_person=False)
    assert SENTENCE not in receipt(code)


def test_what_waits_to_be_sent_goes_with_a_withdrawal():
    code = send_answers()
    decide("suggest-consultation")
    Client().post("/receipt/withdraw/", {"code": code, "confirmed": "yes"})
    assert Mail.objects.count() == 0
