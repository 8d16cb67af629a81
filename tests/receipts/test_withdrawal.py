"""What a person takes back is gone: from every table, from the raw files, from their session."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from consultations.models import ConsultationRequest
from receipts.models import Erasure
from screening.assessment import assess
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.receipt_code import code_of, digest_of
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.consultations.call_requests import FORM
from tests.receipts.traces import in_files, in_rows
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, code_on, walk

MARKER = "zz-marker-zz"
CONTACT = {"name": MARKER, "phone": MARKER, "may_leave_message": MARKER, "when": [MARKER]}
is_sqlite = connection.vendor == "sqlite"


def marked(attempt_key):
    """A submission and a call request with a marker in every answer and every field, and what is stored of them."""
    answers = {one.id: [MARKER] if one.select_all else MARKER for one in QUESTIONNAIRE.questions}
    consent = Consent.to_text("I agree.")
    sent = Submission.send(attempt_key, answers, assess(answers), consent)
    asked = ConsultationRequest.ask(attempt_key, Disposition.TALK_TO_CLINICIAN_FIRST, CONTACT, consent)
    return [sent.sealed_record, asked.sealed_contact, sent.attempt_digest, sent.receipt_digest]


def take_back(client, code):
    return client.post("/receipt/withdraw/", {"code": code, "confirmed": "yes"})


@pytest.mark.django_db(transaction=True)
def test_a_marker_in_every_field_leaves_no_trace_in_rows_and_files(client):
    marked("somebody else")
    stored = marked("a1")
    assert json.dumps(Submission.objects.latest("received_at").record).count(MARKER) > 60
    assert in_rows(stored) == stored
    assert take_back(client, code_of("a1")).status_code == 200
    assert in_rows([MARKER, *stored]) == []
    if is_sqlite:
        assert in_files([MARKER, *stored]) == []
    assert (Submission.objects.count(), ConsultationRequest.objects.count()) == (1, 1)


@pytest.mark.skipif(not is_sqlite, reason="PostgreSQL keeps its files to itself")
@pytest.mark.django_db(transaction=True)
def test_the_search_through_the_files_finds_what_is_there():
    stored = [*marked("a1"), *marked("a2")]
    assert in_files(stored) == stored
    assert in_files([MARKER]) == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_in_the_session_that_opens_to_the_answers(client):
    attempt = begin(client)
    url = walk(client, CLEAR, attempt)
    sessions = [Session.objects.get().session_data]
    client.post(url, {"consent": "on"})
    sessions.append(Session.objects.get().session_data)
    asked = client.post(f"/call-me/{attempt}/", FORM, follow=True)
    sessions.append(Session.objects.get().session_data)
    take_back(client, code_on(asked))
    assert Session.objects.count() == 0
    assert in_rows(sessions) == []
    if is_sqlite:
        assert in_files(sessions) == []


@pytest.mark.django_db(transaction=True)
def test_taken_back_at_the_same_moment_from_many_sides_it_is_taken_back_once():
    marked("a1")

    def take_back_and_close(_):
        try:
            return take_back(Client(), code_of("a1")).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(take_back_and_close, range(16)))
    assert statuses == [200] + [404] * 15
    assert Erasure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_the_middle_leaves_everything_in_place(client, monkeypatch):
    attempt = begin(client)
    asked = client.post(f"/call-me/{walk(client, CLEAR, attempt).split('/')[2]}/", FORM, follow=True)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Erasure.objects, "create", fail)
    client.raise_request_exception = False
    assert take_back(client, code_on(asked)).status_code == 500
    assert ConsultationRequest.objects.get().receipt_digest == digest_of(code_on(asked))
    assert Session.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("has_answers", "has_contact"), [(True, True), (True, False), (False, True)], ids=["both", "answers", "contact"]
)
def test_what_stays_is_a_note_with_the_reference_and_no_content(client, has_answers, has_contact):
    marked("a1")
    reference = Submission.objects.get().reference
    if not has_answers:
        Submission.objects.all().delete()
    if not has_contact:
        ConsultationRequest.objects.all().delete()
    take_back(client, code_of("a1"))
    note = Erasure.objects.values("reference", "held_answers", "held_contact").get()
    assert note == {
        "reference": reference if has_answers else "",
        "held_answers": has_answers,
        "held_contact": has_contact,
    }


@pytest.mark.django_db
def test_in_this_browser_the_attempt_goes_and_the_others_stay(client):
    first, second = begin(client), begin(client)
    code = code_on(client.post(walk(client, CLEAR, first), {"consent": "on"}, follow=True))
    walk(client, CLEAR, second)
    take_back(client, code)
    assert client.get(f"/screening/{first}/result/").status_code == 410
    assert client.get(f"/screening/{second}/result/").status_code == 200


@pytest.mark.django_db
def test_another_browser_that_sent_it_is_told_that_it_is_gone(client):
    attempt = begin(client)
    code = code_on(client.post(walk(client, CLEAR, attempt), {"consent": "on"}, follow=True))
    take_back(Client(), code)
    response = client.get(f"/screening/{attempt}/result/")
    assert response.status_code == 410
    assert "The clinic no longer has these answers" in response.content.decode()
