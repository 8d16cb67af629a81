"""After sending: the receipt code is shown once, the session has no answers, the submission gives the result."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localtime

from screening.journey import session
from screening.journey.navigation import question_url
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import ANSWERS_AND_TITLES, CLEAR
from tests.screening.journeys import begin, code_on, in_another_tab, send, soup, walk
from vault.seal import unseal

pytestmark = pytest.mark.django_db


def held(attempt):
    """The attempt as stored in the session table."""
    sealed = Session.objects.get().get_decoded()["attempts"][attempt]
    return unseal(sealed, context=session.CONTEXT, row=attempt)


def test_the_first_page_after_sending_shows_the_receipt_code_and_no_later_one_does(client):
    attempt = begin(client)
    first = send(client, CLEAR, attempt)
    later = client.get(f"/screening/{attempt}/result/")
    assert re.fullmatch(r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}", code_on(first))
    assert code_on(later) == ""
    assert soup(later).select_one(".reference").text == soup(first).select_one(".reference").text


def test_a_head_request_does_not_use_up_the_code(client):
    attempt = begin(client)
    client.post(walk(client, CLEAR, attempt), {"consent": "on"})
    client.head(f"/screening/{attempt}/result/")
    assert code_on(client.get(f"/screening/{attempt}/result/"))


def test_the_code_can_be_shown_again_in_the_same_browser_once_for_each_time_it_is_asked_for(client):
    attempt = begin(client)
    code = code_on(send(client, CLEAR, attempt))
    url = f"/screening/{attempt}/result/"
    assert soup(client.get(url)).select_one("main form button").text == "Show my receipt code again"
    assert code_on(client.post(url, follow=True)) == code
    assert code_on(client.get(url)) == ""
    assert Client().post(url).status_code == 410


def test_a_result_that_was_not_sent_has_no_code(client):
    url = walk(client, CLEAR).replace("check-your-answers", "result")
    assert code_on(client.post(url, follow=True)) == ""
    assert not soup(client.get(url)).select("main form")


def test_a_submission_without_a_receipt_offers_no_code(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    Submission.objects.update(receipt_digest=None)
    assert not soup(client.get(f"/screening/{attempt}/result/")).select("main form")


def test_the_page_says_until_when_the_answers_are_kept(client):
    first = send(client, CLEAR)
    until = localtime(Submission.objects.get().received_at + timedelta(days=30))
    assert f"your answers and your result until {date_format(until, 'F j, Y')}." in soup(first).main.text


def test_sending_removes_the_answers_from_the_session(client):
    attempt = begin(client)
    url = walk(client, CLEAR | {"pregnancy": "trying"}, attempt)
    assert held(attempt)["answers"]["pregnancy"] == "trying"
    client.post(url, {"consent": "on"})
    assert held(attempt)["answers"] == {}
    assert held(attempt)["reference"] == Submission.objects.get().reference


@pytest.mark.parametrize("answers", [answers for answers, _ in ANSWERS_AND_TITLES])
def test_the_result_after_sending_is_the_result_before_it(client, answers):
    attempt = begin(client)
    url = walk(client, CLEAR | answers, attempt)
    before = client.get(f"/screening/{attempt}/result/")
    after = client.post(url, {"consent": "on"}, follow=True)
    seen = ("h1", ".reasons", ".result-rest")
    assert [soup(after).select(part) for part in seen] == [soup(before).select(part) for part in seen]


def test_after_sending_every_page_of_the_attempt_leads_to_the_result(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    pages = [question_url(attempt, question) for question in QUESTIONNAIRE.with_own_page]
    for url in (*pages, f"/screening/{attempt}/before-we-go-on/", f"/screening/{attempt}/check-your-answers/"):
        assert client.get(url)["Location"] == f"/screening/{attempt}/result/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_when_the_submission_is_gone_the_result_says_so_and_links_to_other_pages(client, method):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    Submission.objects.all().delete()
    response = getattr(client, method)(f"/screening/{attempt}/result/")
    assert response.status_code == 410
    assert soup(response).h1.text == "The clinic no longer has these answers"
    assert soup(response).select_one("main a[href='/screening/']")
    assert "(555) 555-0100" in soup(response).main.text


def test_a_submission_with_a_lost_key_shows_the_page_for_an_attempt_that_is_gone(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    Submission.objects.update(sealed_record="v1.lost.AAAA")
    response = client.get(f"/screening/{attempt}/result/")
    assert response.status_code == 410
    assert "If you sent your answers to the clinic, the clinic has them" in response.content.decode()


def test_a_sent_attempt_is_not_asked_questions_that_were_added_later(client, monkeypatch):
    attempt = begin(client)
    send(client, CLEAR | {"blood_pressure": "not_sure"}, attempt)
    answers = {question: answer for question, answer in Submission.objects.get().answers.items() if question != "age"}
    monkeypatch.setattr(Submission, "answers", answers)
    response = client.get(f"/screening/{attempt}/result/")
    assert soup(response).h1.text == "Let's have a clinician look at this first"


def test_leaving_in_another_tab_before_the_code_was_shown_shows_none(client, monkeypatch):
    attempt = begin(client)
    client.post(walk(client, CLEAR, attempt), {"consent": "on"})
    in_another_tab(monkeypatch, Session.objects.all().delete)
    assert client.get(f"/screening/{attempt}/result/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_an_attempt_sent_50_times_at_once_is_stored_once_and_has_one_receipt_code(client):
    url = walk(client, CLEAR)
    result = url.replace("check-your-answers", "result")

    def send_in_a_tab(_):
        tab = Client()
        tab.cookies = client.cookies
        try:
            sent = tab.post(url, {"consent": "on"})
            return sent["Location"], code_on(tab.get(sent["Location"]))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        pages, codes = zip(*pool.map(send_in_a_tab, range(50)), strict=True)
    assert set(pages) == {result}
    shown = [code for code in codes if code]
    assert len(shown) == 1
    assert {code_on(client.post(result, follow=True)) for _ in range(50)} == set(shown)
    assert Submission.objects.count() == 1
