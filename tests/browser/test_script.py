"""What the script of the questionnaire adds: focus on errors, quick exit, a copy button, and no double sending."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.conftest import send
from tests.consultations.appointments.times import front_desk

pytestmark = pytest.mark.browser


def test_an_error_summary_gets_the_focus_and_its_link_leads_to_the_first_input(person):
    page = person.page
    person.begin()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title("Error: Are you filling this in about yourself? - Harbor Light")
    page.get_by_role("link", name="Select an answer about who is answering").click()
    expect(page.locator("#id_answering_for")).to_be_focused()


def test_each_link_of_an_error_summary_leads_to_its_own_question(person):
    page = person.page
    person.begin()
    person.has_answered_until("aneurysm")
    page.get_by_role("button", name="Continue").click()
    for question_id in ("ketamine_allergy", "avm"):
        page.locator(f'.error-summary a[href="#id_{question_id}"]').click()
        expect(page.locator(f"#id_{question_id}")).to_be_focused()
        expect(page.locator(f"#{question_id} legend")).to_be_in_viewport()


def test_the_questionnaire_can_be_answered_with_the_keyboard_alone(person):
    page = person.page
    person.begin()
    for _ in range(30):
        if "check-your-answers" in page.url:
            break
        previous_url = page.url
        answered = set()
        # Tab leads to one input of each group of radio buttons, and to every checkbox.
        while len(answered) < page.locator("fieldset").count():
            page.keyboard.press("Tab")
            group = page.evaluate("document.activeElement.closest('.choice') && document.activeElement.name")
            if group and group not in answered:
                page.keyboard.press("Space")
                answered.add(group)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, previous_url=previous_url: url != previous_url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you see your result")


@pytest.fixture
def _exit_to_local_page(context, settings, live_server):
    settings.EXIT_URL = f"{live_server.url}/crisis-help/"


@pytest.mark.usefixtures("_exit_to_local_page")
@pytest.mark.parametrize("trigger", ["link", "shift"])
def test_exit_this_page_deletes_the_session_and_leaves(person, trigger):
    page = person.page
    person.begin()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/age/")
    assert Session.objects.count() == 1
    if trigger == "link":
        page.get_by_role("link", name="Emergency: Exit this page").click()
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url("**/crisis-help/")
    assert Session.objects.count() == 0


def test_shift_with_another_key_does_not_leave(person):
    page = person.page
    person.begin()
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
        expect(page.get_by_role("navigation", name="Leave quickly").get_by_role("status")).to_be_empty()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you filling this in about yourself?")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_exit_link_is_in_the_row_of_the_name_and_stays_in_view(person, width):
    page = person.page
    page.set_viewport_size({"width": width, "height": 740})
    person.begin()
    person.has_answered_until("aneurysm")
    exit_link = page.get_by_role("link", name="Emergency: Exit this page")
    brand, exit_box = page.locator(".brand").bounding_box(), exit_link.bounding_box()
    assert brand["x"] + brand["width"] <= exit_box["x"]
    assert brand["y"] <= exit_box["y"] + exit_box["height"] / 2 <= brand["y"] + brand["height"]
    page.get_by_role("button", name="Continue").scroll_into_view_if_needed()
    expect(exit_link).to_be_in_viewport()


@pytest.mark.usefixtures("_exit_to_local_page")
def test_three_presses_of_shift_leave_if_each_comes_within_five_seconds(person):
    page = person.page
    page.clock.install()
    person.begin()
    announcement = page.get_by_role("navigation", name="Leave quickly").get_by_role("status")
    page.keyboard.press("Shift")
    expect(announcement).to_have_text("Shift, press 2 more times to exit.")
    page.clock.run_for(4_000)
    page.keyboard.press("Shift")
    expect(announcement).to_have_text("Shift, press 1 more time to exit.")
    page.clock.run_for(5_100)
    expect(announcement).to_be_empty()
    page.keyboard.press("Shift")
    expect(announcement).to_have_text("Shift, press 2 more times to exit.")
    for _ in range(2):
        page.clock.run_for(4_000)
        page.keyboard.press("Shift")
    page.wait_for_url("**/crisis-help/")


def test_pressing_continue_twice_sends_the_form_once(person):
    page = person.page
    person.begin()
    held_requests = []
    page.route("**/answering-for/", lambda route: held_requests.append(route))
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").focus()
    with page.expect_request("**/answering-for/"):
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    held_requests[0].continue_()
    expect(page.get_by_role("group", name="How old are you?")).to_be_visible()
    assert len(held_requests) == 1


def test_a_link_to_a_question_scrolls_the_list_to_it(person, live_server):
    person.page.goto(f"{live_server.url}/screening/questions/#pregnancy")
    expect(person.page.get_by_role("heading", name="Are you pregnant, or could you be?")).to_be_in_viewport()


def test_the_copy_button_copies_the_receipt_code(person, context):
    page = person.page
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    send(person)
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".receipt-code").inner_text()


def test_the_copy_button_says_what_to_do_if_the_browser_cannot_copy(person, context):
    page = person.page
    context.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    send(person)
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_text("Copying failed. Write it down.")).to_be_visible()


class TestWithoutScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_the_copy_button_is_hidden(self, person):
        send(person)
        expect(person.page.get_by_role("button", name="Copy the code")).to_be_hidden()

    @pytest.mark.usefixtures("_exit_to_local_page")
    def test_exit_this_page_deletes_the_session_and_leaves(self, person):
        page = person.page
        person.begin()
        page.get_by_label("Yes", exact=True).check()
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Emergency: Exit this page").click()
        page.wait_for_url("**/crisis-help/")
        assert Session.objects.count() == 0


class TestInAnotherTimeZone:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"timezone_id": "America/Los_Angeles"}

    def test_a_time_is_also_in_the_zone_of_the_person(self, person):
        front_desk(weekdays=range(7))
        person.begin()
        person.answer()
        person.page.goto(person.page.url.replace("check-your-answers", "result"))
        person.page.get_by_role("link", name="Book a time").click()
        own_time = re.compile(r"8:00 am \((Sun|Mon|Tue|Wed|Thu|Fri|Sat), 5:00 am P[SD]T, your time\) phone call")
        expect(person.page.locator(".times label").first).to_have_text(own_time)


def test_the_hidden_exit_link_leaves_the_site(person, settings, live_server):
    settings.EXIT_URL = f"{live_server.url}/crisis-help/"
    page = person.page
    person.begin()
    page.get_by_role("link", name="Exit this page", exact=True).press("Enter")
    page.wait_for_url("**/crisis-help/")


@pytest.mark.promise("P9")
def test_the_browser_stores_only_two_session_cookies(person, context):
    page = person.page
    assert context.cookies() == []
    person.begin()
    person.answer(pregnancy="trying")
    cookies = context.cookies()
    assert {cookie["name"] for cookie in cookies} == {"session", "csrf"}
    assert all(cookie["expires"] == -1 and cookie["httpOnly"] for cookie in cookies)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
