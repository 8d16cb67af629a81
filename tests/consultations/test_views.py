"""A person can ask for a call when the answers lead to one, and the request is stored once."""

import pytest
from django.contrib.sessions.models import Session

from consultations.models import ConsultationRequest
from screening.models import Submission
from tests.consultations.call_requests import call_url, form
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, answer, begin, code_on, consented, in_another_tab, send, soup, walk

pytestmark = pytest.mark.django_db

CONTACT = {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "when": ["morning"], "means": "phone"}


@pytest.mark.parametrize("answers", [{}, {"pressure_told": "not_sure"}])
def test_a_person_whose_answers_lead_to_the_clinic_can_ask_for_a_call(client, answers):
    url = call_url(client, **answers)
    assert url in client.get(url.replace("/call-me/", "/screening/") + "result/").content.decode()
    response = client.post(url, form(), follow=True)
    assert soup(response).h1.text == "We have your request for a call"
    request = ConsultationRequest.objects.get()
    assert request.contact == CONTACT
    assert request.submission is None
    assert "555-0100" not in request.sealed_contact


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_can_ask_by_any_route(client, method):
    url = call_url(client, pregnancy="yes")
    response = getattr(client, method)(url, form())
    assert response["Location"] == url.replace("/call-me/", "/screening/") + "result/"
    assert ConsultationRequest.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_asks_for_someone_else_has_no_attempt_to_ask_with(client, method):
    attempt = begin(client)
    walk(client, CLEAR | {"answering_for": "other"}, attempt)
    assert getattr(client, method)(f"/call-me/{attempt}/", form()).status_code == 410
    assert ConsultationRequest.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_an_attempt_in_this_browser_there_is_no_form(client, method):
    assert getattr(client, method)("/call-me/guessed/", form()).status_code == 410
    assert client.get("/call-me/guessed/received/").status_code == 410
    assert ConsultationRequest.objects.count() == 0


def test_an_unfinished_attempt_cannot_ask_for_a_call(client):
    attempt = client.get("/screening/new/")["Location"].split("/")[2]
    answer(client, attempt, answering_for="self")
    assert client.post(f"/call-me/{attempt}/", form()).status_code == 302
    assert ConsultationRequest.objects.count() == 0


def test_a_request_after_sending_belongs_to_the_submission(client):
    url = call_url(client)
    client.post(url.replace("/call-me/", "/screening/") + "send-to-the-clinic/", consented())
    client.post(url, form())
    assert ConsultationRequest.objects.get().submission == Submission.objects.get()


def test_a_request_before_sending_belongs_to_the_submission_once_it_is_sent(client):
    attempt = begin(client)
    url = walk(client, CLEAR, attempt)
    client.post(f"/call-me/{attempt}/", form())
    # Another attempt of the same browser.
    agree(client, walk(client, CLEAR))
    assert ConsultationRequest.objects.get().submission is None
    agree(client, url)
    assert ConsultationRequest.objects.get().submission == Submission.objects.order_by("received_at").last()


def test_the_page_after_a_request_shows_the_receipt_code_once_and_again_when_asked(client):
    url = call_url(client)
    first = client.post(url, form(), follow=True)
    code = code_on(first)
    assert code
    later = client.get(url + "received/")
    assert code_on(later) == ""
    assert soup(later).select_one("main form button").text == "Show my receipt code again"
    again = client.post(url + "received/", follow=True)
    assert (again.request["PATH_INFO"], code_on(again)) == (url + "received/", code)


def test_request_and_submission_have_the_same_code_whichever_came_first(client):
    attempt = begin(client)
    sent = send(client, CLEAR, attempt)
    asked = client.post(f"/call-me/{attempt}/", form(), follow=True)
    assert code_on(sent) == code_on(asked) != ""
    other = begin(client)
    url = walk(client, CLEAR, other)
    asked = client.post(f"/call-me/{other}/", form(), follow=True)
    sent = agree(client, url, follow=True)
    assert code_on(sent) == code_on(asked) != ""


def test_a_request_without_a_receipt_code_offers_none(client):
    url = call_url(client)
    client.post(url, form(), follow=True)
    ConsultationRequest.objects.update(receipt_digest=None)
    assert not soup(client.get(url + "received/")).select("main form")


def test_an_answer_changed_in_another_tab_is_read_before_a_request_is_stored(client, monkeypatch):
    url = call_url(client)
    in_another_tab(monkeypatch, lambda: answer(client, url.split("/")[2], pregnancy="yes"))
    assert client.post(url, form())["Location"] == url.replace("/call-me/", "/screening/") + "result/"
    assert ConsultationRequest.objects.count() == 0


def test_a_request_stores_the_disposition_of_the_moment(client, monkeypatch):
    url = call_url(client)
    in_another_tab(monkeypatch, lambda: answer(client, url.split("/")[2], pressure_told="not_sure"))
    client.post(url, form())
    assert ConsultationRequest.objects.get().disposition == "talk-to-clinician-first"


def test_answers_sent_in_another_tab_at_the_same_moment_belong_to_the_request(client, monkeypatch):
    url = call_url(client)
    check = url.replace("/call-me/", "/screening/") + "check-your-answers/"
    in_another_tab(monkeypatch, lambda: agree(client, check))
    client.post(url, form())
    assert ConsultationRequest.objects.get().submission == Submission.objects.get()


def test_no_request_is_stored_when_another_tab_left_the_screening(client, monkeypatch):
    url = call_url(client)
    in_another_tab(monkeypatch, Session.objects.all().delete)
    assert client.post(url, form()).status_code == 410
    assert ConsultationRequest.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_call_can_be_asked_for_after_a_withdrawal(client, method):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    Submission.objects.all().delete()
    response = getattr(client, method)(f"/call-me/{attempt}/", form())
    assert response.status_code == 410
    assert soup(response).h1.text == "The clinic no longer has these answers"
    assert ConsultationRequest.objects.count() == 0


def test_answers_withdrawn_in_another_tab_are_reported_as_gone(client, monkeypatch):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    in_another_tab(monkeypatch, Submission.objects.all().delete)
    assert client.post(f"/call-me/{attempt}/", form()).status_code == 410
    assert ConsultationRequest.objects.count() == 0


def test_a_later_result_without_a_call_says_that_the_request_still_stands(client):
    url = call_url(client)
    client.post(url, form())
    answers = url.replace("/call-me/", "/screening/")
    assert "we still have your request" not in client.get(answers + "result/").content.decode()
    answer(client, url.split("/")[2], pregnancy="yes")
    page = soup(client.get(answers + "result/"))
    assert page.h1.text == "This may not be the right time"
    assert "we still have your request" in page.main.text
    assert page.select_one(f"main a[href='{url}received/']")
    assert not page.select(f"a[href='{url}']")


def test_asking_the_same_twice_stores_once(client):
    url = call_url(client)
    assert client.post(url, form())["Location"] == client.post(url, form())["Location"] == url + "received/"
    assert ConsultationRequest.objects.get().contact == CONTACT


def test_asking_again_with_another_number_says_that_the_first_stays(client):
    url = call_url(client)
    client.post(url, form())
    response = client.post(url, form() | {"phone": "212-555-0199"})
    assert response.status_code == 409
    assert "We have the number you gave us first" in response.content.decode()
    assert ConsultationRequest.objects.get().contact == CONTACT


def test_an_outside_scheduler_gets_no_data(client, settings):
    settings.CONSULTATION_URL = "https://scheduler.example/clinic"
    assert client.get(call_url(client))["Location"] == "https://scheduler.example/clinic"


def test_the_outside_scheduler_is_offered_only_when_the_answers_lead_to_a_call(client, settings):
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
        "#id_when": "Select when we may call",
        "#id_means": "Select how you would like to talk",
        "#id_consent": "Check the box to agree, or call us instead",
    }
    for link in page.select(".error-summary a"):
        assert page.select_one(link["href"]).name == "input"


@pytest.mark.parametrize(
    "phone",
    [
        "2125550100",
        "+1 212 555 0100",
        "1-212-555-0100",
        "(212) 555.0100",
        "(212)\N{NO-BREAK SPACE}555\N{NON-BREAKING HYPHEN}0100",
        "212\N{EN DASH}555\N{EN DASH}0100",
        "\N{LEFT-TO-RIGHT EMBEDDING}+1 212-555-0100\N{POP DIRECTIONAL FORMATTING}",
        "212/555-0100",
        "tel:+1-212-555-0100",
    ],
)
def test_a_number_may_be_typed_or_pasted_in_the_usual_forms(client, phone):
    client.post(call_url(client), form() | {"phone": phone})
    assert ConsultationRequest.objects.get().contact["phone"] == "212-555-0100"


@pytest.mark.parametrize("phone", ["212-555-0100 ext. 12", "(212) 555-0100 x12", "2125550100 extension 12"])
def test_an_extension_is_kept_with_the_number(client, phone):
    client.post(call_url(client), form() | {"phone": phone})
    assert ConsultationRequest.objects.get().contact["phone"] == "212-555-0100 ext. 12"


@pytest.mark.parametrize("phone", ["911-000-0000", "555-555-0100", "055-555-0100"])
def test_ten_digits_that_no_phone_can_have_are_an_error_that_says_so(client, phone):
    response = client.post(call_url(client), form() | {"phone": phone})
    message = "No phone can have this number. Check its area code, and enter it like 212 555 0100"
    assert soup(response).select_one(".error-summary a").text == message
    assert not ConsultationRequest.objects.exists()


@pytest.mark.parametrize(
    "phone",
    [
        *("555 0100", "123", "212-555-01OO", "212-555-OIOO", "\uff12\uff11\uff12-555-0100", "x" * 50),
        *("+44 20 7946 0958", "212-555-0100 / 212-555-0101"),
    ],
)
def test_an_invalid_number_is_an_error_that_keeps_the_typed_text(client, phone):
    response = client.post(call_url(client), form() | {"phone": phone})
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one(".error-summary a").text == "Enter a phone number with 10 digits, like 212 555 0100"
    assert page.select_one("#id_phone")["value"] == phone
    assert page.select_one("#id_name")["value"] == "Ann"
