"""Staff sign in with an app, with a passkey, with the keyboard alone, and without JavaScript."""

import re
from typing import Literal

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import violations
from tests.staff.second_steps import PASSWORD, code, give_app, staff

pytestmark = pytest.mark.browser


@pytest.fixture
def address(live_server, settings) -> str:
    """The address with a host name, because a browser creates no passkey for an IP address."""
    settings.STAFF_SECOND_FACTOR = True
    # the cache table belongs to no model, so Django does not empty it after a test
    cache.clear()
    Group.objects.get_or_create(name="Reviewer")
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(address, context: BrowserContext):
    context.set_default_timeout(10_000)
    console_errors = []
    context.on("console", lambda message: console_errors.append(message.text) if message.type == "error" else None)
    page = context.new_page()
    page.goto(f"{address}/staff/")
    yield page
    assert console_errors == []
    assert context.storage_state(indexed_db=True)["origins"] == []


def enter_password(page: Page, name: str = "ann") -> None:
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page, "button", "Sign in")


def follow(page: Page, role: Literal["button", "link"], name: str) -> None:
    """Click the button or link, and wait for the next page, so that no check looks at the old one."""
    with page.expect_navigation():
        page.get_by_role(role, name=name, exact=True).click()


def set_up_app(page: Page) -> str:
    follow(page, "link", "Set up an app")
    page.get_by_text("If you cannot scan it").click()
    secret = page.locator("code.key").inner_text()
    page.get_by_label("The code your app shows").fill(code(secret))
    follow(page, "button", "Set up the app")
    return secret


def connect_passkey(page: Page) -> None:
    """Add a virtual passkey that confirms every request."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_new_person_can_set_up_an_app_and_sign_in(page):
    staff("ann", is_superuser=True)
    enter_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    secret = set_up_app(page)
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="I saved them: go to the desk").click()
    expect(page.get_by_role("link", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    enter_password(page)
    page.get_by_label("Code").fill(code(secret, later=30))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Second step")).to_be_visible()


def test_a_passkey_can_sign_in_alone_and_be_a_second_step(page):
    staff("ann", is_superuser=True)
    connect_passkey(page)
    enter_password(page)
    page.get_by_role("link", name="Set up a key").click()
    page.get_by_role("button", name="Set up this key").click()
    page.get_by_role("link", name="I saved them: go to the desk").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Sign out").click()
    enter_password(page)
    page.get_by_role("button", name="Use a security key or passkey").click()
    expect(page.get_by_role("link", name="Second step")).to_be_visible()


def test_a_missing_passkey_is_explained(page):
    devtools = page.context.new_cdp_session(page)
    # an authenticator without any key
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text("That did not work. Try again, or sign in with your password.")


def test_the_page_for_keys_explains_why_none_can_be_set_up_at_an_ip_address(page, address):
    staff("ann", is_superuser=True)
    why_not = "Browsers use no keys and passkeys at an IP address like this one."
    page.goto(f"{address.replace('localhost', '127.0.0.1')}/staff/account/sign-in/")
    expect(page.get_by_text(why_not)).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    enter_password(page)
    follow(page, "link", "Set up a key")
    expect(page.get_by_text(why_not)).to_be_visible()
    expect(page.get_by_role("button", name="Set up this key")).to_be_hidden()
    follow(page, "link", "Open this page at localhost")
    enter_password(page)
    expect(page).to_have_url(f"{address}/staff/account/second-step/keys/add/")
    expect(page.get_by_text(why_not)).to_be_hidden()
    expect(page.get_by_role("button", name="Set up this key")).to_be_visible()


def test_a_person_can_sign_in_with_the_keyboard_alone(page):
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

    def test_a_person_can_set_up_an_app_and_is_signed_in(self, page):
        staff("ann", is_superuser=True)
        expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
        enter_password(page)
        set_up_app(page)
        page.get_by_role("link", name="I saved them: go to the desk").click()
        expect(page.get_by_role("link", name="Second step")).to_be_visible()

    def test_the_page_for_keys_says_that_it_needs_javascript(self, page, address):
        staff("ann", is_superuser=True)
        enter_password(page)
        page.goto(f"{address}/staff/account/second-step/keys/add/")
        expect(page.get_by_text("Keys and passkeys need JavaScript in this browser.")).to_be_visible()


def test_a_person_returns_to_the_same_page_after_an_expired_session(page, address):
    give_app(staff("ann", is_superuser=True))
    enter_password(page)
    page.get_by_label("Code").fill(code())
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{address}/staff/auth/user/?q=ann")
    age_staff_sessions(15 * 60)
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("you did nothing for 15 minutes")
    enter_password(page)
    page.get_by_label("Code").fill(code(later=30))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{address}/staff/auth/user/?q=ann")


def age_staff_sessions(seconds: int) -> None:
    """Move the last use of every staff session into the past."""
    for session in Session.objects.all():
        store = session.get_session_store_class()(session.session_key)
        if "staff" in store:
            store["staff"] |= {"seen": store["staff"]["seen"] - seconds}
            store.save()


class TestAppearance:
    @pytest.fixture(params=[(360, "dark"), (1280, "light")], ids=str)
    def browser_context_args(self, browser_context_args, request):
        width, scheme = request.param
        size = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
        # axe adds its own styles
        return browser_context_args | size | {"bypass_csp": True}

    def test_every_page_fits_the_window_and_axe_finds_no_violations(self, page, address):
        staff("ann", is_superuser=True)
        connect_passkey(page)
        faults = {}

        def check():
            for violation in violations(page):
                faults[f"{page.url} {violation['id']}"] = [node["html"][:200] for node in violation["nodes"]]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults[page.url] = "wider than the window"

        check()
        enter_password(page, "nobody")
        check()
        enter_password(page)
        check()
        follow(page, "link", "Set up an app")
        check()
        page.go_back()
        set_up_app(page)
        check()
        page.goto(f"{address}/staff/account/second-step/keys/add/")
        check()
        page.get_by_role("button", name="Set up this key").click()
        page.wait_for_url("**/second-step/")
        check()
        for path in ("second-step/keys/", "second-step/app/remove/", "second-step/recovery-codes/new/", "again/"):
            page.goto(f"{address}/staff/account/{path}")
            check()
        page.goto(f"{address}/staff/account/second-step/keys/")
        for link in ("Rename", "Remove"):
            with page.expect_navigation():
                page.get_by_role("link", name=re.compile(link)).click()
            check()
            page.go_back()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in/")
        enter_password(page)
        check()
        assert faults == {}
