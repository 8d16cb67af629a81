"""The questions over HTTP: one on each page, no answer lost, no attempts mixed, nothing stored that should not be."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import InternalError, OperationalError

from screening.journey.navigation import question_url
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, in_another_tab, soup, walk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("answers", [{"suicide_now": "yes"}, {"warning_signs": "symptoms"}, {"harm_to_others": "yes"}])
def test_an_urgent_answer_leads_to_help_at_once_and_nothing_is_stored(client, answers):
    url = walk(client, CLEAR | answers)
    assert url == "/screening/get-help-now/"
    assert Session.objects.count() == 0
    page = soup(client.get(url))
    links = [link["href"] for link in page.main.find_all("a")]
    assert links[:3] == ["tel:988", "sms:988", "tel:911"]
    assert not page.find("form")
    assert "call-me" not in str(page)


def test_under_18_leads_to_its_own_page_and_nothing_is_stored(client):
    assert walk(client, CLEAR | {"age": "under_18"}) == "/screening/under-18/"
    assert Session.objects.count() == 0
    page = soup(client.get("/screening/under-18/"))
    assert not page.find("form")
    assert "call-me" not in str(page)


def test_every_question_page_can_be_opened_and_says_what_it_asks(client):
    ticks = [c.id for c in QUESTIONNAIRE.by_id["health_history"].choices if c.id in QUESTIONNAIRE.by_id]
    follow_ups = {tick: "no" for tick in ticks if QUESTIONNAIRE.by_id[tick].is_follow_up}
    attempt = begin(client)
    walk(client, CLEAR | {"health_history": ticks} | follow_ups, attempt)
    for question in QUESTIONNAIRE.with_own_page:
        page = soup(client.get(question_url(attempt, question)))
        assert page.h1.text.strip() == question.text
        assert page.find("legend").find("h1") is page.h1
        inputs = page.find("fieldset").find_all("input")
        assert [field["value"] for field in inputs] == [choice.id for choice in question.choices]
        assert inputs[0]["id"] == "id_answer"


def test_no_answer_is_preselected_or_required(client):
    page = soup(client.get(f"/screening/{begin(client)}/answering-for/"))
    assert not page.select("[checked], [required]")
    assert page.form.has_attr("novalidate")


@pytest.mark.parametrize(("slug", "data"), [("answering-for", {}), ("answering-for", {"answer": "maybe"})])
def test_an_answer_that_is_missing_or_unknown_is_an_error_that_links_to_the_first_input(client, slug, data):
    response = client.post(f"/screening/{begin(client)}/{slug}/", data)
    page = soup(response)
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    assert [a["href"] for a in page.select(".error-summary a")] == ["#id_answer"]
    message = page.select_one(".error-summary a").text
    assert message == "Select an answer about who is answering"
    error = page.select_one(".question__error")
    assert message in error.text
    assert error["id"] in page.fieldset["aria-describedby"].split()


def test_two_values_for_a_single_answer_are_rejected(client):
    response = client.post(f"/screening/{begin(client)}/answering-for/", {"answer": ["other", "self"]})
    assert response.status_code == 422


def test_none_of_these_with_another_choice_is_an_error_that_keeps_the_selection(client):
    attempt = begin(client)
    walk(client, CLEAR, attempt)
    response = client.post(f"/screening/{attempt}/medicines/", {"answer": ["none", "opioid"]})
    page = soup(response)
    assert response.status_code == 422
    assert page.select_one(".error-summary a").text == "Clear “None of these”, or clear all the others"
    assert [field["value"] for field in page.select("input[checked]")] == ["opioid", "none"]


def test_a_deep_link_leads_to_the_first_unanswered_question(client):
    attempt = begin(client)
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})
    for slug in ("suicide-now", "medicines", "check-your-answers", "result"):
        assert client.get(f"/screening/{attempt}/{slug}/")["Location"] == f"/screening/{attempt}/age/"


def test_back_and_change_show_the_answer_given_and_return_to_check_answers(client):
    attempt = begin(client)
    walk(client, CLEAR, attempt)
    page = soup(client.get(f"/screening/{attempt}/blood-pressure/"))
    assert [field["value"] for field in page.select("input[checked]")] == ["no"]
    assert page.select_one(".back-link")["href"] == f"/screening/{attempt}/warning-signs/"
    response = client.post(f"/screening/{attempt}/blood-pressure/", {"answer": "uncontrolled"})
    assert response["Location"] == f"/screening/{attempt}/check-your-answers/"


def test_a_change_asks_a_new_follow_up_first_and_deletes_the_answer_to_one_no_longer_asked(client):
    attempt = begin(client)
    walk(client, CLEAR, attempt)
    response = client.post(f"/screening/{attempt}/health-history/", {"answer": ["seizures"]})
    seizures = question_url(attempt, QUESTIONNAIRE.by_id["seizures"])
    assert response["Location"] == seizures
    response = client.post(seizures, {"answer": "recent"})
    assert response["Location"] == f"/screening/{attempt}/check-your-answers/"
    assert "in the last 6 months" in client.get(response["Location"]).content.decode()
    client.post(f"/screening/{attempt}/health-history/", {"answer": ["none"]})
    assert "seizure-free" not in client.get(f"/screening/{attempt}/result/").content.decode()
    response = client.post(f"/screening/{attempt}/health-history/", {"answer": ["seizures"]})
    assert response["Location"] == seizures


def test_two_attempts_in_one_browser_do_not_mix(client):
    first, second = begin(client), begin(client)
    walk(client, CLEAR | {"pregnancy": "yes"}, first)
    walk(client, CLEAR, second)
    assert soup(client.get(f"/screening/{first}/result/")).h1.text == "This may not be the right time"
    assert soup(client.get(f"/screening/{second}/result/")).h1.text.startswith("A talk with our team")


def test_another_browser_cannot_open_an_attempt(client):
    attempt = begin(client)
    walk(client, CLEAR, attempt)
    client.cookies.clear()
    for slug in ("age", "check-your-answers", "result", "before-we-go-on"):
        response = client.get(f"/screening/{attempt}/{slug}/")
        assert response.status_code == 410
        assert "We no longer have these answers" in response.content.decode()


def test_answers_are_sealed_in_the_session_table(client):
    walk(client, CLEAR | {"pregnancy": "trying"})
    held = Session.objects.get().get_decoded()
    assert "trying" not in str(held)
    assert "trying" not in Session.objects.get().session_data


def test_an_unknown_question_is_not_found(client):
    assert client.get(f"/screening/{begin(client)}/shoe-size/").status_code == 404
    assert client.get(f"/screening/{begin(client)}/other-health/").status_code == 404


def test_the_page_says_whom_the_questions_mean_when_somebody_answers_for_another_person(client):
    says = "You are answering for someone else. Here “you” means that person."
    attempt = begin(client)
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "other"})
    assert says in soup(client.get(f"/screening/{attempt}/age/")).main.text
    assert says not in soup(client.get(f"/screening/{attempt}/answering-for/")).main.text
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})
    assert says not in soup(client.get(f"/screening/{attempt}/age/")).main.text


def test_the_start_page_and_the_first_question_give_the_same_number_of_questions(client):
    assert "It has up to 38 questions" in soup(client.get("/screening/")).main.text


def test_the_page_shows_the_number_of_the_question(client):
    page = soup(client.get(f"/screening/{begin(client)}/answering-for/"))
    assert page.select_one(".progress").text == "About you: question 1 of about 38"


def test_leaving_deletes_the_answers_and_redirects_to_a_harmless_site(client, settings):
    url = walk(client, CLEAR)
    response = client.get("/screening/leave/")
    assert response["Location"] == settings.EXIT_URL
    assert Session.objects.count() == 0
    assert client.get(url).status_code == 410


@pytest.mark.parametrize("path", ["/screening/", "/screening/new/", "/screening/get-help-now/", "/screening/leave/"])
def test_pages_without_a_form_reject_a_post(client, path):
    assert client.post(path).status_code == 405


def test_the_start_page_says_that_no_clinician_has_approved_the_rules(client):
    text = client.get("/screening/").content.decode()
    assert "No clinician has signed off on these rules yet" in text
    assert "14 decisions" in text


def test_all_questions_can_be_read_before_starting(client):
    text = soup(client.get("/screening/questions/")).main.text
    for question in QUESTIONNAIRE.with_own_page:
        assert question.text in text


def test_an_answer_that_comes_after_leaving_in_another_tab_is_not_stored(client, monkeypatch):
    attempt = begin(client)
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})
    in_another_tab(monkeypatch, Session.objects.all().delete)
    assert client.post(f"/screening/{attempt}/age/", {"answer": "18_64"}).status_code == 410
    assert Session.objects.count() == 0


URGENT = {"answer": "yes"}


def test_an_urgent_answer_leads_to_help_even_when_the_attempt_is_gone(client, monkeypatch):
    url = walk(client, CLEAR)
    client.post(url, {"consent": "on"})
    sent = url.replace("check-your-answers", "suicide-now")
    assert client.post(sent, URGENT)["Location"] == "/screening/get-help-now/"
    assert client.post("/screening/never-begun/suicide-now/", URGENT)["Location"] == "/screening/get-help-now/"


@pytest.mark.parametrize("error", [OperationalError, InternalError, UpdateError])
def test_help_and_the_quick_exit_do_not_depend_on_the_database(client, monkeypatch, settings, error):
    attempt = begin(client)
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})

    def refuse(*args, **kwargs):
        raise error("the database does not answer")

    for name in ("load", "save", "delete"):
        monkeypatch.setattr(f"django.contrib.sessions.backends.db.SessionStore.{name}", refuse)
    help_page = client.post(f"/screening/{attempt}/suicide-now/", URGENT)
    assert help_page["Location"] == "/screening/get-help-now/"
    assert client.get("/screening/leave/")["Location"] == settings.EXIT_URL


@pytest.mark.parametrize("before", [True, False])
def test_two_answers_at_the_same_time_are_both_stored(client, monkeypatch, before):
    attempt = begin(client)
    walk(client, CLEAR, attempt)
    in_another_tab(monkeypatch, lambda: client.post(f"/screening/{attempt}/pregnancy/", {"answer": "yes"}), before)
    client.post(f"/screening/{attempt}/ride-home/", {"answer": "no"})
    topics = [topic.text for topic in soup(client.get(f"/screening/{attempt}/result/")).select(".reason__topic")]
    assert topics == ["About pregnancy", "About a ride home"]


FOLLOW_UPS = [question for question in QUESTIONNAIRE.with_own_page if question.is_follow_up]


def test_the_address_and_title_of_a_follow_up_do_not_reveal_which_one_it_is(client):
    # A browser keeps both in its history.
    first, second = begin(client), begin(client)
    for attempt in (first, second):
        answers = {question.id: "no" for question in FOLLOW_UPS}
        walk(client, CLEAR | answers | {"health_history": list(answers)}, attempt)
    urls = {question_url(attempt, question) for attempt in (first, second) for question in FOLLOW_UPS}
    assert len({url.split("/")[3] for url in urls}) == 2 * len(FOLLOW_UPS)
    assert {soup(client.get(url)).title.text for url in urls} == {"A question about your health - Harbor Light"}


def test_a_follow_up_has_no_other_address(client):
    attempt = begin(client)
    walk(client, CLEAR | {"health_history": ["seizures"], "seizures": "recent"}, attempt)
    assert client.get(f"/screening/{attempt}/seizures/").status_code == 404


def test_the_pages_for_an_urgent_answer_and_for_the_young_can_be_reached_by_anybody(client):
    links = {link.get("href") for link in soup(client.get("/screening/")).find_all("a")}
    assert {"/screening/under-18/", "/screening/get-help-now/"} <= links


@pytest.mark.parametrize(("hours", "status"), [(19.9, 200), (20.1, 410)])
def test_answers_expire_20_hours_after_the_last_one_and_then_a_page_says_so(client, hours, status):
    with time_machine.travel("2026-11-22 09:00", tick=False) as clock:
        attempt = begin(client)
        client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})
        clock.shift(timedelta(hours=19))
        client.post(f"/screening/{attempt}/age/", {"answer": "18_64"})
        clock.shift(timedelta(hours=hours))
        response = client.get(f"/screening/{attempt}/suicide-now/")
    assert response.status_code == status
    assert ("We no longer have these answers" in response.content.decode()) is (status == 410)
