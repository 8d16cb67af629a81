"""The pages after the questions over HTTP: check the answers, send them once, read the result."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from screening.journey.navigation import question_url
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from tests.screening.answer_sets import ANSWERS_AND_TITLES, CLEAR
from tests.screening.journeys import (
    agree,
    answer,
    begin,
    consented,
    in_another_tab,
    send,
    soup,
    url_of,
    walk,
    walk_until,
)

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


SUICIDE_OR_HARM = [
    (question.id, choice.id)
    for question in QUESTIONNAIRE.questions
    if question.shows_crisis_lines
    for choice in question.choices
    if Level.CLEAR < choice.level < Level.URGENT
]


@pytest.mark.parametrize(("question", "answer"), SUICIDE_OR_HARM)
def test_the_crisis_lines_are_on_top_of_the_result_after_an_answer_about_suicide_or_harm(client, question, answer):
    page = soup(result_of(client, {question: answer}))
    panel = page.select_one(".crisis-panel")
    assert panel.find_next("h1") is page.h1
    assert [link["href"] for link in panel.find_all("a")] == ["tel:988", "sms:988", "tel:911"]


def test_after_an_answer_about_suicide_the_result_says_by_when_the_clinic_answers_and_who_is_there_until_then(client):
    until_then = "Until then, 988 is there for you, day and night: call or text 988."
    wish, not_now = {"wish_to_be_dead": "yes"}, {"harm_to_others": "not_sure", "pregnancy": "yes"}
    said = [until_then_on(result_of(client, answers)) for answers in (wish, not_now, {})]
    said.append(until_then_on(send(client, CLEAR | wish)))
    assert said == [
        "No one at the clinic has seen your answers. If you ask for a call, we call you within 2 business days. "
        + until_then,
        "No one at the clinic has seen your answers. If you call us, we answer Monday to Friday, 9 am to 5 pm. "
        + until_then,
        "",
        "We read your answers within 2 business days. " + until_then,
    ]


def without_glossary(page):
    """The page as it reads without the buttons and meanings of glossary terms."""
    for added in page.select(".term button, .meaning"):
        added.decompose()
    return page


def until_then_on(response):
    found = soup(response).select_one(".until-then")
    return found.text if found else ""


def test_the_result_lists_reasons_worst_first_and_notes_last(client):
    page = soup(result_of(client, {"age": "65_plus", "talk_sessions": "no", "pressure_told": "not_sure"}))
    topics = [topic.text for topic in page.select(".reason__topic")]
    assert topics == ["About high blood pressure", "About talk sessions", "About your age"]


def test_a_reason_is_shown_in_full(client):
    answers = {"decision_help": "yes", "more_health": ["kidney", "delirium"], "medicines": ["opioid", "maoi"]}
    words = [reason.select("p")[-1].text for reason in soup(result_of(client, answers)).select(".reason")]
    assert words == [
        QUESTIONNAIRE.by_id[question].by_id[answer].finding.words
        for question, answer in (
            ("decision_help", "yes"),
            ("more_health", "kidney"),
            ("more_health", "delirium"),
            ("medicines", "opioid"),
            ("medicines", "maoi"),
        )
    ]


def test_a_result_offers_a_call_only_if_the_answers_lead_to_the_clinic(client):
    assert "/call-me/" in result_of(client, {"pressure_told": "not_sure"}).content.decode()
    page = soup(result_of(client, {"pregnancy": "yes"}))
    assert "/call-me/" not in page.decode()
    assert "Questions about this result? Call (555) 555-0100." in page.main.text


def test_only_an_answer_that_leads_to_the_clinic_is_told_how_to_get_a_call_after_sending(client):
    words = "We cannot call you unless you ask for a call."
    assert words in soup(send(client, CLEAR | {"pressure_told": "not_sure"})).main.text
    assert words not in soup(send(client, CLEAR | {"pregnancy": "yes"})).main.text


def test_a_suggestion_says_that_not_everything_was_asked_and_what_the_fda_has_not_approved(client):
    page = without_glossary(soup(result_of(client, {})))
    assert "The FDA has not approved ketamine for any mental health condition." in page.main.text
    box = page.select_one(".result-panel .callout")
    assert box.select_one(".callout__title").text == "We did not ask about everything"
    assert "a pregnancy you are planning, or a chance that you are pregnant" in box.text


def test_a_result_asks_to_mention_an_earlier_one(client):
    text = soup(result_of(client, {})).main.text
    assert "If you got a different result before, tell the clinician about that too." in text


FDA = "the fda has not approved ketamine for any mental health condition."
BANNED = ("approved", "eligible", "qualify", "candidate", "safe for you", "cleared", "guaranteed", "cure")


@pytest.mark.parametrize("answers", [answers for answers, _ in ANSWERS_AND_TITLES])
def test_a_result_never_says_what_a_form_cannot_know(client, answers):
    text = without_glossary(soup(result_of(client, answers))).main.text.lower().replace(FDA, "")
    assert [word for word in BANNED if word in text] == []


WAY_ON = re.compile(
    r"ask us again|come back|look (again|at)|until|once|ask them|talk with|call|reach out|doctor|ask your prescriber"
)


def test_no_reason_has_a_banned_word_and_each_not_now_says_what_could_change_it_or_whom_to_ask():
    findings = [(q.id, choice) for q in QUESTIONNAIRE.questions for choice in q.choices if choice.finding]
    faults = {}
    for question, choice in findings:
        words = choice.finding.words.lower()
        banned = [word for word in BANNED if word in words]
        if banned or (choice.level is Level.NOT_NOW and not WAY_ON.search(words)):
            faults[question, choice.id] = banned or words
    assert len(findings) > 200
    assert faults == {}


def test_each_answer_is_listed_by_topic_with_its_whole_question_and_a_link_to_change_it(client):
    attempt = begin(client)
    page = soup(client.get(walk(client, CLEAR | {"more_health": ["kidney", "delirium"]}, attempt)))
    assert [title.text for title in page.select(".answers h2")] == [s.title for s in QUESTIONNAIRE.sections]
    rows = page.select(".summary-list__row")
    assert len(rows) == len(CLEAR) == 46
    row = next(row for row in rows if "more-health" in row.a["href"] or row.a["href"].endswith("#more_health"))
    question = QUESTIONNAIRE.by_id["more_health"]
    assert row.select_one("dt").text.split("\n")[0] == f"Other health problems {question.text}"
    assert [answer.text for answer in row.select(".summary-list__answer")] == [
        question.by_id["kidney"].text,
        question.by_id["delirium"].text,
    ]
    assert row.a.text == "Change your answer about other health problems"
    assert row.a["href"] == question_url(attempt, question)


@pytest.fixture
def early(client):
    """An attempt that ended after the question about pregnancy."""
    attempt = begin(client)
    walk_until(client, CLEAR | {"age": "18_24", "wish_to_be_dead": "yes", "pregnancy": "yes"}, "aneurysm", attempt)
    client.post(f"/screening/{attempt}/stop-or-keep-going/", {"decision": "stop"})
    return attempt


def test_an_early_result_says_right_below_its_lead_that_not_everything_was_asked(client, early):
    page = soup(client.get(f"/screening/{early}/result/"))
    assert page.h1.text == "This may not be the right time"
    notice = page.select_one(".result-panel").find_next_sibling()
    assert notice.p.text == (
        "You chose to stop early. We did not ask about everything, so this list may not be complete."
    )
    assert notice.button.text == "Go on with the questions"
    response = client.post(notice["action"], {notice.button["name"]: notice.button["value"]})
    assert response["Location"] == url_of(early, "aneurysm")


def test_an_early_result_lists_all_findings_so_far_worst_first_then_notes(client, early):
    page = soup(client.get(f"/screening/{early}/result/"))
    topics = [topic.text for topic in page.select(".reason__topic")]
    assert topics == ["About pregnancy", "About wishing to be dead", "About your age"]
    assert [heading.text for heading in page.select("main section > h2")][:3] == [
        "You can talk with someone now",
        "Why we say this",
        "Good to know",
    ]
    assert page.select_one("[data-print]")
    assert page.select_one(".back-link")["href"] == url_of(early, "pregnancy")


def test_an_early_result_leads_to_no_way_to_send_to_book_or_to_be_called(client, early):
    page = soup(client.get(f"/screening/{early}/result/"))
    paths = {link["href"] for link in page.main.select("a[href^='/']")}
    assert paths == {f"/screening/{early}/letter-for-my-doctor/", url_of(early, "pregnancy"), "/talk-to-us/"}
    assert "Questions about this result? Call (555) 555-0100." in page.main.text


def test_a_full_result_not_now_has_no_notes_for_a_visit(client):
    page = soup(result_of(client, {"age": "65_plus", "pregnancy": "yes"}))
    assert [topic.text for topic in page.select(".reason__topic")] == ["About pregnancy"]


def test_sending_needs_consent(client):
    url = walk(client, CLEAR).replace("check-your-answers", "send-to-the-clinic")
    response = client.post(url, {})
    page = soup(response)
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    assert page.select_one(".error-summary a")["href"] == "#id_consent"
    assert Submission.objects.count() == 0


def test_what_is_sent_is_on_a_page_of_its_own_which_the_list_of_answers_leads_to(client):
    url = walk(client, CLEAR)
    links = [link["href"] for link in soup(client.get(url)).select(".actions a")]
    result, send_page = (url.replace("check-your-answers", slug) for slug in ("result", "send-to-the-clinic"))
    assert links == [result, result, send_page]
    page = soup(client.get(send_page))
    assert "Who gets them: the clinic staff of Harbor Light Ketamine Clinic. No one else." in page.main.text
    assert not page.select_one("[name=consent]").has_attr("checked")
    assert client.post(url, consented()).status_code == 405


def test_nothing_is_sent_before_every_question_has_an_answer(client):
    attempt = begin(client)
    client.post(f"/screening/{attempt}/answering-for/", {"answering_for": "self"})
    url = f"/screening/{attempt}/send-to-the-clinic/"
    for response in (client.get(url), client.post(url, consented())):
        assert response["Location"] == f"/screening/{attempt}/age/"
    assert Submission.objects.count() == 0


def test_sending_stores_the_answers_as_worded_and_shows_the_reference(client):
    url = walk(client, CLEAR | {"age": "65_plus", "medicines": ["opioid", "lamotrigine"]})
    response = agree(client, url, follow=True)
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
    assert medicines.text == QUESTIONNAIRE.by_id["medicines"].text
    assert [answer.answer for answer in medicines.answers] == ["lamotrigine", "opioid"]
    assert [(finding.question, finding.answer, finding.level) for finding in record.findings] == [
        ("medicines", "opioid", Level.TALK_FIRST),
        ("age", "65_plus", Level.NOTE),
        ("medicines", "lamotrigine", Level.NOTE),
    ]
    assert "opioid" not in submission.sealed_record


def test_sending_twice_stores_once_and_shows_the_same_reference(client):
    url = walk(client, CLEAR)
    first = agree(client, url, follow=True)
    second = agree(client, url, follow=True)
    assert Submission.objects.count() == 1
    assert soup(first).select_one(".reference").text == soup(second).select_one(".reference").text


def test_after_sending_the_answers_can_no_longer_be_changed(client):
    url = walk(client, CLEAR)
    agree(client, url)
    result = url.replace("check-your-answers", "result")
    response = answer(client, url.split("/")[2], pregnancy="yes")
    assert response["Location"] == result


@pytest.mark.parametrize("answers", [answers for answers, _ in ANSWERS_AND_TITLES])
def test_the_address_and_title_of_a_result_do_not_reveal_which_one_it_is(client, answers):
    url = walk(client, CLEAR | answers).replace("check-your-answers", "result")
    assert re.fullmatch(r"/screening/[\w-]{12}/result/", url)
    assert soup(client.get(url)).title.text == "Your result - Harbor Light"


def test_nothing_is_sent_when_another_tab_left_meanwhile(client, monkeypatch):
    url = walk(client, CLEAR)
    in_another_tab(monkeypatch, Session.objects.all().delete)
    assert agree(client, url).status_code == 410
    assert Submission.objects.count() == 0


def test_an_answer_changed_in_another_tab_is_read_again_before_it_is_sent(client, monkeypatch):
    url = walk(client, CLEAR)
    in_another_tab(monkeypatch, lambda: answer(client, url.split("/")[2], pregnancy="yes"))
    assert agree(client, url)["Location"] == url
    assert Submission.objects.count() == 0
    assert soup(client.get(url.replace("check-your-answers", "result"))).h1.text == "This may not be the right time"


def test_an_address_copied_to_another_browser_does_not_show_the_submission(client):
    attempt = begin(client)
    first = agree(client, walk(client, CLEAR, attempt), follow=True)
    other = Client()
    second = agree(other, walk(other, CLEAR, attempt), follow=True)
    assert Submission.objects.count() == 2
    assert soup(first).select_one(".reference").text != soup(second).select_one(".reference").text


def test_an_answer_changed_while_the_answers_were_sent_changes_nothing(client, monkeypatch):
    url = walk(client, CLEAR)
    in_another_tab(monkeypatch, lambda: agree(client, url))
    response = client.get(answer(client, url.split("/")[2], pregnancy="yes")["Location"])
    assert soup(response).select_one(".reference").text == Submission.objects.get().reference
    assert soup(response).h1.text == "A talk with our team could be a good next step"
