"""The pages after the questions over HTTP: check the answers, send them once, read the result."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from tests.screening.answer_sets import ANSWERS_AND_TITLES, CLEAR
from tests.screening.journeys import begin, in_another_tab, soup, walk

pytestmark = pytest.mark.django_db


def result_of(client, answers):
    url = walk(client, CLEAR | answers)
    assert url.endswith("/check-your-answers/")
    return client.get(url.replace("check-your-answers", "result"))


@pytest.mark.parametrize(("answers", "title"), ANSWERS_AND_TITLES)
def test_the_answers_lead_to_the_result_with_its_words(client, answers, title):
    response = result_of(client, answers)
    assert response.status_code == 200
    assert soup(response).h1.text == title
    assert "This tool does not diagnose" in response.content.decode()
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("answer", ["wish", "not_sure", "prefer_not"])
def test_the_crisis_lines_are_on_top_of_the_result_after_an_answer_about_suicide(client, answer):
    page = soup(result_of(client, {"suicidal_thoughts": answer}))
    panel = page.select_one(".crisis-panel")
    assert panel.find_next("h1") is page.h1
    assert [link["href"] for link in panel.find_all("a")] == ["tel:988", "sms:988", "tel:911"]


def test_the_result_lists_reasons_worst_first_and_notes_last(client):
    page = soup(result_of(client, {"age": "65_plus", "talk_sessions": "no", "blood_pressure": "not_sure"}))
    topics = [topic.text for topic in page.select(".reason__topic")]
    assert topics == ["About blood pressure", "About talk sessions", "About your age"]


@pytest.mark.parametrize("answers", [{"pregnancy": "yes"}, {"answering_for": "other"}])
def test_the_result_offers_no_booking_unless_the_answers_lead_to_it(client, answers):
    response = result_of(client, answers)
    assert "/call-me/" not in response.content.decode()


def test_for_somebody_else_the_result_says_whom_it_means_and_what_to_do(client):
    for answers in ({"answering_for": "other"}, {"answering_for": "other", "pregnancy": "yes"}):
        text = soup(result_of(client, answers)).main.text
        assert "You answered for someone else. On this page, “you” means that person." in text
        assert "What matters for the person you answered for" in text
    assert "someone else" not in soup(result_of(client, {"pregnancy": "yes"})).main.text


def test_a_result_asks_to_mention_an_earlier_one(client):
    text = soup(result_of(client, {})).main.text
    assert "If you got a different result before, tell the clinician about that too." in text


BANNED = ("approved", "eligible", "qualify", "candidate", "safe for you", "cleared", "guaranteed", "cure")


@pytest.mark.parametrize("answers", [answers for answers, _ in ANSWERS_AND_TITLES])
def test_a_result_never_says_what_a_form_cannot_know(client, answers):
    text = soup(result_of(client, answers)).main.text.lower()
    assert [word for word in BANNED if word in text] == []


FINDINGS = [(q.id, choice) for q in QUESTIONNAIRE.questions for choice in q.choices if choice.finding]
WAY_ON = re.compile(r"ask us again|come back|look (again|at)|until|once|ask them|talk with|call|reach out|doctor")


@pytest.mark.parametrize(("question", "choice"), FINDINGS, ids=[f"{q}-{choice.id}" for q, choice in FINDINGS])
def test_no_reason_has_a_banned_word_and_each_not_now_says_what_could_change_it_or_whom_to_ask(question, choice):
    words = choice.finding.words.lower()
    assert [word for word in BANNED if word in words] == []
    assert choice.level is not Level.NOT_NOW or WAY_ON.search(words)


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
    assert [row.question for row in record.answers] == list(CLEAR)
    medicines = record.by_question["medicines"]
    assert medicines.text == "Do you take any of these? Check all that apply."
    assert [answer.answer for answer in medicines.answers] == ["lamotrigine", "opioid"]
    assert [(finding.question, finding.answer, str(finding.level)) for finding in record.findings] == [
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


@pytest.mark.parametrize("answers", [answers for answers, _ in ANSWERS_AND_TITLES])
def test_the_address_and_title_of_a_result_do_not_reveal_which_one_it_is(client, answers):
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


def test_an_address_copied_to_another_browser_does_not_show_the_submission(client):
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
