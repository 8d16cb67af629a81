"""The list of answers: short on a phone, and with the whole questions for whoever wants them."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from screening.questionnaire import QUESTIONNAIRE
from tests.browser.conftest import Person
from tests.screening.answer_sets import CLEAR

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
MOST_SCREENS = 4
# so that a finger meets one link at a time
SMALLEST_DISTANCE = 24


@pytest.fixture
def listed(site: Page, person: Person) -> Page:
    """The list of answers of a healthy person, on a phone."""
    person.begin()
    person.has_answered()
    site.set_viewport_size(PHONE)
    return site


def test_the_list_of_a_healthy_person_fits_on_four_screens_of_a_phone(listed: Page):
    assert listed.locator(".summary-list__row").count() == len(CLEAR) == 46
    height = listed.evaluate("document.documentElement.scrollHeight")
    assert height <= MOST_SCREENS * PHONE["height"]
    assert listed.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_links_to_change_an_answer_are_far_enough_apart_for_a_finger(listed: Page):
    links = listed.locator(".summary-list__action a")
    middles = [box["y"] + box["height"] / 2 for box in (link.bounding_box() for link in links.all())]
    assert min(after - before for before, after in pairwise(middles)) >= SMALLEST_DISTANCE


def test_the_result_is_one_press_away_at_the_top_and_at_the_end(listed: Page):
    buttons = listed.get_by_role("link", name="Show my result")
    expect(buttons).to_have_count(2)
    assert buttons.first.bounding_box()["y"] < PHONE["height"]
    listed.keyboard.press("End")
    expect(buttons.last).to_be_in_viewport()


def test_one_control_shows_every_whole_question(listed: Page):
    question = QUESTIONNAIRE.by_id["unusual_experiences"]
    whole = listed.locator(".summary-list__question").filter(has_text=question.text)
    assert whole.text_content() == " ".join((question.text, *question.listed))
    assert whole.bounding_box()["width"] <= 1
    listed.get_by_text("Show the whole questions").focus()
    listed.keyboard.press("Enter")
    assert whole.bounding_box()["width"] > 100
    listed.keyboard.press("Enter")
    assert whole.bounding_box()["width"] <= 1


def test_a_link_to_change_an_answer_leads_to_its_question_on_a_screen_with_several(listed: Page):
    listed.get_by_role("link", name="Change your answer about nursing").click()
    listed.wait_for_url("**/pregnancy/#nursing")
    expect(listed.locator("fieldset#nursing")).to_be_in_viewport()
