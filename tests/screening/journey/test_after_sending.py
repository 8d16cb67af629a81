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
from screening.journey.navigation import screen_url
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from tests.screening import answer_sets_1_0_1
from tests.screening.answer_sets import ANSWERS_AND_TITLES, CLEAR
from tests.screening.journeys import agree, begin, code_on, in_another_tab, send, soup, walk
from tests.screening.submitting import as_if_stored, submit_under_1_0_1
from vault.seal import unseal

pytestmark = pytest.mark.django_db

RULES_1_0_1 = answer_sets_1_0_1.RULES


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
    agree(client, walk(client, CLEAR, attempt))
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
    assert f"your answers, and your result until {date_format(until, 'F j, Y')}." in soup(first).main.text


def test_sending_removes_the_answers_from_the_session(client):
    attempt = begin(client)
    url = walk(client, CLEAR | {"pregnancy": "trying"}, attempt)
    assert held(attempt)["answers"]["pregnancy"] == "trying"
    agree(client, url)
    assert held(attempt)["answers"] == {}
    assert held(attempt)["reference"] == Submission.objects.get().reference


@pytest.mark.parametrize("answers", [answers for answers, _ in ANSWERS_AND_TITLES])
def test_the_result_after_sending_is_the_result_before_it(client, answers):
    attempt = begin(client)
    url = walk(client, CLEAR | answers, attempt)
    before = client.get(f"/screening/{attempt}/result/")
    after = agree(client, url, follow=True)
    seen = ("h1", ".reasons", ".result-rest")
    assert [soup(after).select(part) for part in seen] == [soup(before).select(part) for part in seen]


def test_after_sending_every_page_of_the_attempt_leads_to_the_result(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    pages = [screen_url(attempt, screen) for screen in QUESTIONNAIRE.screens]
    others = [f"/screening/{attempt}/{slug}/" for slug in ("check-your-answers", "send-to-the-clinic")]
    for url in (*pages, *others):
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


class TestSentUnderEarlierRules:
    """What was sent before the rules changed is shown to its sender in the words of then, as it was judged then."""

    @pytest.fixture
    def attempt(self, client):
        """An attempt of this browser whose submission was stored under rules 1.0.1."""
        attempt = begin(client)
        send(client, CLEAR, attempt)
        sent = Submission.objects.get()
        links = {"attempt_digest": sent.attempt_digest, "receipt_digest": sent.receipt_digest}
        sent.delete()
        earlier = submit_under_1_0_1({"blood_pressure": "controlled_unchecked", "brain_vessels": "no"})
        as_if_stored(earlier, **links)
        return attempt

    def test_the_result_has_the_words_and_the_disposition_of_then(self, client, attempt):
        page = soup(client.get(f"/screening/{attempt}/result/"))
        assert page.h1.text == "Let's have a clinician look at this first"
        question = RULES_1_0_1.by_id["blood_pressure"]
        [reason] = page.select(".reason")
        assert reason.h3.text == f"About {question.topic}"
        assert reason.select("p")[-1].text == question.by_id["controlled_unchecked"].finding.words
        assert "Rules 1.0.1, replaced by newer rules since." in page.main.text

    def test_the_letter_has_the_criterion_and_the_answers_of_then(self, client, attempt):
        page = soup(client.get(f"/screening/{attempt}/letter-for-my-doctor/"))
        question = RULES_1_0_1.by_id["blood_pressure"]
        [row] = page.select(".letter__findings tbody tr")
        cells = [" ".join(cell.get_text(" ").split()) for cell in row.select("td")]
        assert cells[:2] == [
            question.by_id["controlled_unchecked"].text,
            question.by_id["controlled_unchecked"].finding.words,
        ]
        assert cells[2].startswith(question.criterion[0].upper() + question.criterion[1:])
        topic = RULES_1_0_1.by_id["brain_vessels"].topic
        assert f"{topic[0].upper()}{topic[1:]}: No." in page.select_one(".letter__clear").text
        assert f"Rule set 1.0.1, fingerprint {RULES_1_0_1.fingerprint[:12]}, replaced" in page.main.text

    def test_a_call_can_be_asked_for_if_the_answers_led_to_the_clinic_then(self, client, attempt):
        assert client.get(f"/call-me/{attempt}/").status_code == 200

    def test_the_receipt_opens(self, client, attempt):
        code = code_on(client.post(f"/screening/{attempt}/result/", follow=True))
        page = soup(client.post("/receipt/", {"code": code}))
        assert page.h1.text == "What we have from you"
        assert f"{len(answer_sets_1_0_1.CLEAR)} questions" in page.main.text


def test_leaving_in_another_tab_before_the_code_was_shown_shows_none(client, monkeypatch):
    attempt = begin(client)
    agree(client, walk(client, CLEAR, attempt))
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
            sent = agree(tab, url)
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
