"""What a screen reader announces: roles, names and their order, from the accessibility tree of the browser."""

import re

from playwright.sync_api import Page

from screening.questionnaire import QUESTIONNAIRE
from tests.browser.conftest import Person

BEFORE_THE_QUESTION = [
    *("Skip to the text", "Exit this page", "Call 988", "text 988", "Call 911"),
    *("Emergency: Exit this page", "Harbor Light", "Back"),
]
QUESTION_WITH_AN_ERROR = """\
- alert:
  - heading "There is a problem" [level=2]
  - list:
    - listitem:
      - link "Select an answer about who is answering":
        - /url: "#id_answering_for"
- paragraph: About you. Screen 1 of about 21
- group "Are you filling this in about yourself?":
  - heading "Are you filling this in about yourself?" [level=1]
  - paragraph: If someone helps you read or type, but the answers are yours, choose Yes.
  - group: Why we ask
  - paragraph: "Error: Select an answer about who is answering"
  - radio "Yes"
  - text: "Yes"
  - radio "No, for someone else"
  - text: No, for someone else
- paragraph:
  - button "Continue\""""


def inside_main(page: Page) -> str:
    """Return the accessibility tree inside <main>."""
    first, *rest = page.locator("main").aria_snapshot().splitlines()
    assert first == "- main:"
    return "\n".join(line.removeprefix("  ") for line in rest)


def test_a_question_is_announced_once_and_its_error_before_its_answers(site: Page, person: Person):
    person.begin()
    site.get_by_role("button", name="Continue").click()
    assert inside_main(site) == QUESTION_WITH_AN_ERROR
    assert site.locator("fieldset").evaluate("set => set.ariaDescribedByElements?.map(element => element.id)") == [
        "id_answering_for_helptext",
        "id_answering_for_error",
    ]


def test_the_links_to_leave_and_to_get_help_come_first(site: Page, person: Person):
    person.begin()
    before, _, _ = site.locator("body").aria_snapshot().partition("- main:")
    links = re.findall(r'link "(.+?)"', before)
    assert links == BEFORE_THE_QUESTION


def test_each_answer_has_its_topic_its_whole_question_and_a_link_that_names_the_topic(site: Page, person: Person):
    person.begin()
    person.has_answered()
    tree = inside_main(site)
    question = QUESTIONNAIRE.by_id["heart_or_stroke_event"]
    topic = question.topic[0].upper() + question.topic[1:]
    assert f'- term: {topic} {question.text}\n- definition: "No"' in tree
    assert f'link "Change your answer about {question.topic}"' in tree


def test_the_result_begins_with_the_crisis_lines_after_an_answer_about_suicide(site: Page, person: Person):
    person.begin()
    person.has_answered(wish_to_be_dead="yes", pressure_told="untreated")
    site.get_by_role("link", name="Show my result").first.click()
    lines = [line.strip() for line in inside_main(site).splitlines()]
    headings = [
        '- heading "You can talk with someone now" [level=2]',
        '- heading "This may not be the right time" [level=1]',
    ]
    topics = [f'- heading "About {topic}" [level=3]' for topic in ("high blood pressure", "wishing to be dead")]
    positions = [lines.index(heading) for heading in [*headings, *topics]]
    assert positions == sorted(positions)
    assert lines[lines.index(topics[0]) - 1] == "- paragraph: Not now"
