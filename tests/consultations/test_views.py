"""Asking for a call: open only where the answers lead to it, and stored once."""

import pytest
from bs4 import BeautifulSoup

from consultations.models import ConsultationRequest
from screening.models import Submission
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk

pytestmark = pytest.mark.django_db

FORM = {"name": "Ann", "phone": "(555) 555-0100", "may_leave_message": "no", "when": ["morning"], "consent": "on"}
CONTACT = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["morning"]}


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def call_url(client, **answers):
    attempt = walk(client, CLEAR | answers).split("/")[2]
    return f"/call-me/{attempt}/"


@pytest.mark.parametrize("answers", [{}, {"blood_pressure": "not_sure"}])
def test_a_person_whose_answers_lead_to_the_clinic_can_ask_for_a_call(client, answers):
    url = call_url(client, **answers)
    assert url in client.get(url.replace("/call-me/", "/screening/") + "result/").content.decode()
    response = client.post(url, FORM, follow=True)
    assert soup(response).h1.text == "We have your request for a call"
    request = ConsultationRequest.objects.get()
    assert request.contact == CONTACT
    assert request.submission is None
    assert "Ann" not in request.sealed_contact


@pytest.mark.parametrize("answers", [{"pregnancy": "yes"}, {"answering_for": "other"}])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_can_by_any_route(client, answers, method):
    url = call_url(client, **answers)
    response = getattr(client, method)(url, FORM)
    assert response["Location"] == url.replace("/call-me/", "/screening/") + "result/"
    assert ConsultationRequest.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_an_attempt_in_this_browser_there_is_no_form(client, method):
    assert getattr(client, method)("/call-me/guessed/", FORM).status_code == 410
    assert client.get("/call-me/guessed/received/").status_code == 410
    assert ConsultationRequest.objects.count() == 0


def test_an_unfinished_attempt_cannot_ask(client):
    attempt = client.get("/screening/new/")["Location"].split("/")[2]
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})
    assert client.post(f"/call-me/{attempt}/", FORM).status_code == 302
    assert ConsultationRequest.objects.count() == 0


def test_a_request_after_sending_belongs_to_the_submission(client):
    url = call_url(client)
    client.post(url.replace("/call-me/", "/screening/") + "check-your-answers/", {"consent": "on"})
    client.post(url, FORM)
    assert ConsultationRequest.objects.get().submission == Submission.objects.get()


def test_asking_the_same_twice_stores_once(client):
    url = call_url(client)
    assert client.post(url, FORM)["Location"] == client.post(url, FORM)["Location"] == url + "received/"
    assert ConsultationRequest.objects.get().contact == CONTACT


def test_asking_again_with_another_number_says_that_the_first_stays(client):
    url = call_url(client)
    client.post(url, FORM)
    response = client.post(url, FORM | {"phone": "555-555-0199"})
    assert response.status_code == 409
    assert "We have the number you gave first" in response.content.decode()
    assert ConsultationRequest.objects.get().contact == CONTACT


def test_an_outside_scheduler_is_told_nothing(client, settings):
    settings.CONSULTATION_URL = "https://scheduler.example/clinic"
    assert client.get(call_url(client))["Location"] == "https://scheduler.example/clinic"


def test_the_outside_scheduler_is_open_only_where_the_answers_lead_to_it(client, settings):
    settings.CONSULTATION_URL = "https://scheduler.example/clinic"
    assert "/result/" in client.get(call_url(client, pregnancy="yes"))["Location"]


def test_an_empty_form_says_what_is_missing_and_links_to_it(client):
    response = client.post(call_url(client), {})
    page = soup(response)
    assert response.status_code == 422
    assert {a["href"]: a.text for a in page.select(".error-summary a")} == {
        "#id_name": "Enter a name we can ask for",
        "#id_phone": "Enter the number we should call",
        "#id_may_leave_message": "Select whether we may leave a message",
        "#id_when": "Tick when we may call",
        "#id_consent": "Tick the box to agree, or call us instead",
    }
    for link in page.select(".error-summary a"):
        assert page.select_one(link["href"]).name == "input"


@pytest.mark.parametrize("phone", ["5555550100", "+1 555 555 0100", "1-555-555-0100", "(555) 555.0100"])
def test_a_number_may_be_written_in_the_usual_ways(client, phone):
    client.post(call_url(client), FORM | {"phone": phone})
    assert ConsultationRequest.objects.get().contact["phone"] == "555-555-0100"


@pytest.mark.parametrize("phone", ["555 0100", "123", "055-555-0100", "555-555-01OO", "５５５-555-0100", "x" * 50])
def test_a_number_that_cannot_be_called_is_an_error_that_keeps_what_was_typed(client, phone):
    response = client.post(call_url(client), FORM | {"phone": phone})
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one(".error-summary a").text == "Enter a phone number with 10 digits, like 555 555 0100"
    assert page.select_one("#id_phone")["value"] == phone
    assert page.select_one("#id_name")["value"] == "Ann"
