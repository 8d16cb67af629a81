"""The end of the journey over HTTP: check, send once, read the result, and hold a receipt code."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localtime

from screening import session
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.sealing import unseal
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, code_on, in_another_tab, send, soup, walk

pytestmark = pytest.mark.django_db

ENDS = [
    ({}, "A talk with our team could be a good next step"),
    ({"blood_pressure": "not_sure"}, "Let's have a clinician look at this first"),
    ({"pregnancy": "yes"}, "This may not be the right time"),
]


def result_of(client, answers):
    url = walk(client, CLEAR | answers)
    assert url.endswith("/check-your-answers/")
    return client.get(url.replace("check-your-answers", "result"))


@pytest.mark.parametrize(("answers", "title"), ENDS)
def test_the_answers_lead_to_the_result_with_its_words(client, answers, title):
    response = result_of(client, answers)
    assert response.status_code == 200
    assert soup(response).h1.text == title
    assert "This tool does not diagnose" in response.content.decode()
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("answer", ["wish", "not_sure", "prefer_not"])
def test_the_crisis_lines_stand_on_top_of_the_result_when_suicide_was_named(client, answer):
    page = soup(result_of(client, {"suicidal_thoughts": answer}))
    panel = page.select_one(".crisis-panel")
    assert panel.find_next("h1") is page.h1
    assert [link["href"] for link in panel.find_all("a")] == ["tel:988", "sms:988", "tel:911"]


def test_the_result_lists_reasons_worst_first_and_notes_last(client):
    page = soup(result_of(client, {"age": "65_plus", "talk_sessions": "no", "blood_pressure": "not_sure"}))
    topics = [topic.text for topic in page.select(".reason__topic")]
    assert topics == ["About blood pressure", "About talk sessions", "About your age"]


@pytest.mark.parametrize("answers", [{"pregnancy": "yes"}, {"answering_for": "other"}])
def test_there_is_no_way_to_book_where_the_answers_do_not_lead_to_it(client, answers):
    response = result_of(client, answers)
    assert "/call-me/" not in response.content.decode()


BANNED = ("approved", "eligible", "qualify", "candidate", "safe for you", "cleared", "guaranteed", "cure")


@pytest.mark.parametrize("answers", [answers for answers, _ in ENDS])
def test_a_result_never_says_what_a_form_cannot_know(client, answers):
    text = soup(result_of(client, answers)).main.text.lower()
    assert [word for word in BANNED if word in text] == []


def test_sending_needs_consent(client):
    url = walk(client, CLEAR)
    response = client.post(url, {})
    page = soup(response)
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    assert page.select_one(".error-summary a")["href"] == "#id_consent"
    assert Submission.objects.count() == 0


def test_sending_stores_the_answers_as_worded_and_shows_the_reference(client):
    url = walk(client, CLEAR | {"age": "65_plus", "medicines": ["opioid", "lamotrigine"]})
    response = client.post(url, {"consent": "on"}, follow=True)
    submission = Submission.objects.get()
    assert soup(response).select_one(".reference").text == submission.reference
    assert submission.disposition == "talk-to-clinician-first"
    assert (submission.ruleset_version, submission.ruleset_fingerprint) == (
        QUESTIONNAIRE.version,
        QUESTIONNAIRE.fingerprint,
    )
    record = submission.record
    assert [row["question"] for row in record["answers"]] == list(CLEAR)
    medicines = next(row for row in record["answers"] if row["question"] == "medicines")
    assert medicines["text"] == "Do you take any of these? Tick all that apply."
    assert [answer["answer"] for answer in medicines["answers"]] == ["lamotrigine", "opioid"]
    assert [(f["question"], f["answer"], f["level"]) for f in record["findings"]] == [
        ("medicines", "opioid", "talk_first"),
        ("age", "65_plus", "note"),
        ("medicines", "lamotrigine", "note"),
    ]
    assert "opioid" not in submission.sealed_record


def test_sending_twice_stores_once_and_shows_the_same_reference(client):
    url = walk(client, CLEAR)
    first = client.post(url, {"consent": "on"}, follow=True)
    second = client.post(url, {"consent": "on"}, follow=True)
    assert Submission.objects.count() == 1
    assert soup(first).select_one(".reference").text == soup(second).select_one(".reference").text


def test_after_sending_the_answers_can_no_longer_be_changed(client):
    url = walk(client, CLEAR)
    client.post(url, {"consent": "on"})
    result = url.replace("check-your-answers", "result")
    response = client.post(url.replace("check-your-answers", "pregnancy"), {"answer": "yes"})
    assert response["Location"] == result


@pytest.mark.parametrize("answers", [answers for answers, _ in ENDS])
def test_neither_address_nor_title_of_a_result_tells_which_one_it_is(client, answers):
    url = walk(client, CLEAR | answers).replace("check-your-answers", "result")
    assert re.fullmatch(r"/screening/[\w-]{12}/result/", url)
    assert soup(client.get(url)).title.text == "Your result - Harbor Light"


def test_nothing_is_sent_when_another_tab_left_meanwhile(client, monkeypatch):
    url = walk(client, CLEAR)
    in_another_tab(monkeypatch, Session.objects.all().delete)
    assert client.post(url, {"consent": "on"}).status_code == 410
    assert Submission.objects.count() == 0


def test_an_answer_changed_in_another_tab_is_read_again_before_it_is_sent(client, monkeypatch):
    url = walk(client, CLEAR)
    in_another_tab(monkeypatch, lambda: client.post(url.replace("check-your-answers", "pregnancy"), {"answer": "yes"}))
    assert client.post(url, {"consent": "on"})["Location"] == url
    assert Submission.objects.count() == 0
    assert soup(client.get(url.replace("check-your-answers", "result"))).h1.text == "This may not be the right time"


def test_an_address_copied_to_another_browser_shows_nothing_of_what_was_sent_from_the_first(client):
    attempt = begin(client)
    first = client.post(walk(client, CLEAR, attempt), {"consent": "on"}, follow=True)
    other = Client()
    second = other.post(walk(other, CLEAR, attempt), {"consent": "on"}, follow=True)
    assert Submission.objects.count() == 2
    assert soup(first).select_one(".reference").text != soup(second).select_one(".reference").text


def test_an_answer_changed_while_the_answers_were_sent_changes_nothing(client, monkeypatch):
    url = walk(client, CLEAR)
    in_another_tab(monkeypatch, lambda: client.post(url, {"consent": "on"}))
    response = client.post(url.replace("check-your-answers", "pregnancy"), {"answer": "yes"}, follow=True)
    assert soup(response).select_one(".reference").text == Submission.objects.get().reference
    assert soup(response).h1.text == "A talk with our team could be a good next step"


def held(attempt):
    """What the session table holds of an attempt."""
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


def test_a_result_that_was_not_sent_has_no_code_to_show(client):
    url = walk(client, CLEAR).replace("check-your-answers", "result")
    assert code_on(client.post(url, follow=True)) == ""
    assert not soup(client.get(url)).select("main form")


def test_a_submission_from_before_there_were_codes_offers_none(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    Submission.objects.update(receipt_digest=None)
    assert not soup(client.get(f"/screening/{attempt}/result/")).select("main form")


def test_the_page_says_until_when_the_answers_are_kept(client):
    first = send(client, CLEAR)
    until = localtime(Submission.objects.get().received_at + timedelta(days=30))
    assert f"your answers and your result until {date_format(until, 'F j, Y')}." in soup(first).main.text


def test_once_sent_the_answers_leave_the_session(client):
    attempt = begin(client)
    url = walk(client, CLEAR | {"pregnancy": "trying"}, attempt)
    assert held(attempt)["answers"]["pregnancy"] == "trying"
    client.post(url, {"consent": "on"})
    assert held(attempt)["answers"] == {}
    assert held(attempt)["reference"] == Submission.objects.get().reference


@pytest.mark.parametrize("answers", [answers for answers, _ in ENDS])
def test_the_result_of_what_was_sent_is_the_one_seen_before(client, answers):
    attempt = begin(client)
    url = walk(client, CLEAR | answers, attempt)
    before = client.get(f"/screening/{attempt}/result/")
    after = client.post(url, {"consent": "on"}, follow=True)
    seen = ("h1", ".reasons", ".result-rest")
    assert [soup(after).select(part) for part in seen] == [soup(before).select(part) for part in seen]


def test_after_sending_every_page_of_the_attempt_leads_to_the_result(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    for slug in (*QUESTIONNAIRE.by_slug, "before-we-go-on", "check-your-answers"):
        assert client.get(f"/screening/{attempt}/{slug}/")["Location"] == f"/screening/{attempt}/result/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_when_the_submission_is_gone_the_result_says_so_and_offers_ways_on(client, method):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    Submission.objects.all().delete()
    response = getattr(client, method)(f"/screening/{attempt}/result/")
    assert response.status_code == 410
    assert soup(response).h1.text == "The clinic no longer has these answers"
    assert soup(response).select_one("main a[href='/screening/']")
    assert "(555) 555-0100" in soup(response).main.text


def test_a_submission_nobody_can_open_any_more_is_told_as_what_the_clinic_has(client):
    attempt = begin(client)
    send(client, CLEAR, attempt)
    Submission.objects.update(sealed_record="v1.lost.AAAA")
    response = client.get(f"/screening/{attempt}/result/")
    assert response.status_code == 410
    assert "If you sent your answers to the clinic, the clinic has them" in response.content.decode()


def test_rules_that_ask_more_today_than_when_it_was_sent_do_not_ask_it_of_a_sent_attempt(client, monkeypatch):
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
