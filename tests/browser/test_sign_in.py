"""Signing in as the staff does: with an app, with a passkey, with the keyboard, without JavaScript; and coming back."""

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from tests.staff.second_steps import PASSWORD, code, give_app, staff

pytestmark = pytest.mark.browser


@pytest.fixture
def address(live_server, settings) -> str:
    """By name: a browser keeps no passkey for a number."""
    settings.STAFF_SECOND_FACTOR = True
    cache.clear()  # no table of a model, so no test empties it
    Group.objects.get_or_create(name="Reviewer")
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(address, context: BrowserContext):
    context.set_default_timeout(10_000)
    console = []
    context.on("console", lambda message: console.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.goto(f"{address}/staff/")
    yield page
    assert console == []


def give_password(page: Page, name: str = "ann") -> None:
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page, "button", "Sign in")


def follow(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Press what leads on, and wait for the page it leads to: what is looked at next is not the old one."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def set_up_app(page: Page) -> str:
    follow(page, "link", "Set up an app")
    page.get_by_text("It cannot scan?").click()
    secret = page.locator("code.key").inner_text()
    page.get_by_label("The code your app shows").fill(code(secret))
    follow(page, "button", "Set up the app")
    return secret


def plug_in_a_key(page: Page) -> None:
    """A key that knows its owner and always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_somebody_new_sets_up_an_app_and_comes_in(page):
    staff("ann", is_superuser=True)
    give_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    secret = set_up_app(page)
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I have them: go to the desk").click()
    expect(page.get_by_role("link", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    give_password(page)
    page.get_by_label("Code").fill(code(secret, later=30))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Second step")).to_be_visible()


def test_a_passkey_signs_in_by_itself_and_as_a_second_step(page):
    staff("ann", is_superuser=True)
    plug_in_a_key(page)
    give_password(page)
    page.get_by_role("link", name="Set up a key").click()
    page.get_by_role("button", name="Set up this key").click()
    page.get_by_role("link", name="I have them: go to the desk").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Sign out").click()
    give_password(page)
    page.get_by_role("button", name="Use a security key or passkey").click()
    expect(page.get_by_role("link", name="Second step")).to_be_visible()


def test_a_key_that_is_not_there_is_told_in_words(page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")  # a browser without any key
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text("That did not work. Try again, or sign in with your password.")


def test_the_keyboard_is_enough(page):
    give_app(staff("ann", is_superuser=True))
    page.get_by_label("User name").focus()
    page.keyboard.type("ann")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_label("Code").focus()
    page.keyboard.type(code())
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Second step")).to_be_visible()


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_an_app_is_set_up_and_signs_in(self, page):
        staff("ann", is_superuser=True)
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
        give_password(page)
        set_up_app(page)
        page.get_by_role("link", name="I have them: go to the desk").click()
        expect(page.get_by_role("link", name="Second step")).to_be_visible()

    def test_a_page_for_keys_says_what_it_needs(self, page, address):
        staff("ann", is_superuser=True)
        give_password(page)
        page.goto(f"{address}/staff/account/second-step/keys/add/")
        expect(page.get_by_text("Keys and passkeys need JavaScript in this browser.")).to_be_visible()


def test_after_a_quarter_of_an_hour_one_comes_back_to_where_one_was(page, address):
    give_app(staff("ann", is_superuser=True))
    give_password(page)
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{address}/staff/auth/user/?q=ann")
    let_time_pass(15 * 60)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("nothing happened for 15 minutes")
    give_password(page)
    page.get_by_label("Code").fill(code(later=30))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{address}/staff/auth/user/?q=ann")


def let_time_pass(seconds: int) -> None:
    """As far as sessions of the staff know."""
    for session in Session.objects.all():
        store = session.get_session_store_class()(session.session_key)
        if "staff" in store:
            store["staff"] |= {"seen": store["staff"]["seen"] - seconds}
            store.save()


class TestHowItLooks:
    @pytest.fixture(params=[(360, "dark"), (1280, "light")], ids=str)
    def browser_context_args(self, browser_context_args, request):
        width, scheme = request.param
        size = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        return browser_context_args | size | {"bypass_csp": True}  # axe adds a style of its own

    def test_every_page_fits_and_axe_finds_nothing(self, page, address):
        staff("ann", is_superuser=True)
        plug_in_a_key(page)
        faults = {}

        def look():
            found = Axe().run(page).response["violations"]
            faults.update({f"{page.url} {one['id']}": [node["html"][:200] for node in one["nodes"]] for one in found})
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults[page.url] = "wider than the window"

        look()
        give_password(page, "nobody")
        look()
        give_password(page)
        look()
        follow(page, "link", "Set up an app")
        look()
        page.go_back()
        set_up_app(page)
        look()
        page.goto(f"{address}/staff/account/second-step/keys/add/")
        look()
        page.get_by_role("button", name="Set up this key").click()
        page.wait_for_url("**/second-step/")
        look()
        for path in ("second-step/keys/", "second-step/app/remove/", "second-step/recovery-codes/new/", "again/"):
            page.goto(f"{address}/staff/account/{path}")
            look()
        page.goto(f"{address}/staff/account/second-step/keys/")
        for link in ("Rename", "Remove"):
            with page.expect_navigation():
                page.get_by_role("link", name=re.compile(link)).click()
            look()
            page.go_back()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in/")
        give_password(page)
        look()
        assert faults == {}
