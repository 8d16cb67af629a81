"""The back button shows no answers on a shared computer, even with the back/forward cache of the browser enabled."""

import re

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.conftest import Person, send, send_answers

pytestmark = [pytest.mark.browser, pytest.mark.promise("P12")]

# the browser shows these and what follows, so that going back leads through pages with answers
LAST_QUESTIONS = "medicines"


@pytest.fixture
def page(browser_type: BrowserType, browser_type_launch_args, live_server):
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    page = browser.new_page()
    page.goto(live_server.url)
    yield page
    browser.close()


def test_an_answer_that_was_not_sent_is_not_shown_after_going_back(page: Page, live_server):
    Person(page).begin()
    page.get_by_label("No, for someone else").check()
    page.goto(f"{live_server.url}/crisis-help/")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you filling this in about yourself?")
    expect(page.locator("input:checked")).to_have_count(0)


@pytest.mark.parametrize("trigger", ["link", "shift"])
def test_going_back_after_leaving_says_that_the_answers_were_deleted_and_nothing_else(
    page: Page, live_server, settings, trigger
):
    settings.EXIT_URL = f"{live_server.url}/crisis-help/"
    person = Person(page)
    person.begin()
    person.has_answered_until("aneurysm", pregnancy="yes")
    page.get_by_role("button", name="Keep going").click()
    page.locator("#aneurysm").get_by_label("Not sure").check()
    if trigger == "link":
        page.get_by_role("link", name="Emergency: Exit this page").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**/crisis-help/")
    page.go_back()
    expect(page.get_by_text("You left with “Exit this page”. We deleted all your answers then")).to_be_visible()
    assert shows_nothing(page)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("We no longer have these answers")
    expect(page.get_by_text("You left with")).to_have_count(0)
    page.get_by_role("link", name="Start again").click()
    expect(page.get_by_role("link", name="Start now")).to_be_visible()


@pytest.mark.parametrize("way", ["back", "reload"])
def test_a_page_with_help_is_not_shown_again(page: Page, way):
    person = Person(page)
    person.begin()
    person.has_answered_until("suicide_plan")
    person.answer(suicide_plan="yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Please talk with someone now")
    page.go_back() if way == "back" else page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("We no longer have these answers")
    expect(page.locator("main").get_by_role("link", name="call 988")).to_be_visible()
    assert shows_nothing(page)


def test_a_result_is_not_shown_after_leaving_and_going_back(page: Page, live_server, settings):
    settings.EXIT_URL = f"{live_server.url}/crisis-help/"
    person = Person(page)
    person.begin()
    person.has_answered_until(LAST_QUESTIONS, pregnancy="yes")
    person.answer(pregnancy="yes")
    page.get_by_role("link", name="Show my result").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This may not be the right time")
    page.get_by_role("link", name="Emergency: Exit this page").click()
    page.wait_for_url("**/crisis-help/")
    for _ in range(3):
        page.go_back()
        page.wait_for_timeout(300)
        expect(page.get_by_text("pregnan")).to_have_count(0)


CODE = r"([0-9A-Z]{4}-){6}[0-9A-Z]{4}"


def shows_nothing(page: Page) -> bool:
    """Whether the page shows neither a receipt code nor an answer in a form."""
    page.wait_for_load_state()
    page.wait_for_timeout(300)
    filled_fields = page.evaluate(
        "[...document.querySelectorAll('input')].filter((i) => i.checked || (i.type === 'text' && i.value)).length"
    )
    return not re.search(CODE, page.content()) and filled_fields == 0


def test_going_back_after_sending_shows_neither_code_nor_answers(page: Page, live_server):
    person = Person(page)
    person.begin()
    person.has_answered_until(LAST_QUESTIONS)
    person.answer()
    send_answers(person)
    assert not shows_nothing(page)
    for _ in range(3):
        page.go_back()
        assert shows_nothing(page)
    page.goto(f"{live_server.url}/crisis-help/")
    page.go_back()
    assert shows_nothing(page)


def test_a_receipt_code_is_not_shown_after_going_back_to_its_page(page: Page, live_server):
    send(Person(page))
    page.goto(f"{live_server.url}/crisis-help/")
    page.go_back()
    expect(page.locator(".reference")).to_be_visible()
    assert shows_nothing(page)


@pytest.mark.parametrize("last_step", ["typed", "opened", "deleted"])
def test_going_back_to_a_receipt_shows_nothing(page: Page, live_server, last_step):
    send(Person(page))
    code = page.locator(".receipt-code").inner_text()
    page.goto(f"{live_server.url}/receipt/")
    page.get_by_label("What is your receipt code?").fill(code)
    if last_step != "typed":
        page.get_by_role("button", name="Open my receipt").click()
        page.get_by_role("heading", name="What we have from you").wait_for()
    if last_step == "deleted":
        page.get_by_label("Yes, delete all of it").check()
        page.get_by_role("button", name="Delete what I sent").click()
        page.get_by_role("heading", name="We deleted what you sent").wait_for()
    page.goto(f"{live_server.url}/crisis-help/")
    for _ in range(3):
        page.go_back()
        assert shows_nothing(page)
