"""When the disk is full, the page says so, nothing is stored in part, and the form keeps what the person entered."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from consultations.models import ConsultationRequest
from screening.models import FindingDomain, Submission
from tests.consultations import call_requests
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, code_on, walk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has a disk of its own"),
]
UNLIMITED = 1_000_000_000  # pages of the database
NOT_NOW = CLEAR | {"pressure_told": "untreated"}


def limit_pages(limit: int) -> None:
    """Limit the size of the database. Beyond the limit, SQLite raises the same error as when the disk is full."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {limit}")


def fill_disk(pages_left: int = 0) -> None:
    """Let the database grow by `pages_left` more pages only."""
    with connection.cursor() as cursor:
        # removes the empty pages that earlier tests left
        cursor.execute("VACUUM")
        limit_pages(cursor.execute("PRAGMA page_count").fetchone()[0] + pages_left)


@pytest.fixture(autouse=True)
def _disk_is_emptied_afterwards(db) -> Iterator[None]:
    yield
    limit_pages(UNLIMITED)


def send_again(client: Client, error_page: HttpResponse) -> HttpResponse:
    """Send the form of the page that explains the database error."""
    form = BeautifulSoup(error_page.content, "html.parser").select_one("form")
    return client.post(form["action"], {field["name"]: field["value"] for field in form.select("input")})


@pytest.mark.promise("P3")
def test_the_answers_of_a_person_are_stored_exactly_when_a_receipt_was_shown():
    fill_disk(pages_left=12)
    receipts, refused = 0, None
    for _ in range(25):
        client = Client()
        try:
            url = walk(client, NOT_NOW)
        # `walk` stops at the first answer that cannot be stored
        except AssertionError:
            continue
        response = agree(client, url)
        if response.status_code == 503:
            refused = refused or (client, response)
            continue
        receipts += bool(code_on(client.get(response["Location"])))
    assert receipts == Submission.objects.count()
    assert FindingDomain.objects.count() == receipts
    assert refused, "the disk was never full"
    client, error_page = refused
    assert "We did not store what you just sent. It is still on this page" in error_page.content.decode()
    limit_pages(UNLIMITED)
    assert code_on(client.get(send_again(client, error_page)["Location"]))
    assert Submission.objects.count() == receipts + 1


@pytest.mark.promise("P3")
def test_a_call_request_stays_in_the_form_and_can_be_sent_later(db):
    forms = []
    for _ in range(15):
        client = Client()
        forms.append((client, f"/call-me/{walk(client, CLEAR).split('/')[2]}/"))
    fill_disk()
    responses = [(client, client.post(url, call_requests.form())) for client, url in forms]
    refused = [(client, response) for client, response in responses if response.status_code == 503]
    assert refused, "the disk was never full"
    assert ConsultationRequest.objects.count() == len(responses) - len(refused)
    limit_pages(UNLIMITED)
    assert {send_again(client, response).status_code for client, response in refused} == {302}
    assert ConsultationRequest.objects.count() == len(responses)
