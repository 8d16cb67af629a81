"""With the disk full a person is told plainly, nothing is half-stored, and what they entered stays in the form."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from consultations.models import ConsultationRequest
from screening.models import FindingDomain, Submission
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import code_on, walk
from tests.site_states import CALL

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a disk of its own"),
]
ENOUGH = 1_000_000_000  # pages
NOT_NOW = CLEAR | {"blood_pressure": "uncontrolled"}


def pages(limit: int) -> None:
    """Let the database grow to so many pages; SQLite says beyond that what it says when the disk is full."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {limit}")


def full(but_for: int = 0) -> None:
    """Let it grow no further, or by a few pages."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no room is left in pages that earlier tests emptied
        pages(cursor.execute("PRAGMA page_count").fetchone()[0] + but_for)


@pytest.fixture(autouse=True)
def _emptied(db) -> Iterator[None]:
    yield
    pages(ENOUGH)


def send_again(client: Client, told: HttpResponse) -> HttpResponse:
    """Press the button of the page that says the database does not answer."""
    form = BeautifulSoup(told.content, "html.parser").select_one("form")
    return client.post(form["action"], {field["name"]: field["value"] for field in form.select("input")})


def test_who_saw_a_receipt_is_stored_and_who_was_told_otherwise_is_not():
    full(but_for=12)
    receipts, refused = 0, None
    for _ in range(25):
        client = Client()
        try:
            url = walk(client, NOT_NOW)
        except AssertionError:  # an answer could not be kept any more: walk stops there
            continue
        response = client.post(url, {"consent": "on"})
        if response.status_code == 503:
            refused = refused or (client, response)
            continue
        receipts += bool(code_on(client.get(response["Location"])))
    assert receipts == Submission.objects.count()
    assert FindingDomain.objects.count() == receipts
    assert refused, "the disk was never full"
    client, told = refused
    assert "was not stored. It is still on this page" in told.content.decode()
    pages(ENOUGH)
    assert code_on(client.get(send_again(client, told)["Location"]))
    assert Submission.objects.count() == receipts + 1


def test_a_call_request_stays_in_the_form_and_goes_through_later(db):
    waiting = []
    for _ in range(15):
        client = Client()
        waiting.append((client, f"/call-me/{walk(client, CLEAR).split('/')[2]}/"))
    full()
    answers = [(client, client.post(url, CALL)) for client, url in waiting]
    told = [(client, response) for client, response in answers if response.status_code == 503]
    assert told, "the disk was never full"
    assert ConsultationRequest.objects.count() == len(answers) - len(told)
    pages(ENOUGH)
    assert {send_again(client, response).status_code for client, response in told} == {302}
    assert ConsultationRequest.objects.count() == len(answers)
