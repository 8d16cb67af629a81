"""Fixtures for tests in Chromium.

A request to another site, an error in the console, or anything that the site stores in the browser besides cookies
fails the test.
"""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from screening.journey.navigation import screen_by_slug
from screening.vocabulary.questionnaires import Screen
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk_until
from tests.site_states import html_by_state  # noqa: F401 (a fixture)


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


@pytest.fixture
def show(live_server, page):
    """A function that shows HTML at an address of the live server, so that stylesheets and icons load."""
    page.route("**/state/", lambda route: route.fulfill(body=page.state, content_type="text/html; charset=utf-8"))

    def show_html(html: str):
        page.state = html
        page.goto(f"{live_server.url}/state/")
        return page

    return show_html


class Person:
    """A person who goes through the questionnaire with the labels, links and buttons on the pages."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def begin(self) -> None:
        self.page.get_by_role("link", name="Check yourself").click()
        self.page.get_by_role("link", name="Start now").click()
        # waits until the script of the page is loaded as well
        self.page.wait_for_url("**/answering-for/")

    def answer(self, **answers: object) -> None:
        """Answer every screen, and keep going when an early result is offered.

        A question that is not in `answers` gets its answer in CLEAR.
        """
        for _ in self.screens(**answers):
            pass

    def answer_until(self, question_id: str, **answers: object) -> None:
        """Answer every screen before the one with this question."""
        for screen in self.screens(**answers):
            if question_id in {question.id for question in screen.questions}:
                return

    def has_answered(self, **answers: object) -> None:
        """Like `answer`, in a fraction of the time: the browser shows nothing between this page and the last."""
        self.has_answered_until("", **answers)

    def has_answered_until(self, question_id: str, **answers: object) -> None:
        """Like `answer_until`, in a fraction of the time. The browser is at the first question of its attempt."""
        client, context = Client(), self.page.context
        for cookie in context.cookies():
            client.cookies[cookie["name"]] = cookie["value"]
        attempt = self.page.url.split("/screening/")[1].split("/")[0]
        url = urljoin(self.page.url, walk_until(client, CLEAR | answers, question_id, attempt))
        session = {"name": "session", "value": client.cookies["session"].value, "httpOnly": True, "sameSite": "Lax"}
        context.add_cookies([{**session, "domain": urlsplit(url).hostname, "path": "/"}])
        self.page.goto(url)

    def screens(self, **answers: object) -> Iterator[Screen]:
        """Yield each screen while it is shown, then answer it and continue."""
        all_answers = CLEAR | answers
        while screen := self.screen_shown():
            yield screen
            if self.page.get_by_role("button", name="Keep going").is_visible():
                self.page.get_by_role("button", name="Keep going").click()
            for question in screen.questions:
                answer = all_answers[question.id]
                for value in [answer] if isinstance(answer, str) else answer:
                    choice = question.by_id[value]
                    self.page.locator(f"fieldset#{question.id}").get_by_label(choice.text, exact=True).check()
            self.page.get_by_role("button", name="Continue").click()

    def screen_shown(self) -> Screen | None:
        """The screen at the address of the page; None for another page, and for a page with help at that address."""
        self.page.wait_for_load_state()
        has_form = self.page.locator("main form").count()
        return screen_by_slug(*self.page.url.rstrip("/").split("/")[-2:]) if has_form else None


def send(person: Person, **answers: object) -> None:
    """Start at the home page, answer, and send the answers. Ends at the result with the receipt code."""
    person.begin()
    person.has_answered(**answers)
    send_answers(person)


def send_answers(person: Person) -> None:
    """From the check of the answers to the result with the receipt code."""
    person.page.get_by_role("link", name="Send my answers to the clinic").click()
    person.page.get_by_label("I agree that the clinic may receive").check()
    person.page.get_by_role("button", name="Send my answers to the clinic and show my result").click()
    person.page.locator(".receipt-code").wait_for()


@pytest.fixture
def person(site: Page) -> Person:
    return Person(site)
