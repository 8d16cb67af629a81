"""A second opinion: LHC-Forms, which knows nothing of us, shows the Questionnaire we publish and reads our responses.

What stands on its page is compared with the declaration itself, what it gives back with the answers themselves. An
answer that ends the questionnaire here ends nothing there: R4 has no word for it, the Questionnaire's description says
so.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from screening.assessment import assess
from screening.exports.fhir import questionnaire_resource, response_resource
from screening.path import ends_at, on_path
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record
from screening.vocabulary.conditions import ALWAYS
from screening.vocabulary.questions import Question
from tests.fhir.fetch_lforms import NEEDED
from tests.fhir.structural_faults import items_of
from tests.screening.answer_sets import CLEAR

pytestmark = pytest.mark.browser

SITE = "https://clinic.example"
PUBLISHED = questionnaire_resource(QUESTIONNAIRE, SITE, "Sample Clinic", "draft")
ASKED = [question for question in QUESTIONNAIRE.questions if not question.asked_within]
SHOWN_TO_EVERYBODY = [screen for screen in QUESTIONNAIRE.screens if not screen.first.is_follow_up]
NUMBERS = {screen.first.id: number for number, screen in enumerate(SHOWN_TO_EVERYBODY, start=1)}
FOLLOW_UPS = [question.id for question in ASKED if question.ask_when != ALWAYS]

# The page as a person sees it: what is not visible does not stand there.
SEEN = """() => [...document.querySelectorAll('lhc-item')].filter(item => item.checkVisibility()).map(item => {
    const own = selector => [...item.querySelectorAll(selector)].filter(one => one.closest('lhc-item') === item);
    const options = own('.ant-radio-wrapper, .ant-checkbox-wrapper');
    return {
        id: item.id.replace(/^item-/, '').replace(/(\\/1)+$/, ''),
        text: own('.question')[0].textContent,
        why: own('.lhc-inline-help').map(one => one.textContent).join(),
        required: own('.lhc-required').length === 1,
        kinds: [...new Set(options.map(one => one.querySelector('input').type))],
        options: options.map(one => one.innerText.trim()),
        chosen: options.filter(one => one.querySelector('input').checked).map(one => one.innerText.trim()),
    };
})"""
SHOW = """async ([questionnaire, response]) => {
    let form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
    if (response) form = LForms.Util.mergeFHIRDataIntoLForms(response, form, 'R4');
    form.templateOptions = {...form.templateOptions, showCodingInstruction: true};  // help beside the question
    await LForms.Util.addFormToPage(form, 'form');
}"""
GIVE_BACK = "() => LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4')"


def answer_sets() -> Iterator[tuple[str, dict[str, object]]]:
    """(name, answers), so that every choice of every question is in at least one of them."""
    yield "all clear", CLEAR
    for tick in QUESTIONNAIRE.by_id["health_history"].choices:
        opened = {tick.id: "no"} if tick.id in FOLLOW_UPS else {}
        yield f"only {tick.id} ticked", CLEAR | {"health_history": [tick.id]} | opened
    for number in range(max(len(question.choices) for question in ASKED)):
        everything = {"health_history": list(FOLLOW_UPS)}
        yield f"choice {number + 1} of every question", {q.id: nth_answer(q, number) for q in ASKED} | everything
    for question in ASKED:
        for choice in question.choices:
            if ends_at(question, {question.id: choice.id}):
                yield f"{question.id} {choice.id}", CLEAR | {question.id: choice.id}


def nth_answer(question: Question, number: int) -> object:
    """One of the choices that do not end the questionnaire."""
    going_on = [choice.id for choice in question.choices if not ends_at(question, {question.id: choice.id})]
    answer = going_on[number % len(going_on)]
    return [answer] if question.select_all else answer


ANSWER_SETS = {name: on_path(answers) for name, answers in answer_sets()}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """An empty page with LHC-Forms on it. Any request, and any error, fails the tests."""
    folder = Path(os.environ["LFORMS"])
    page, wrong = browser.new_page(), []
    page.on("request", lambda request: wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.set_content("<!doctype html><title>Second opinion</title><div id=form></div>")
    for name in NEEDED:
        add = page.add_style_tag if name.endswith(".css") else page.add_script_tag
        add(path=folder / name)
    yield page
    page.close()
    assert wrong == []


def expected(answers: dict[str, object]) -> list[dict[str, Any]]:
    """What the page must show, from the declaration alone."""
    seen = []
    for section in QUESTIONNAIRE.sections:
        seen.append(shown(f"section.{section.id}", section.title))
        for question in section.questions:
            if question.asked_within or not question.ask_when.holds(answers):
                continue
            screen = QUESTIONNAIRE.screen_of(question)
            if len(screen.questions) > 1 and question == screen.first:
                seen.append(shown(f"screen.{NUMBERS[question.id]}", ""))
            fields = {
                "why": question.why,
                "required": True,
                "kinds": ["checkbox" if question.select_all else "radio"],
                "options": [choice.text for choice in question.choices],
                "chosen": [choice.text for _, choice in question.read(answers.get(question.id)) if choice],
            }
            text = "\n".join([question.text, *(f"- {sign}" for sign in question.listed)])
            seen.append(shown(question.id, text, **fields))
            if question.hint:
                seen.append(shown(f"{question.id}.hint", question.hint))
    return seen


def shown(link_id: str, text: str, **fields: object) -> dict[str, Any]:
    bare = {"id": link_id, "text": text, "why": "", "required": False, "kinds": [], "options": [], "chosen": []}
    return bare | fields


def codes_in(response: dict[str, Any]) -> dict[str, list[str]]:
    return {
        item["linkId"]: [answer["valueCoding"]["code"] for answer in item["answer"]]
        for item in items_of(response)
        if "answer" in item
    }


def test_the_answer_sets_contain_every_choice_of_every_question():
    given = {(q, choice.id) for a in ANSWER_SETS.values() for q in a for _, choice in QUESTIONNAIRE.by_id[q].read(a[q])}
    assert given == {(question.id, choice.id) for question in ASKED for choice in question.choices}


@pytest.mark.parametrize("name", ANSWER_SETS)
def test_lforms_shows_our_questions_and_returns_the_same_answers(name: str, page: Page):
    answers = ANSWER_SETS[name]
    response = response_resource(
        QUESTIONNAIRE,
        SITE,
        reference="ABCD-1234",
        received_at=datetime(2026, 5, 22, tzinfo=UTC),
        version=QUESTIONNAIRE.version,
        record=Record.of(answers, assess(answers)),
    )
    page.evaluate(SHOW, [PUBLISHED, response])
    assert page.evaluate(SEEN) == expected(answers)
    given_back = page.evaluate(GIVE_BACK)
    assert given_back["questionnaire"] == response["questionnaire"]
    assert codes_in(given_back) == {
        question: [f"{question}:{choice.id}" for _, choice in QUESTIONNAIRE.by_id[question].read(answer)]
        for question, answer in answers.items()
    }


@pytest.mark.parametrize("choice", FOLLOW_UPS)
def test_a_follow_up_appears_and_disappears_with_its_checkbox(choice: str, page: Page):
    page.evaluate(SHOW, [PUBLISHED, None])
    question = QUESTIONNAIRE.by_id["health_history"]
    box = page.get_by_label(f"Checkbox {question.by_id[choice].text} for {question.text}", exact=True)
    before = page.evaluate(SEEN)
    assert before == expected({})
    box.click()
    assert page.evaluate(SEEN) == expected({"health_history": [choice]})
    box.click()
    assert page.evaluate(SEEN) == before
