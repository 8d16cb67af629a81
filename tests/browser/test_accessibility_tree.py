"""What a screen reader is told: roles, names and their order, from the accessibility tree of the browser."""

import re

from playwright.sync_api import Page

from tests.browser.conftest import Person

BEFORE_THE_QUESTION = [
    *("Skip to the text", "Exit this page", "Call 988", "text 988", "Call 911"),
    *("Harbor Light Ketamine Clinic", "Emergency: Exit this page", "Back"),
]
QUESTION_WITH_AN_ERROR = """\
- alert:
  - heading "There is a problem" [level=2]
  - list:
    - listitem:
      - link "Select an answer about who is answering":
        - /url: "#id_answer"
- paragraph: "About you: question 1 of about 38"
- group "Are you filling this in about yourself?":
  - heading "Are you filling this in about yourself?" [level=1]
  - group: Why we ask
  - paragraph: "Error: Select an answer about who is answering"
  - radio "Yes"
  - text: "Yes"
  - radio "No, for someone else"
  - text: No, for someone else
- paragraph:
  - button "Continue\""""


def inside_main(page: Page) -> str:
    """The tree below <main>, one level in."""
    first, *rest = page.locator("main").aria_snapshot().splitlines()
    assert first == "- main:"
    return "\n".join(line.removeprefix("  ") for line in rest)


def test_a_question_is_heard_once_as_the_name_of_its_answers_with_the_error_before_them(site: Page, person: Person):
    person.begin()
    site.get_by_role("button", name="Continue").click()
    assert inside_main(site) == QUESTION_WITH_AN_ERROR
    assert site.locator("fieldset").evaluate("set => set.ariaDescribedByElements?.map(one => one.id)") == [
        "id_answer_error"
    ]


def test_the_ways_out_come_first(site: Page, person: Person):
    person.begin()
    before, _, _ = site.locator("body").aria_snapshot().partition("- main:")
    links = re.findall(r'link "(.+?)"', before)
    assert links == BEFORE_THE_QUESTION


def test_the_answers_are_terms_with_a_change_link_that_names_its_question(site: Page, person: Person):
    person.begin()
    person.answer()
    tree = inside_main(site)
    question = "Have you ever had a heart attack, stroke, mini-stroke, or heart surgery?"
    assert f'- term: {question}\n- definition: "No"' in tree
    assert f'link "Change your answer to: {question}"' in tree


def test_the_result_begins_with_the_crisis_lines_when_suicide_was_named(site: Page, person: Person):
    person.begin()
    person.answer(suicidal_thoughts="wish", blood_pressure="uncontrolled")
    site.get_by_role("link", name="Show my result").click()
    lines = [line.strip() for line in inside_main(site).splitlines()]
    marks = [
        '- heading "You can talk with someone now" [level=2]',
        '- heading "This may not be the right time" [level=1]',
    ]
    topics = [f'- heading "About {topic}" [level=3]' for topic in ("blood pressure", "thoughts of suicide")]
    places = [lines.index(mark) for mark in [*marks, *topics]]
    assert places == sorted(places)
    assert lines[lines.index(topics[0]) - 1] == "- paragraph: Not now"
