"""A withdrawal deletes everything from every table, from the database files, and from the session."""

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
from tests.consultations.call_requests import form
from tests.receipts.codes import withdraw
from tests.receipts.traces import in_files, in_rows
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, begin, code_on, walk

MARKER = "zz-marker-zz"
CONTACT = {"name": MARKER, "phone": MARKER, "may_leave_message": MARKER, "when": [MARKER]}
is_sqlite = connection.vendor == "sqlite"


def store_marked(attempt_key):
    """Store a submission and a call request with a marker in every field. Returns what the database holds of them."""
    answers = {question.id: [MARKER] if question.select_all else MARKER for question in QUESTIONNAIRE.questions}
    consent = Consent.to_text("I agree.")
    submission = Submission.send(attempt_key, answers, assess(answers), consent)
    call_request = ConsultationRequest.ask(attempt_key, Disposition.TALK_TO_CLINICIAN_FIRST, CONTACT, consent)
    return [
        *(submission.sealed_record, call_request.sealed_contact),
        *(submission.attempt_digest, submission.receipt_digest),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P8")
def test_a_marker_in_every_field_leaves_no_trace_in_rows_and_files(client):
    store_marked("somebody else")
    stored = store_marked("a1")
    assert json.dumps(Submission.objects.latest("received_at").record.as_json()).count(MARKER) > 60
    assert in_rows(stored) == stored
    assert withdraw(client, code_of("a1")).status_code == 200
    assert in_rows([MARKER, *stored]) == []
    if is_sqlite:
        assert in_files([MARKER, *stored]) == []
    assert (Submission.objects.count(), ConsultationRequest.objects.count()) == (1, 1)


@pytest.mark.skipif(not is_sqlite, reason="the files of PostgreSQL cannot be read")
@pytest.mark.django_db(transaction=True)
def test_the_search_in_the_files_finds_what_they_hold():
    stored = [*store_marked("a1"), *store_marked("a2")]
    assert in_files(stored) == stored
    assert in_files([MARKER]) == []


@pytest.mark.django_db(transaction=True)
def test_the_session_keeps_nothing_that_opens_to_the_answers(client):
    attempt = begin(client)
    url = walk(client, CLEAR, attempt)
    sessions = [Session.objects.get().session_data]
    agree(client, url)
    sessions.append(Session.objects.get().session_data)
    asked = client.post(f"/call-me/{attempt}/", form(), follow=True)
    sessions.append(Session.objects.get().session_data)
    withdraw(client, code_on(asked))
    assert Session.objects.count() == 0
    assert in_rows(sessions) == []
    if is_sqlite:
        assert in_files(sessions) == []


@pytest.mark.django_db(transaction=True)
def test_many_withdrawals_at_the_same_moment_withdraw_once():
    store_marked("a1")

    def withdraw_and_disconnect(_):
        try:
            return withdraw(Client(), code_of("a1")).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(withdraw_and_disconnect, range(16)))
    assert statuses == [200] + [404] * 15
    assert Erasure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P8")
def test_an_error_in_the_middle_deletes_nothing(client, monkeypatch):
    attempt = begin(client)
    asked = client.post(f"/call-me/{walk(client, CLEAR, attempt).split('/')[2]}/", form(), follow=True)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(Erasure.objects, "create", fail)
    client.raise_request_exception = False
    assert withdraw(client, code_on(asked)).status_code == 500
    assert ConsultationRequest.objects.get().receipt_digest == digest_of(code_on(asked))
    assert Session.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("has_answers", "has_contact"), [(True, True), (True, False), (False, True)], ids=["both", "answers", "contact"]
)
def test_only_the_reference_is_kept_and_no_content(client, has_answers, has_contact):
    store_marked("a1")
    reference = Submission.objects.get().reference
    if not has_answers:
        Submission.objects.all().delete()
    if not has_contact:
        ConsultationRequest.objects.all().delete()
    withdraw(client, code_of("a1"))
    erasure = Erasure.objects.values("reference", "held_answers", "held_contact").get()
    assert erasure == {
        "reference": reference if has_answers else "",
        "held_answers": has_answers,
        "held_contact": has_contact,
    }


@pytest.mark.django_db
def test_this_browser_loses_the_withdrawn_attempt_and_keeps_the_others(client):
    first, second = begin(client), begin(client)
    code = code_on(agree(client, walk(client, CLEAR, first), follow=True))
    walk(client, CLEAR, second)
    withdraw(client, code)
    assert client.get(f"/screening/{first}/result/").status_code == 410
    assert client.get(f"/screening/{second}/result/").status_code == 200


@pytest.mark.django_db
def test_the_browser_that_sent_it_shows_that_it_is_gone(client):
    attempt = begin(client)
    code = code_on(agree(client, walk(client, CLEAR, attempt), follow=True))
    withdraw(Client(), code)
    response = client.get(f"/screening/{attempt}/result/")
    assert response.status_code == 410
    assert "The clinic no longer has these answers" in response.content.decode()
