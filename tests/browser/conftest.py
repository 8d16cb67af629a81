"""Fixtures for tests in Chromium.

A request to another site, an error in the console, or anything that the site stores in the browser besides cookies
fails the test.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.screening.answer_sets import CLEAR


@pytest.fixture(autouse=True)
def _browser_tests_use_a_real_database(transactional_db) -> None:
    """The threads of the server must see what the test stores."""


@pytest.fixture
def site(live_server, context: BrowserContext) -> Iterator[Page]:
    context.set_default_timeout(10_000)
    foreign_urls, console_errors = [], []
    context.on("request", lambda r: None if r.url.startswith(live_server.url) else foreign_urls.append(r.url))
    context.on("console", lambda m: console_errors.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: console_errors.append(str(e.error)))
    page = context.new_page()
    page.goto(live_server.url)
    yield page
    assert foreign_urls == []
    # the browser also logs every response with an error status, which is not an error of our page
    assert [text for text in console_errors if "Failed to load resource" not in text] == []
    assert context.storage_state(indexed_db=True)["origins"] == []


class Person:
    """A person who goes through the questionnaire with the labels, links and buttons on the pages."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self) -> None:
        self.page.get_by_role("link", name="Answer the questionnaire").click()
        self.page.get_by_role("link", name="Start now").click()
        # waits until the script of the page is loaded as well
        self.page.wait_for_url("**/answering-for/")

    def answer(self, **answers: object) -> None:
        """Answer all questions that are asked. A question that is not in `answers` gets its answer in CLEAR."""
        from screening.journey.navigation import question_by_slug

        all_answers = CLEAR | answers
        while True:
            slug = self.page.url.rstrip("/").rpartition("/")[2]
            if slug == "before-we-go-on":
                self.page.get_by_role("link", name="Continue").click()
                continue
            question = question_by_slug(self.page.url.split("/")[4], slug)
            if question is None:
                return
            for value in (
                [all_answers[question.id]] if isinstance(all_answers[question.id], str) else all_answers[question.id]
            ):
                self.page.get_by_label(question.by_id[value].text, exact=True).check()
            self.page.get_by_role("button", name="Continue").click()


def send(person: Person, **answers: object) -> None:
    """Start at the home page, answer, and send the answers. Ends at the result with the receipt code."""
    person.begin()
    person.answer(**answers)
    person.page.get_by_label("I agree that the clinic may receive").check()
    person.page.get_by_role("button", name="Send my answers to the clinic and show my result").click()
    person.page.locator(".receipt-code").wait_for()


@pytest.fixture
def person(site: Page) -> Person:
    return Person(site)
