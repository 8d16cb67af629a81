"""With the receipt code, a request for a call can be changed, and nothing of what was entered before is shown."""

import pytest
from django.test import Client

from consultations.models import ConsultationRequest
from screening.submissions.receipt_code import code_of
from tests.consultations.call_requests import CONTACT, form
from tests.receipts.codes import code_of_answers, code_of_call
from tests.screening.journeys import code_on, soup

pytestmark = pytest.mark.django_db
URL = "/receipt/call/"
NEW = CONTACT | {"name": "Bea", "phone": "212-555-0199", "change": "yes"}


def asked_without_a_screening():
    return code_on(Client().post("/call-me/", form(has_result=False), follow=True))


@pytest.fixture(params=[code_of_call, asked_without_a_screening], ids=["with a result", "without"])
def code(request):
    return request.param()


def test_the_receipt_leads_to_the_form_which_is_empty(client, code):
    form = soup(client.post("/receipt/", {"code": code})).select_one(f"form[action='{URL}']")
    fields = {field["name"]: field["value"] for field in form.select("input[value]")}
    page = soup(client.post(URL, fields))
    assert page.h1.text == "Change your request for a call"
    assert "555-0100" not in str(page.main)
    assert [field.get("value") for field in page.select("#id_name, #id_phone")] == [None, None]


def test_what_is_entered_takes_the_place_of_what_was_there_and_the_person_is_called_anew(client, code):
    ConsultationRequest.objects.get().move_to("tried")
    assert soup(client.post(URL, NEW | {"code": code})).h1.text == "We changed your request"
    request = ConsultationRequest.objects.get()
    assert (request.contact["name"], request.contact["phone"], request.state) == ("Bea", "212-555-0199", "new")
    assert request.changed_at > request.requested_at
    assert "You asked for a call on" in client.post("/receipt/", {"code": code}).content.decode()


def test_an_error_keeps_what_was_typed_and_changes_nothing(client, code):
    response = client.post(URL, NEW | {"code": code, "phone": "12"})
    assert response.status_code == 422
    assert soup(response).select_one("#id_name")["value"] == "Bea"
    assert ConsultationRequest.objects.get().contact["name"] == "Ann"


def test_a_closed_request_stays_as_it_is(client, code):
    ConsultationRequest.objects.get().move_to("closed")
    assert not soup(client.post("/receipt/", {"code": code})).select(f"form[action='{URL}']")
    response = client.post(URL, NEW | {"code": code})
    assert (response.status_code, soup(response).h1.text) == (409, "This request is closed")
    assert ConsultationRequest.objects.get().contact["name"] == "Ann"


def test_a_request_that_is_closed_while_the_form_is_sent_stays_as_it_is(client, code, monkeypatch):
    monkeypatch.setattr(ConsultationRequest, "may_be_changed", True)
    ConsultationRequest.objects.get().move_to("closed")
    monkeypatch.setattr(ConsultationRequest, "change", lambda pk, contact: False)
    assert client.post(URL, NEW | {"code": code}).status_code == 409


@pytest.mark.parametrize("code", [lambda: code_of("nobody"), code_of_answers], ids=["of nothing", "of answers only"])
def test_a_code_without_a_request_for_a_call_opens_nothing(client, code):
    assert client.post(URL, NEW | {"code": code()}).status_code == 404


def test_without_a_code_there_is_the_form_for_it(client):
    assert soup(client.get(URL)).h1.text == "See or delete what you sent"
    assert client.post(URL, NEW | {"code": "123"}).status_code == 422
