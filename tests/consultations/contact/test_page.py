"""The page "Talk to us": three ways, what to know before a visit, and only the ways that are open to this person."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError

from consultations.contact import page
from consultations.contact.page import contact_page
from pages import catalogue
from pages.wording.readability import grade
from tests.consultations.appointments.times import front_desk
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import answer, begin, soup, walk

pytestmark = pytest.mark.django_db
URL = "/talk-to-us/"
TEL = "tel:+15555550100"
OPTIONAL = {
    "directions": "ground floor",
    "parking": "free lot",
    "step_free_access": "no step",
    "languages": "English, Spanish",
    "referrals": "blood pressure readings",
    "cancelling": "24 hours ahead",
}


def links(response):
    return {link["href"] for link in soup(response).main.select("a[href]")}


def buttons(response):
    return [link.text for link in soup(response).main.select("a.button")]


def test_whoever_comes_without_a_screening_may_call_or_ask_for_a_call(client):
    response = client.get(URL)
    assert buttons(response) == ["(555) 555-0100", "Ask us to call"]
    assert {TEL, "/call-me/", "/screening/", "mailto:hello@clinic.example", "tel:988", "sms:988"} <= links(response)
    assert not response.cookies


def test_it_says_whether_the_clinic_is_open_at_this_moment_and_is_not_cached(client):
    with time_machine.travel(datetime(2027, 3, 12, 15, tzinfo=UTC), tick=False):
        response = client.get(URL)
        assert "We are open now, until 5 pm. It is 10 am (EST) at the clinic." in soup(response).main.text
        assert response["Cache-Control"] == "no-store, private"
    with time_machine.travel(datetime(2026, 12, 25, 15, tzinfo=UTC), tick=False):
        text = soup(client.get(URL)).main.text
        assert "We are closed now. We open on Monday, December 28 at 9 am." in text
        assert "We are closed on Friday, December 25, and Friday, January 1." in text


def test_as_a_file_it_says_the_hours_and_not_whether_the_clinic_is_open():
    text = contact_page(catalogue.current(), datetime(2027, 3, 12, 15, tzinfo=UTC)).decode()
    assert "Our hours: Monday to Friday, 9 am to 5 pm." in text
    assert [words for words in ("open now", "closed now", "at the clinic") if words in text] == []


@pytest.mark.parametrize("key", OPTIONAL)
def test_what_the_clinic_leaves_out_is_not_shown(client, monkeypatch, key):
    assert OPTIONAL[key] in soup(client.get(URL)).main.text
    empty = () if key == "languages" else None
    content = replace(catalogue.current(), clinic=replace(catalogue.current().clinic, **{key: empty}))
    monkeypatch.setattr(page.catalogue, "current", lambda: content)
    monkeypatch.setattr("pages.serving.context.current", lambda: content)
    text = soup(client.get(URL)).main.text
    assert OPTIONAL[key] not in text
    assert "None" not in text


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, ["(555) 555-0100", "Ask for a call about your result"]),
        ({"pressure_told": "not_sure"}, ["(555) 555-0100", "Ask for a call about your result"]),
        ({"pregnancy": "yes"}, ["(555) 555-0100"]),
    ],
)
def test_whoever_has_a_result_in_this_browser_sees_its_ways(client, answers, expected):
    attempt = walk(client, CLEAR | answers).split("/")[2]
    response = client.get(URL)
    assert [text for text in buttons(response) if not text.startswith("Pick a time")] == expected
    if len(expected) > 1:
        assert {f"/call-me/{attempt}/", "/call-me/"} <= links(response)
    else:
        assert soup(response).main.h2.text == "Questions about your result?"
        assert "/call-me/" not in str(links(response))


def text_on_picking_a_time(client):
    return soup(client.get(URL)).main.select_one("#pick-a-time").find_next_sibling("p").get_text(" ", strip=True)


def test_whoever_may_pick_a_time_is_not_sent_to_the_questionnaire_again_when_the_clinic_offers_no_times(client):
    assert text_on_picking_a_time(client).startswith("The short questionnaire comes first.")
    walk(client, CLEAR)
    assert (
        text_on_picking_a_time(client)
        == "There are no times to pick here right now. Please call us, or ask us to call."
    )
    front_desk()
    assert text_on_picking_a_time(client) == "Pick a time"


def test_after_an_urgent_answer_it_leads_to_crisis_help(client):
    answer(client, begin(client), emergency_signs="new_or_worse")
    response = client.get(URL)
    assert buttons(response) == []
    assert TEL not in links(response)
    assert soup(response).main.h2.text == "You can talk with someone now"


@pytest.mark.parametrize("answers", [{"answering_for": "other"}, {"age": "under_18"}])
def test_after_other_answers_that_end_the_questions_it_offers_no_call(client, answers):
    answer(client, begin(client), **answers)
    assert TEL not in links(client.get(URL))
    assert client.get("/call-me/")["Location"] == "/screening/get-help-now/"


def test_while_the_database_does_not_answer_the_phone_is_there(client, monkeypatch):
    walk(client, CLEAR)

    def refuse(*args, **kwargs):
        raise UpdateError

    monkeypatch.setattr("vault.sessions.SessionStore.load", refuse)
    assert buttons(client.get(URL)) == ["(555) 555-0100"]


def test_it_is_easy_to_read(client):
    paragraphs = [part.get_text(" ", strip=True) for part in soup(client.get(URL)).main.select("p, dd, li")]
    assert grade(" ".join(text if text.endswith(".") else f"{text}." for text in paragraphs)) <= 8
