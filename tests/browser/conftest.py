"""A page of the site in Chromium; any request that leaves it, and any error of its console, fails the test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.screening.answer_sets import CLEAR


@pytest.fixture(autouse=True)
def _browser_tests_use_a_real_database(transactional_db) -> None:
    """The server's threads must see what the test stores."""


@pytest.fixture
def site(live_server, context: BrowserContext) -> Iterator[Page]:
    context.set_default_timeout(10_000)
    foreign, console = [], []
    context.on("request", lambda r: None if r.url.startswith(live_server.url) else foreign.append(r.url))
    context.on("console", lambda m: console.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: console.append(str(e.error)))
    page = context.new_page()
    page.goto(live_server.url)
    yield page
    assert foreign == []
    # an answer with an error status is told on the console too; that is the browser, not our page
    assert [text for text in console if "Failed to load resource" not in text] == []


class Person:
    """Goes through the questionnaire as a person does, by what stands on the page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self) -> None:
        self.page.get_by_role("link", name="Answer the questionnaire").click()
        self.page.get_by_role("link", name="Start now").click()
        self.page.wait_for_url("**/answering-for/")  # and for its script

    def answer(self, **answers: object) -> None:
        """Answer until the questions end; what is not named in `answers` is answered with nothing to report."""
        from screening.journey.navigation import question_by_slug

        wanted = CLEAR | answers
        while True:
            slug = self.page.url.rstrip("/").rpartition("/")[2]
            if slug == "before-we-go-on":
                self.page.get_by_role("link", name="Continue").click()
                continue
            question = question_by_slug(self.page.url.split("/")[4], slug)
            if question is None:
                return
            for value in [wanted[question.id]] if isinstance(wanted[question.id], str) else wanted[question.id]:
                self.page.get_by_label(question.by_id[value].text, exact=True).check()
            self.page.get_by_role("button", name="Continue").click()


def send(person: Person, **answers: object) -> None:
    """From the home page to the result of answers that were sent; the receipt code stands on it."""
    person.begin()
    person.answer(**answers)
    person.page.get_by_label("I agree that the clinic may receive").check()
    person.page.get_by_role("button", name="Send my answers to the clinic and show my result").click()
    person.page.locator(".receipt-code").wait_for()


@pytest.fixture
def person(site: Page) -> Person:
    return Person(site)
