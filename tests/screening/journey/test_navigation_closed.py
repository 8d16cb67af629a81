"""While the questionnaire is closed, nobody begins or goes on, nothing is lost, and urgent help stays."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import get_resolver, reverse

from screening.journey.session import attempts_in
from screening.models import Submission
from screening.submissions.closures import Service
from tests.screening.answer_sets import CLEAR
from tests.screening.closing import REASON, close, open_again
from tests.screening.journeys import agree, answer, begin, in_another_tab, send, soup, url_of, walk, walk_until

pytestmark = pytest.mark.django_db
TITLE = "The questionnaire is closed for now"
# What stays while the questionnaire is closed, and why.
STAYS_OPEN = {"for-someone-else": "reading", "question": "below"}


def is_closed_page(response):
    page = soup(response)
    return (
        page.h1.text == TITLE
        and page.select_one(".standfirst").text == REASON
        and bool(page.select_one("main a[href^='tel:+1']"))
        and bool(page.select_one("main a[href='tel:988']"))
    )


def answers_in_browser():
    [session] = Session.objects.all()
    [attempt] = attempts_in(session.get_decoded())
    return attempt.answers


def test_nobody_can_begin(client):
    attempt = begin(client)
    close(Service.QUESTIONNAIRE)
    assert client.get("/screening/new/")["Location"] == "/screening/"
    shown, sent = client.get(url_of(attempt, "answering_for")), answer(client, attempt, answering_for="self")
    outcomes = [(response.status_code, is_closed_page(response)) for response in (shown, sent)]
    assert outcomes == [(200, True), (409, True)]
    assert Session.objects.count() == 0


def test_the_start_page_says_that_it_is_closed_and_why_and_leads_to_help(client):
    close(Service.QUESTIONNAIRE)
    page = soup(client.get("/screening/"))
    assert page.select_one(".notice").text.split() == f"{TITLE} {REASON}".split()
    assert page.select("main a[href='/screening/new/']") == []
    assert page.select("main a[href='tel:988']")


def test_reading_and_crisis_help_stay_open(client):
    close(*Service)
    for path in ("/", "/crisis-help/", "/screening/questions/", "/screening/get-help-now/", "/screening/under-18/"):
        response = client.get(path)
        assert (response.status_code, REASON in soup(response).text) == (200, False), path


def test_whoever_is_in_the_middle_keeps_every_answer_and_goes_on_once_it_is_open(client):
    url = walk_until(client, CLEAR, "pregnancy")
    close(Service.QUESTIONNAIRE)
    before = answers_in_browser()
    response = answer(client, url.split("/")[2], pregnancy=CLEAR["pregnancy"])
    assert (response.status_code, is_closed_page(response)) == (409, True)
    assert "Nothing you answered is lost." in soup(response).main.text
    assert answers_in_browser().items() > before.items()
    open_again(Service.QUESTIONNAIRE)
    attempt = url.split("/")[2]
    assert walk(client, CLEAR, attempt) == f"/screening/{attempt}/check-your-answers/"


def test_an_answer_that_is_missing_stores_nothing(client):
    url = walk_until(client, CLEAR, "pregnancy")
    close(Service.QUESTIONNAIRE)
    before = answers_in_browser()
    assert is_closed_page(client.post(url, {}))
    assert answers_in_browser() == before


def test_an_urgent_answer_leads_to_help_although_it_is_closed(client):
    url = walk_until(client, CLEAR, "suicide_plan")
    close(Service.QUESTIONNAIRE)
    response = answer(client, url.split("/")[2], suicide_plan="yes")
    assert (response.status_code, "result-panel--urgent-help-now" in response.content.decode()) == (200, True)
    assert Session.objects.count() == 0


def test_every_page_of_an_attempt_that_was_not_sent_says_that_it_is_closed(client):
    attempt = walk(client, CLEAR).split("/")[2]
    close(Service.QUESTIONNAIRE)
    routes = {name for name in get_resolver("screening.urls").reverse_dict if isinstance(name, str)}
    routes = {name for name in routes if _takes_attempt(name)}
    assert routes >= {"check-answers", "send", "result", "letter", "stop-early"}
    for name in routes - STAYS_OPEN.keys():
        url = reverse(f"screening:{name}", args=(attempt,))
        assert is_closed_page(client.get(url)), url
        response = client.post(url, {"consent": "on", "decision": "stop"})
        assert response.status_code in (405, 409), url
    assert is_closed_page(client.get(url_of(attempt, "age")))
    assert Submission.objects.count() == 0


def _takes_attempt(name):
    _, pattern, _, _ = get_resolver("screening.urls").reverse_dict.getlist(name)[0]
    return "attempt_id" in pattern


def test_nothing_is_sent_when_it_closes_after_the_page_was_checked(client, monkeypatch):
    check = walk(client, CLEAR)
    # Another person closes it between the check of the page and the transaction that stores the answers.
    in_another_tab(monkeypatch, lambda: close(Service.QUESTIONNAIRE))
    response = agree(client, check)
    assert (response.status_code, is_closed_page(response), Submission.objects.count()) == (409, True, 0)
    assert answers_in_browser() == CLEAR


def test_what_was_sent_stays_readable(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    close(Service.QUESTIONNAIRE)
    for page in ("result", "letter-for-my-doctor"):
        response = client.get(f"/screening/{attempt}/{page}/")
        assert (response.status_code, REASON in soup(response).text) == (200, False)


def test_answers_that_were_complete_are_sent_once_it_is_open_again(client):
    check = walk(client, CLEAR)
    close(Service.QUESTIONNAIRE)
    assert agree(client, check).status_code == 409
    open_again(Service.QUESTIONNAIRE)
    assert agree(client, check).status_code == 302
    assert Submission.objects.count() == 1
