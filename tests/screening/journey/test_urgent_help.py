"""The page with help of each cause: what to call comes first, in the order of the cause, before any other words."""

import re

import pytest

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import UrgentCause
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, soup, url_of

pytestmark = pytest.mark.django_db

SUICIDE_LINKS = ["tel:988", "sms:988", "https://988lifeline.org/chat/", "tel:911"]
PAGES = [
    ({"emergency_signs": "new_or_worse"}, "Call 911 now", ["tel:911"]),
    ({"suicide_intention": "yes"}, "Please talk with someone now", SUICIDE_LINKS),
    ({"suicide_steps": "within_3_months"}, "Please talk with someone now", SUICIDE_LINKS),
    ({"harm_to_others": "yes"}, "Please get help right now", ["tel:911", "tel:988", "sms:988"]),
    ({"unusual_experiences": "yes_command_self"}, "Please talk with someone now", SUICIDE_LINKS),
    ({"unusual_experiences": "yes_command_others"}, "Please get help right now", ["tel:911", "tel:988", "sms:988"]),
    ({"unusual_experiences": "yes_after_birth"}, "Please get help today", ["tel:911", "tel:988", "tel:1-833-852-6262"]),
]
GENERAL = ("Please get help now", ["tel:988", "sms:988", "tel:911"])


def post(client, answers):
    return soup(client.post(url_of(begin(client), next(iter(answers))), answers))


def title_and_links(page):
    return page.h1.text, [link["href"] for link in page.select(".help-links a")]


@pytest.mark.parametrize(("answers", "title", "links"), PAGES)
def test_the_links_of_the_cause_come_first(client, answers, title, links):
    page = post(client, answers)
    assert title_and_links(page) == (title, links)
    assert page.h1.find_next_sibling()["class"] == ["help-links"]
    assert page.main.find(["p", "a", "li", "h1"]) is page.h1
    assert [link["href"] for link in page.main.find_all("a")][: len(links)] == links


def test_there_is_no_other_link_before_the_words_of_the_medical_page(client):
    page = post(client, {"emergency_signs": "new_or_worse"})
    [link] = page.select(".help-links a")
    assert (link["href"], link.text.split()) == ("tel:911", ["Call", "911"])
    assert page.select_one(".help-links").find_next_sibling().text.startswith("You told us about a warning sign")


@pytest.mark.parametrize(("answers", "title", "links"), PAGES)
def test_a_page_with_help_is_short_and_says_that_nothing_was_stored(client, answers, title, links):
    page = post(client, answers)
    words = page.main.get_text(" ").split()
    assert len(title.split()) <= 6
    told = "Nothing you answered was stored. No one at the clinic has seen it, and no one will call you."
    assert told in " ".join(words)
    assert [" ".join(line.text.split()) for line in page.select(".help-more li")] == [
        "Or go to the nearest emergency room.",
        "988 in Spanish: press 2, or text AYUDA to 988.",
        "Veterans: press 1, or text 838255.",
        "Deaf or hard of hearing: ASL at 988lifeline.org.",
        "Outside the US: your local emergency number.",
    ]


def test_a_page_with_help_has_fewer_than_170_words_with_the_small_ones(client):
    pages = {title: post(client, answers) for answers, title, _ in PAGES}
    pages["Please get help now"] = soup(client.get("/screening/get-help-now/"))
    # A dot after a link is no word.
    words = {title: re.findall(r"\S*\w\S*", page.main.get_text(" ")) for title, page in pages.items()}
    counts = {title: len(found) for title, found in words.items()}
    assert len(counts) == 5
    assert {title: count for title, count in counts.items() if count >= 170} == {}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"unusual_experiences": ["yes_command_self", "yes_command_others"]}, GENERAL),
        ({"unusual_experiences": ["yes_command_self", "yes"]}, ("Please talk with someone now", SUICIDE_LINKS)),
        ({"suicide_intention": "yes", "suicide_plan": "yes"}, ("Please talk with someone now", SUICIDE_LINKS)),
    ],
)
def test_several_causes_on_one_screen_lead_to_the_general_page(client, answers, expected):
    assert title_and_links(post(client, answers)) == expected


def test_the_general_page_has_an_address_of_its_own(client):
    page = soup(client.get("/screening/get-help-now/"))
    assert title_and_links(page) == GENERAL
    assert page.title.text == "Please get help now - Harbor Light"
    assert not page.find("form")


def test_a_page_with_help_shows_no_reason_of_the_rules(client):
    words = [
        c.finding.words for q in QUESTIONNAIRE.questions for c in q.choices if c.finding and c.finding.urgent_cause
    ]
    pages = [post(client, answers).text for answers, *_ in PAGES]
    assert [text for text in words if any(text in page for page in pages)] == []


def test_every_cause_is_asked_about(client):
    findings = [choice.finding for question in QUESTIONNAIRE.questions for choice in question.choices if choice.finding]
    assert {finding.urgent_cause for finding in findings} - {None} == set(UrgentCause)
    assert CLEAR.keys() >= {question_id for answers, *_ in PAGES for question_id in answers}
