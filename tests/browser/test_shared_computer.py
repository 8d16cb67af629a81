"""Back on a shared computer shows nothing, with the browser's back/forward cache on as people have it."""

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.conftest import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser_type: BrowserType, browser_type_launch_args, live_server):
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    page = browser.new_page()
    page.goto(live_server.url)
    yield page
    browser.close()


def test_an_answer_that_was_not_sent_is_gone_when_coming_back(page: Page, live_server):
    Person(page).begin()
    page.get_by_label("No, for someone else").check()
    page.goto(f"{live_server.url}/crisis-help/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you filling this in about yourself?")
    expect(page.locator("input:checked")).to_have_count(0)


def test_a_result_is_gone_after_leaving(page: Page, live_server, settings):
    settings.EXIT_URL = f"{live_server.url}/crisis-help/"
    person = Person(page)
    person.begin()
    person.answer(pregnancy="yes")
    page.get_by_role("link", name="Show my result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This may not be the right time")
    page.get_by_role("link", name="Exit this page").click()
    page.wait_for_url("**/crisis-help/")
    for _ in range(3):
        page.go_back()
        page.wait_for_timeout(300)
        expect(page.get_by_text("pregnan")).to_have_count(0)
