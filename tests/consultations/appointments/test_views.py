"""A person picks a time without JavaScript, says how to reach them, and sees what they booked."""

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session

from consultations.appointments import booking
from consultations.appointments.models import Appointment, Hold
from screening.models import Submission
from tests.consultations.appointments.times import (
    CONTACT,
    NOT_NOW,
    NOW,
    TALK_FIRST,
    after,
    book,
    form,
    front_desk,
    schedule,
    values,
)
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, begin, code_on, soup, walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.MAIL_IS_SET_UP = True
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def url_after(client, answers=CLEAR):
    return f"/call-me/{walk(client, answers).split('/')[2]}/time/"


def radios(response):
    return [radio["value"] for radio in soup(response).select("input[name=time][type=radio]")]


def picked(client, url, number=0):
    """Pick a time; returns its value."""
    value = radios(client.get(url))[number]
    assert client.post(url, {"time": value})["Location"] == f"{url}details/"
    return value


def booked(client, url):
    value = picked(client, url)
    return client.post(f"{url}details/", form() | {"time": value}, follow=True)


def text(response):
    words = " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())
    return words.replace(" .", ".").replace(" :", ":")


def test_the_free_times_are_radio_buttons_in_a_group_for_each_day(client):
    schedule()
    url = url_after(client)
    response = client.get(url)
    groups = [
        (" ".join(group.legend.text.split()), [label.time.text for label in group.select("label")])
        for group in soup(response).select("fieldset")
    ]
    clock = ["8:00 am", "8:30 am", "9:00 am", "9:30 am"]
    days = (
        "Tuesday, February 2",
        "Wednesday, February 3",
        "Thursday, February 4",
        "Friday, February 5",
        "Monday, February 8",
    )
    assert groups == [(f"{day}, 2027", clock) for day in days]
    assert "New York time (EST)" in text(response)
    assert soup(response).select_one("#id_time")["type"] == "radio"
    ids = [tag["id"] for tag in soup(response).select("[id]")]
    assert len(ids) == len(set(ids))


def test_more_days_are_on_the_next_page(client):
    schedule(days_ahead=21)
    url = url_after(client)
    link = soup(client.get(url)).find("a", string="Show later days")["href"]
    assert radios(client.get(url + link))[0].endswith("2027-02-09T08:00")
    assert (
        radios(client.get(f"{url}?from=nonsense"))
        == radios(client.get(f"{url}?from=2027-02-31"))
        == radios(client.get(url))
    )


def test_a_time_is_picked_held_booked_and_confirmed(client):
    schedule()
    url = url_after(client)
    value = picked(client, url)
    assert Hold.objects.get().until == after(NOW, minutes=15)
    page = text(client.get(f"{url}details/"))
    assert "You picked Tuesday, February 2, 2027, at 8:00 am New York time (EST): phone call, Dr. Example." in page
    assert "We are holding this time for you for 15 minutes." in page
    response = client.post(f"{url}details/", form() | {"time": value}, follow=True)
    assert response.redirect_chain == [(f"{url}booked/", 302)]
    said = text(response)
    for words in (
        "Your time is booked Tuesday, February 2, 2027, at 8:00 am New York time (EST)",
        "Dr. Example calls you from (555) 555-0100.",
        "30 minutes",
        "Price no charge",
        "A list of your medicines",
        "until Monday, February 1, 2027, at 8:00 am New York time (EST). That is 24 hours before it.",
        "We keep this until May 3, 2027.",
    ):
        assert words in said
    assert code_on(response)
    assert not code_on(client.get(f"{url}booked/"))
    appointment = Appointment.objects.get()
    assert appointment.contact == CONTACT
    assert (appointment.disposition, appointment.submission, appointment.comes_first) == (
        "suggest-consultation",
        None,
        False,
    )
    for again in (url, f"{url}details/"):
        assert client.get(again)["Location"] == f"{url}booked/"


def test_nothing_is_selected_and_a_page_sent_empty_says_what_to_do(client):
    schedule()
    url = url_after(client)
    assert not soup(client.get(url)).select("input[checked]")
    response = client.post(url, {})
    assert response.status_code == 422
    assert soup(response).select_one(".error-summary a")["href"] == "#id_time"
    assert "Select a time" in text(response)


def test_mistakes_in_the_details_keep_what_was_typed_and_the_time(client):
    schedule()
    url = url_after(client)
    value = picked(client, url)
    response = client.post(f"{url}details/", form() | {"time": value, "email": "no address", "phone": "5"})
    assert response.status_code == 422
    assert {link.text for link in soup(response).select(".error-summary a")} == {
        "Enter a phone number with 10 digits, like 212 555 0100",
        "Enter an email address like name@example.com, or leave this empty",
    }
    assert soup(response).select_one("#id_name")["value"] == "Ann"
    assert soup(response).select_one("input[name=time]")["value"] == value
    assert not Appointment.objects.exists()


def test_an_email_address_is_optional(client):
    schedule()
    url = url_after(client)
    value = picked(client, url)
    client.post(f"{url}details/", form() | {"time": value, "email": ""})
    assert Appointment.objects.get().contact == CONTACT | {"email": ""}


def test_a_site_without_a_mail_server_does_not_ask_for_an_address(client, settings):
    settings.MAIL_IS_SET_UP = False
    schedule()
    url = url_after(client)
    booked(client, url)
    assert Appointment.objects.get().contact == CONTACT | {"email": ""}


def test_whoever_comes_second_is_told_sees_the_next_times_and_keeps_what_they_typed(client, clock):
    schedule()
    url = url_after(client)
    value = picked(client, url)
    clock.shift(16 * 60)
    book(value, after(NOW, minutes=16))
    response = client.post(f"{url}details/", form() | {"time": value})
    assert response.status_code == 409
    assert "That time is no longer free" in text(response)
    assert value not in radios(response)
    assert (soup(response).select_one("#id_name")["value"], soup(response).h1.text) == ("Ann", "Your details")
    assert client.post(f"{url}details/", form() | {"time": radios(response)[0]}, follow=True).status_code == 200
    assert Appointment.objects.count() == 2


def test_a_time_that_is_taken_while_the_list_is_open_is_said_to_be_taken(client):
    schedule()
    url = url_after(client)
    value = radios(client.get(url))[0]
    book(value)
    response = client.post(url, {"time": value})
    assert (response.status_code, value in radios(response)) == (409, False)
    assert "That time is no longer free" in text(response)


def test_without_a_free_time_the_page_leads_to_a_call(client):
    url = url_after(client)
    response = client.get(url)
    assert "There are no free times right now" in text(response)
    assert "within 2 business days" in text(response)
    assert soup(response).main.find("a", string="Ask us to call you")["href"] == url.removesuffix("time/")


@pytest.mark.parametrize("page", ["", "details/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_without_a_way_sees_or_books_a_time(client, method, page):
    schedule()
    url = url_after(client, NOT_NOW)
    response = getattr(client, method)(f"{url}{page}", form() | {"time": values()[0]})
    assert response["Location"] == url.replace("/call-me/", "/screening/").replace("/time/", "/result/")
    assert getattr(client, method)(f"/call-me/guessed/time/{page}", form()).status_code == 410
    assert not Appointment.objects.exists()
    assert not Hold.objects.exists()


def test_who_should_talk_first_is_offered_clinicians_only(client):
    front_desk()
    url = url_after(client, TALK_FIRST)
    assert radios(client.get(url)) == []
    made = schedule()
    assert {value.partition(".")[0] for value in radios(client.get(url))} == {str(made.pk)}


def test_a_scheduler_outside_gets_the_person_and_no_data(client, settings):
    settings.CONSULTATION_URL = "https://example.org/book"
    schedule()
    assert client.get(url_after(client))["Location"] == "https://example.org/book"


def test_answers_sent_later_belong_to_the_appointment(client):
    schedule()
    attempt = begin(client)
    check_url = walk(client, CLEAR, attempt)
    booked(client, f"/call-me/{attempt}/time/")
    agree(client, check_url)
    assert Appointment.objects.get().submission == Submission.objects.get()


def test_a_cancelled_time_says_so_and_another_can_be_picked(client):
    schedule()
    url = url_after(client)
    booked(client, url)
    booking.cancel(Appointment.objects.get().pk, NOW)
    said = text(client.get(f"{url}booked/"))
    assert "Your time is canceled It was Tuesday, February 2, 2027, at 8:00 am New York time (EST)." in said
    assert "STATUS:CANCELLED" in client.get(f"{url}calendar-file/").text
    assert client.get(url).status_code == 200


def test_a_time_that_is_over_says_so(client, clock):
    schedule()
    url = url_after(client)
    booked(client, url)
    Session.objects.update(expire_date=after(NOW, days=9))
    clock.shift(2 * 24 * 3600)
    assert "Your time is over" in text(client.get(f"{url}booked/"))


def test_the_calendar_file_names_the_clinic_only_for_who_asks(client):
    schedule()
    url = url_after(client)
    assert client.get(f"{url}calendar-file/")["Location"] == url
    booked(client, url)
    response = client.get(f"{url}calendar-file/")
    assert response["Content-Disposition"] == 'attachment; filename="phone-call.ics"'
    assert "SUMMARY:Phone call\r\n" in response.text
    assert not any(word in response.text.lower() for word in ("harbor", "clinic", "ketamine", "555", "example"))
    assert "SUMMARY:Phone call: Harbor Light Ketamine Clinic" in client.get(f"{url}calendar-file/?name=yes").text


@pytest.mark.parametrize(("answers", "offers"), [(CLEAR, True), (TALK_FIRST, False), (NOT_NOW, False)])
def test_pages_lead_to_a_time_only_while_one_is_offered_to_this_person(client, answers, offers):
    url = url_after(client, answers)
    pages = (url.replace("/call-me/", "/screening/").replace("/time/", "/result/"), "/talk-to-us/")
    leads = f"a[href='{url}']"
    assert [bool(soup(client.get(page)).select(leads)) for page in pages] == [False, False]
    front_desk()
    assert [bool(soup(client.get(page)).select(leads)) for page in pages] == [offers, offers]
