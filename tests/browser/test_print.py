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


# 13 findings of each level, with long criteria
MANY_FINDINGS = {
    "age": "65_plus",
    "decision_help": "yes",
    "wish_to_be_dead": "yes",
    "past_unusual_experiences": "over_year",
    "family_schizophrenia": "yes",
    "pressure_told": "untreated",
    "pressure_readings": "often_140",
    "heart_problem": "steady",
    "alcohol_days": "4_15",
    "medicines": ["antidepressant", "benzo_or_sleep", "opioid"],
    "ride_home": "no",
}


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_result_with_a_few_reasons_is_printed_on_one_page_and_the_receipt_code_on_another(person: Person, paper):
    send(person, **A_FEW_REASONS)
    code = person.page.locator(".receipt-slip__code")
    assert page_count(person.page, paper) == 2
    person.page.emulate_media(media="print")
    assert code.is_visible()
    assert not person.page.locator(".receipt-code").is_visible()
    # the sheet for a doctor, without the slip, is one page
    person.page.reload()
    assert code.count() == 0
    assert page_count(person.page, paper) == 1


def test_the_longest_result_is_printed_on_two_pages(person: Person):
    send(person, **unsure_answers())
    assert person.page.locator(".reason").count() > 25
    person.page.reload()
    assert page_count(person.page, "Letter") == 2


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize(("answers", "findings", "pages"), [({}, 0, 1), (MANY_FINDINGS, 13, 2)])
def test_a_letter_for_a_doctor_is_printed_on_two_pages_at_most(person: Person, paper, answers, findings, pages):
    person.begin()
    person.has_answered(**answers)
    person.page.goto(person.page.url.replace("check-your-answers", "letter-for-my-doctor"))
    assert person.page.locator(".letter__findings tbody tr").count() == findings
    assert page_count(person.page, paper) == pages


def test_the_letter_of_an_early_result_is_printed_on_one_page(person: Person):
    person.begin()
    person.has_answered_until("aneurysm", pregnancy="yes")
    person.page.get_by_role("button", name="See my result now").click()
    person.page.get_by_role("link", name="Open a letter for your doctor").click()
    person.page.get_by_text("Ended early after screen 11.").wait_for()
    assert page_count(person.page, "Letter") == 1
