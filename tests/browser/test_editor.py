"""The Content area as an editor uses it, and a text editor beside it; under the strict policy of the site."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as site_settings
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from pages.catalogue import current
from pages.editing import versions
from pages.editing.versions import Seen
from pages.models import ContentPage
from tests.pages.conftest import WHAT_IT_IS, content  # noqa: F401 (a fixture)
from tests.pages.editing.conftest import CLAIMS, PAGE
from tests.pages.editing.test_versions import NEW, OTHER

pytestmark = pytest.mark.browser

LIST = "/staff/pages/contentpage/"


@pytest.fixture
def folder(content, settings):  # noqa: F811
    content.write("claims.yaml", CLAIMS)
    settings.CONTENT_DIR = content.path
    current()
    return content


def make_editor(name: str) -> User:
    editor = User.objects.create_user(name, first_name=name.title(), is_staff=True)
    editor.groups.add(Group.objects.get(name="Content editor"))
    return editor


def sign_in(context: BrowserContext, editor: User, address: str) -> None:
    client = Client()
    client.force_login(editor)
    name = site_settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def mira(folder, site: Page, context, live_server) -> User:
    editor = make_editor("mira")
    sign_in(context, editor, live_server.url)
    return editor


@pytest.fixture
def desk(mira, site: Page, live_server) -> Page:
    """Mira's browser, at the page "What is it?" of the Content area."""
    site.goto(live_server.url + LIST)
    site.get_by_role("link", name="What is it?").click()
    return site


def write(page: Page, after: str, words: str) -> None:
    """Put `words` at the end of the line that has `after` in it."""
    page.locator(".cm-line", has_text=after).click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def preview(page: Page):
    return page.frame_locator("#preview")


def test_a_session_of_an_editor_from_the_first_word_to_the_site_and_back(desk: Page, folder, live_server):
    write(desk, "Nobody knows", " But it is a cure.")
    expect(desk.locator("#summary")).to_have_text("1 error and 1 warning to look at.")
    expect(desk.locator(".finding--error")).to_contain_text("Nothing here cures.")
    expect(desk.locator(".cm-error")).to_have_text("Nobody knows for sure. But it is a cure.")
    expect(preview(desk).locator("main")).to_contain_text("But it is a cure.")

    desk.get_by_role("button", name="Publish now").click()
    expect(desk.get_by_role("alert")).to_contain_text("Not published: there are errors")
    desk.locator(".finding--error a").click()
    expect(desk.locator(".cm-content")).to_be_focused()
    desk.keyboard.press("End")
    for _ in "cure.":
        desk.keyboard.press("Backspace")
    desk.keyboard.type("medicine.")
    expect(desk.locator("#summary")).to_have_text("1 warning to look at.")

    desk.get_by_label("Component").select_option(label="Call-out")
    desk.get_by_role("button", name="Put it in").click()
    expect(preview(desk).locator(".callout")).to_contain_text("You can say no at any point")

    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist")).to_have_text("The draft is saved. The site does not show it yet.")
    desk.get_by_role("link", name="Preview the draft").click()
    expect(desk.locator(".preview-banner")).to_contain_text("A draft, for staff only.")
    desk.get_by_role("link", name="Back to the editor").click()

    desk.get_by_role("button", name="Publish now").click()
    expect(desk.locator(".messagelist")).to_contain_text("Published.")
    assert "But it is a medicine." in (folder.path / PAGE).read_text()

    desk.get_by_role("link", name="History").click()
    desk.get_by_role("row", name="not known").get_by_role("link").click()
    desk.get_by_role("button", name="Restore this text as the draft").click()
    expect(desk.locator(".messagelist")).to_contain_text("The draft now has the text of that version.")
    assert ContentPage.objects.get(file=PAGE).draft.text == WHAT_IT_IS


def test_a_session_of_a_text_editor_shows_on_the_site_and_in_the_list(mira, site: Page, folder, live_server):
    folder.write(PAGE, NEW)
    site.goto(live_server.url)
    site.wait_for_function("async () => (await (await fetch('/what-it-is/')).text()).includes('old medicine')")
    folder.write(PAGE, NEW.replace("title: What is it?", "title: What is it now?").replace("[@fda23]", "[@nobody]"))
    site.goto(live_server.url + LIST)
    row = site.get_by_role("row", name="What is it now?")
    expect(row).to_contain_text("2 errors")
    expect(row).to_contain_text("Changed outside the editor")
    expect(site.locator(".notice")).to_contain_text("The site still shows the last good pages")
    site.goto(f"{live_server.url}/what-it-is/")
    expect(site.get_by_role("heading", level=1)).to_have_text("What is it?")


def test_words_of_a_lost_session_come_back_and_write_over_nobody(desk: Page, mira, context, folder, live_server):
    write(desk, "It is a medicine", " Mine.")
    context.clear_cookies(name=site_settings.SESSION_COOKIE_NAME)
    write(desk, "It is a medicine", " More.")
    expect(desk.locator("#summary")).to_contain_text("You were signed out.")
    page = ContentPage.objects.get(file=PAGE)
    versions.save(folder.path, page.pk, OTHER, Seen.of(page), make_editor("bob"))
    sign_in(context, mira, live_server.url)
    desk.reload()
    expect(desk.locator(".cm-content")).to_contain_text("It is not known")
    desk.get_by_role("button", name="Put them back").click()
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.get_by_role("alert")).to_contain_text("Both changes fit together")
    expect(desk.locator(".cm-content")).to_contain_text(re.compile(r"Mine\. More\..*It is not known", re.DOTALL))


def test_who_leaves_words_unsaved_is_asked_and_who_saved_is_not(desk: Page, live_server):
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    desk.get_by_role("link", name="History").click()
    desk.go_back()
    write(desk, "It is a medicine", " Mine.")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist")).to_be_visible()
    assert asked == []
    write(desk, "It is a medicine", " More.")
    desk.get_by_role("link", name="History").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("History: What is it?")
    assert asked == ["beforeunload"]


class TestWithoutScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_an_editor_checks_saves_and_publishes(self, desk: Page, folder):
        text = desk.get_by_label("Text of the page")
        text.fill(NEW.replace("old", "cure"))
        desk.get_by_role("button", name="Check and preview").click()
        expect(desk.locator(".finding--error")).to_contain_text("Nothing here cures.")
        expect(preview(desk).locator("main")).to_contain_text("It is an cure medicine")
        text.fill(NEW)
        desk.get_by_role("button", name="Save draft").click()
        expect(desk.locator(".messagelist")).to_contain_text("The draft is saved.")
        desk.get_by_role("button", name="Publish now").click()
        expect(desk.locator(".messagelist")).to_contain_text("Published.")
        assert (folder.path / PAGE).read_text() == NEW


class TestAccessible:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"bypass_csp": True}  # axe adds a style of its own

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(self, desk: Page, mira, folder, live_server, scheme):
        desk.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        desk.set_viewport_size({"width": 360, "height": 740})
        page = ContentPage.objects.get(file=PAGE)
        write(desk, "It is a medicine", " A cure.")
        expect(desk.locator(".finding--error")).to_be_visible()
        faults = look(desk, "editor, findings")
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        desk.get_by_role("button", name="Save draft").click()
        expect(desk.get_by_role("alert")).to_be_visible()
        faults |= look(desk, "editor, conflict")
        desk.goto(live_server.url + LIST)  # the browser asks whether to leave; a page that is gone cannot ask back
        version = page.versions.first().pk
        for path in ("", "add/", f"{page.pk}/history/", f"{page.pk}/versions/{version}/", f"{page.pk}/take-off/"):
            desk.goto(f"{live_server.url}{LIST}{path}")
            faults |= look(desk, path or "list")
        desk.goto(f"{live_server.url}/preview/what-it-is/")
        faults |= look(desk, "preview")
        assert faults == {}


def look(page: Page, name: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for violation in Axe().run(page).response["violations"]:
        found[f"{name}: {violation['id']}"] = [node["html"][:160] for node in violation["nodes"]]
    if (width := page.evaluate("document.documentElement.scrollWidth")) > 360:
        found[f"{name}: too wide"] = width
    return found
