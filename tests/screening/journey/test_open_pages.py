"""The start page, the printed questions and the pages with help need no attempt."""

import pytest
from django.contrib.auth.models import User

from screening.models import SignOff
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.journeys import soup

pytestmark = pytest.mark.django_db


def text_of(client, url):
    return " ".join(soup(client.get(url)).main.text.split())


def test_the_start_page_counts_the_pages_of_a_person_without_follow_ups(client):
    asked = [screen for screen in QUESTIONNAIRE.screens if not screen.first.is_follow_up]
    assert f"It has about {len(asked) + 1} short pages. Most answers are one click." in text_of(client, "/screening/")
    assert len(asked) == 21


def test_the_start_page_promises_no_minutes_and_says_who_reads_the_answers_and_when_nobody_does(client):
    text = text_of(client, "/screening/")
    assert "minute" not in text
    assert "A clinician reads them in our working hours, Monday to Friday, 9 am to 5 pm." in text
    assert "Nobody reads them at night, on weekends, or while you type" in text


def test_the_start_page_asks_for_consent_right_above_the_button_to_start(client):
    button = soup(client.get("/screening/")).find("a", string="Start now").parent
    assert button.find_previous_sibling("p").text == (
        "When you start, you ask us to hold your answers, encrypted, for up to 20 hours, so that you can see your "
        "result. You can delete them at any time with Exit this page."
    )


def test_the_start_page_says_how_many_clinicians_have_approved_the_rules(client):
    ruleset = {"ruleset_version": QUESTIONNAIRE.version, "ruleset_fingerprint": QUESTIONNAIRE.fingerprint}
    for how_many in ("none has", "only 1 has"):
        text = text_of(client, "/screening/")
        assert "Our clinicians have not signed off on these rules yet" in text
        assert f"{len(QUESTIONNAIRE.decisions)} decisions of our own" in text
        assert f"2 clinicians have to sign off on them, and so far {how_many}." in text
        user = User.objects.create_user(how_many)
        SignOff.objects.create(approves=True, signed_by=user, signer="Ann", **ruleset)
    text = text_of(client, "/screening/")
    assert "2 clinicians of Harbor Light Ketamine Clinic signed off on the rules behind the result" in text
    assert "have not signed off" not in text


def test_the_pages_that_answers_lead_to_can_be_reached_by_anybody(client):
    links = {link.get("href") for link in soup(client.get("/screening/")).find_all("a")}
    assert {"/screening/under-18/", "/screening/get-help-now/"} <= links


def test_all_questions_can_be_read_by_screen_before_starting(client):
    page = soup(client.get("/screening/questions/"))
    groups = [[item["id"] for item in group.select("ol > li")] for group in page.select(".question-list")]
    assert groups == [[question.id for question in screen.questions] for screen in QUESTIONNAIRE.screens]
    for question in (question for screen in QUESTIONNAIRE.screens for question in screen.questions):
        text = page.find(id=question.id).text
        parts = [question.text, question.hint, *question.listed, *(choice.text for choice in question.choices)]
        assert [part for part in parts if part not in text] == []
    titles = [title.text for title in page.select(".question-list h2")]
    assert titles == [section.title for section in QUESTIONNAIRE.sections]


@pytest.mark.parametrize(
    "path",
    [
        "/screening/",
        "/screening/new/",
        "/screening/get-help-now/",
        "/screening/leave/",
        "/screening/x/for-someone-else/",
    ],
)
def test_pages_without_a_form_reject_a_post(client, path):
    assert client.post(path).status_code == 405
