"""Requests for a call and picking a time are closed alone, at each step."""

import pytest
import time_machine

from consultations.models import Appointment, ConsultationRequest, Hold, Mail
from screening.submissions.closures import Service
from tests.consultations.appointments.times import NOW, front_desk, schedule
from tests.consultations.appointments.times import form as time_form
from tests.consultations.call_requests import call_url, form
from tests.screening.answer_sets import CLEAR
from tests.screening.closing import REASON, close, open_again
from tests.screening.journeys import begin, in_another_tab, send, soup, walk

pytestmark = pytest.mark.django_db
NO_CALLS, NO_TIMES = "Right now, you cannot ask for a call", "Right now, you cannot pick a time"


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_IS_SET_UP = True
    with time_machine.travel(NOW, tick=False):
        yield


def heading(response):
    return soup(response).h1.text


def test_no_call_can_be_asked_for(client):
    url = call_url(client)
    close(Service.CALLS)
    for address in (url, "/call-me/"):
        assert (client.get(address).status_code, heading(client.get(address))) == (200, NO_CALLS)
        response = client.post(address, form() | {"is_adult": "on"})
        assert (response.status_code, heading(response)) == (409, NO_CALLS)
        assert soup(response).select_one(".standfirst").text == REASON
        # Somebody who only looks has typed nothing.
        says_so = ["We did not store anything" in soup(page).text for page in (client.get(address), response)]
        assert says_so == [False, True]
    assert ConsultationRequest.objects.count() == Mail.objects.count() == 0
    open_again(Service.CALLS)
    assert client.post(url, form()).status_code == 302


def test_calls_that_close_while_the_form_is_sent_store_nothing(client, monkeypatch):
    url = call_url(client)
    in_another_tab(monkeypatch, lambda: close(Service.CALLS))
    response = client.post(url, form())
    assert (response.status_code, heading(response)) == (409, NO_CALLS)
    assert ConsultationRequest.objects.count() == 0


def test_the_second_of_two_clicks_leads_to_the_request_that_the_first_stored(client):
    url = call_url(client)
    client.post(url, form())
    close(Service.CALLS)
    assert client.post(url, form())["Location"] == f"{url}received/"


def test_no_time_can_be_picked_or_booked(client):
    schedule()
    front_desk()
    attempt = begin(client)
    send(client, CLEAR, attempt)
    url = f"/call-me/{attempt}/time/"
    picked, other = (radio["value"] for radio in soup(client.get(url)).select("input[name=time]")[:2])
    client.post(url, {"time": picked})
    close(Service.TIMES)
    for response in (
        client.get(url),
        client.get(f"{url}details/"),
        client.post(url, {"time": other}),
        client.post(f"{url}details/", time_form() | {"time": picked}),
    ):
        assert (heading(response), "Nothing was booked." in soup(response).main.text) == (NO_TIMES, True)
    assert (Appointment.objects.count(), Hold.objects.count()) == (0, 1)
    assert call_is_open(client, attempt)
    open_again(Service.TIMES)
    assert client.post(f"{url}details/", time_form() | {"time": picked})["Location"] == f"{url}booked/"


def call_is_open(client, attempt):
    return heading(client.get(f"/call-me/{attempt}/")) == "Ask the clinic to call you"


def test_booking_that_closes_at_the_confirmation_books_nothing(client, monkeypatch):
    schedule()
    url = f"/call-me/{walk(client, CLEAR).split('/')[2]}/time/"
    picked = soup(client.get(url)).select_one("input[name=time]")["value"]
    client.post(url, {"time": picked})
    in_another_tab(monkeypatch, lambda: close(Service.TIMES))
    response = client.post(f"{url}details/", time_form() | {"time": picked})
    assert (response.status_code, heading(response)) == (409, NO_TIMES)
    assert Appointment.objects.count() == Mail.objects.count() == 0


def test_the_scheduler_outside_is_closed_with_booking(client, settings):
    settings.CONSULTATION_URL = "https://scheduler.example/clinic"
    url = call_url(client)
    close(Service.TIMES)
    assert [heading(client.get(address)) for address in (url, f"{url}time/")] == [NO_TIMES, NO_TIMES]


def test_a_result_that_was_not_sent_opens_nothing_while_the_questionnaire_is_closed(client):
    schedule()
    attempt = walk(client, CLEAR).split("/")[2]
    close(Service.QUESTIONNAIRE)
    for address in (f"/call-me/{attempt}/", f"/call-me/{attempt}/time/"):
        assert heading(client.get(address, follow=True)) == "The questionnaire is closed for now"
    # A person at the clinic can still help.
    assert heading(client.get("/call-me/")) == "Ask the clinic to call you"


def test_a_result_that_was_sent_leads_to_the_clinic_while_the_questionnaire_is_closed(client):
    schedule()
    attempt = begin(client)
    send(client, CLEAR, attempt)
    close(Service.QUESTIONNAIRE)
    assert call_is_open(client, attempt)
    assert heading(client.get(f"/call-me/{attempt}/time/")) == "Pick a time"


@pytest.mark.parametrize("service", Service)
def test_the_contact_page_says_what_is_closed_and_leads_nowhere_else(client, service):
    schedule()
    walk(client, CLEAR)
    close(service)
    page = soup(client.get("/talk-to-us/")).main
    links = {link["href"].replace(link["href"].split("/")[2], "x", 1) for link in page.select("a[href^='/call-me/']")}
    time, call, plain = "/call-me/x/time/", "/call-me/x/", "/call-me/"
    assert ({link for link in links if link in (time, call)}, REASON in page.text) == {
        Service.QUESTIONNAIRE: (set(), True),
        Service.CALLS: ({time}, True),
        Service.TIMES: ({call}, True),
    }[service]
    assert bool(page.select(f"a[href='{plain}']")) == (service != Service.CALLS)
    assert page.select("a[href^='tel:']")


@pytest.mark.parametrize(("service", "left"), [(Service.CALLS, "Book a time"), (Service.TIMES, "Ask for a call")])
def test_a_result_says_what_is_closed_and_keeps_the_other_way(client, service, left):
    schedule()
    attempt = walk(client, CLEAR).split("/")[2]
    close(service)
    page = soup(client.get(f"/screening/{attempt}/result/")).main
    [button] = page.select("a.button")
    assert button.text.startswith(left)
    assert page.select_one(".notice p").text == REASON
