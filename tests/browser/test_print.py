"""What comes out of the printer: a result is one sheet, for a doctor's appointment or the fridge door."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Person, send

pytestmark = pytest.mark.browser

MARGIN = dict.fromkeys(("top", "right", "bottom", "left"), "1cm")
A_FEW_REASONS = {
    "suicidal_thoughts": "wish",
    "blood_pressure": "not_sure",
    "heart_problem": "not_sure",
    "age": "65_plus",
}


def sides(page: Page, paper: str) -> int:
    page.wait_for_load_state()
    return len(re.findall(rb"/Type */Page\b", page.pdf(format=paper, margin=MARGIN)))


def unsure() -> dict[str, object]:
    """The answers with the longest result: not sure, or not said, wherever that does not end the questionnaire."""
    from screening.questionnaire import QUESTIONNAIRE

    answers: dict[str, object] = {}
    for question in QUESTIONNAIRE.with_own_page:
        vague = next((one for one in ("not_sure", "prefer_not") if one in question.by_id), None)
        if vague and not question.by_id[vague].is_last_asked:
            answers[question.id] = vague
    return answers | {"health_history": ["glaucoma", "seizures"], "medicines": ["not_sure"]}


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_result_is_printed_on_one_side_with_the_receipt_code_on_it(person: Person, paper):
    send(person, **A_FEW_REASONS)
    assert sides(person.page, paper) == 1


def test_the_longest_result_is_printed_on_the_two_sides_of_one_sheet(person: Person):
    send(person, **unsure())
    assert person.page.locator(".reason").count() > 25
    assert sides(person.page, "Letter") == 2
