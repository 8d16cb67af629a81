"""A printed result is one sheet of paper."""

import re

import pytest
from playwright.sync_api import Page

from screening.questionnaire import QUESTIONNAIRE
from tests.browser.conftest import Person, send

pytestmark = pytest.mark.browser

MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
A_FEW_REASONS = {
    "wish_to_be_dead": "yes",
    "pressure_told": "not_sure",
    "heart_problem": "not_sure",
    "age": "65_plus",
}


def page_count(page: Page, paper: str) -> int:
    page.wait_for_load_state()
    return len(re.findall(rb"/Type */Page\b", page.pdf(format=paper, margin=MARGIN)))


def unsure_answers() -> dict[str, object]:
    """Return the answers with the longest result: "not sure" or "prefer not to say" unless that ends the questions."""
    answers: dict[str, object] = {}
    for question in QUESTIONNAIRE.with_own_page:
        answer = next((answer for answer in ("not_sure", "prefer_not") if answer in question.by_id), None)
        if answer and not question.by_id[answer].is_last_asked:
            answers[question.id] = answer
    return answers | {"health_history": ["glaucoma", "seizures"], "medicines": ["not_sure"]}


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_result_with_a_few_reasons_is_printed_on_one_page(person: Person, paper):
    send(person, **A_FEW_REASONS)
    assert page_count(person.page, paper) == 1


def test_the_longest_result_is_printed_on_two_pages(person: Person):
    send(person, **unsure_answers())
    assert person.page.locator(".reason").count() > 25
    assert page_count(person.page, "Letter") == 2
