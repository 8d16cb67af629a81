"""The Content area in a browser, under the content security policy of the site."""

import re

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from pages.catalogue import current
from pages.editing import versions
from pages.editing.versions import Seen
from pages.models import ContentPage
from tests.browser.axe import violations
from tests.pages.conftest import WHAT_IT_IS, content  # noqa: F401 (a fixture)
from tests.pages.editing.texts import CLAIMS, NEW, OTHER, PAGE

pytestmark = pytest.mark.browser

LIST = "/staff/pages/contentpage/"


@pytest.fixture
def folder(content, settings):  # noqa: F811
    content.write("claims.yaml", CLAIMS)
    settings.CONTENT_DIR = content.path
    current()
    return content


def make_editor(name: str) -> User:
    account = User.objects.create_user(name, first_name=name.title(), is_staff=True)
    account.groups.add(Group.objects.get(name="Content editor"))
    return account


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
def editor(mira, site: Page, live_server) -> Page:
    """The editor of the page "What is it?", signed in as Mira."""
    site.goto(live_server.url + LIST)
    site.get_by_role("link", name="What is it?").click()
    return site


def write(page: Page, after: str, words: str) -> None:
    """Type `words` at the end of the line that contains the text `after`."""
    page.locator(".cm-line", has_text=after).click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def preview(page: Page):
    return page.frame_locator("#preview")


def test_an_editor_can_write_fix_publish_and_restore_a_page(editor: Page, folder, live_server):
    write(editor, "Nobody knows", " But it is a cure.")
    expect(editor.locator("#summary")).to_have_text("1 error and 1 warning to look at.")
    expect(editor.locator(".finding--error")).to_contain_text("Nothing here cures.")
    expect(editor.locator(".cm-error")).to_have_text("Nobody knows for sure. But it is a cure.")
    expect(preview(editor).locator("main")).to_contain_text("But it is a cure")

    editor.get_by_role("button", name="Publish now").click()
    expect(editor.get_by_role("alert")).to_contain_text("Not published: there are errors")
    editor.locator(".finding--error a").click()
    expect(editor.locator(".cm-content")).to_be_focused()
    editor.keyboard.press("End")
    for _ in "cure.":
        editor.keyboard.press("Backspace")
    editor.keyboard.type("medicine.")
    expect(editor.locator("#summary")).to_have_text("1 warning to look at.")

    editor.get_by_label("Component").select_option(label="Call-out")
    editor.get_by_role("button", name="Insert", exact=True).click()
    expect(preview(editor).locator(".callout")).to_contain_text("You can say no at any point")

    editor.get_by_role("button", name="Save draft").click()
    expect(editor.locator(".messagelist")).to_have_text("The draft is saved. The site does not show it yet.")
    editor.get_by_role("link", name="Preview the draft").click()
    expect(editor.locator(".preview-banner")).to_contain_text("A draft, for staff only.")
    editor.get_by_role("link", name="Back to the editor").click()

    editor.get_by_role("button", name="Publish now").click()
    expect(editor.locator(".messagelist")).to_contain_text("Published.")
    assert "But it is a medicine." in (folder.path / PAGE).read_text()

    editor.get_by_role("link", name="History").click()
    editor.get_by_role("row", name="not known").get_by_role("link").click()
    editor.get_by_role("button", name="Restore this text as the draft").click()
    expect(editor.locator(".messagelist")).to_contain_text("The draft now has the text of that version.")
    assert ContentPage.objects.get(file=PAGE).draft.text == WHAT_IT_IS


def test_changes_made_in_a_text_editor_appear_on_the_site_and_in_the_list(mira, site: Page, folder, live_server):
    folder.write(PAGE, NEW)
    site.goto(live_server.url)
    site.wait_for_function("async () => (await (await fetch('/what-it-is/')).text()).includes('old medicine')")
    folder.write(PAGE, NEW.replace("title: What is it?", "title: What is it now?").replace("[@fda23]", "[@nobody]"))
    site.goto(live_server.url + LIST)
    row = site.get_by_role("row", name="What is it now?")
    expect(row).to_contain_text("2 errors")
    expect(row).to_contain_text("Changed outside the editor")
    expect(site.locator(".notice")).to_contain_text("The site still shows the last good text of some pages")
    site.goto(f"{live_server.url}/what-it-is/")
    expect(site.get_by_role("heading", level=1)).to_have_text("What is it?")


def test_unsaved_text_is_kept_after_a_sign_out_and_merged_with_other_changes(
    editor: Page, mira, context, folder, live_server
):
    write(editor, "It is a medicine", " Mine.")
    context.clear_cookies(name=site_settings.SESSION_COOKIE_NAME)
    write(editor, "It is a medicine", " More.")
    expect(editor.locator("#summary")).to_contain_text("You were signed out.")
    page = ContentPage.objects.get(file=PAGE)
    versions.save(folder.path, page.pk, OTHER, Seen.of(page), make_editor("bob"))
    sign_in(context, mira, live_server.url)
    editor.reload()
    expect(editor.locator(".cm-content")).to_contain_text("It is not known")
    editor.get_by_role("button", name="Restore it").click()
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.get_by_role("alert")).to_contain_text("Both changes fit together")
    expect(editor.locator(".cm-content")).to_contain_text(re.compile(r"Mine\. More\..*It is not known", re.DOTALL))


def test_leaving_unsaved_text_asks_for_confirmation(editor: Page, live_server):
    dialogs: list[str] = []
    editor.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    editor.get_by_role("link", name="History").click()
    editor.go_back()
    write(editor, "It is a medicine", " Mine.")
    editor.get_by_role("button", name="Save draft").click()
    expect(editor.locator(".messagelist")).to_be_visible()
    assert dialogs == []
    write(editor, "It is a medicine", " More.")
    editor.get_by_role("link", name="History").click()
    expect(editor.get_by_role("heading", level=1)).to_have_text("History: What is it?")
    assert dialogs == ["beforeunload"]


def test_what_is_typed_is_saved_by_itself_and_is_there_on_another_machine(editor: Page, mira, live_server, folder):
    write(editor, "Nobody knows", " But it cures.")
    expect(editor.locator("#kept")).to_have_text(re.compile("^Saved [0-9]+:[0-9]{2} [AP]M$"))
    page = ContentPage.objects.get(file=PAGE)
    assert (page.draft, page.versions.count()) == (None, 1)
    editor.evaluate("sessionStorage.clear()")
    editor.reload()
    expect(editor.locator(".notice h2")).to_have_text("You typed this text, and it is not a draft yet")
    expect(editor.locator(".cm-content")).to_contain_text("But it cures.")
    versions.save(folder.path, page.pk, OTHER, Seen.of(page), make_editor("bob"))
    write(editor, "It is a medicine", " Mine.")
    expect(editor.locator("#kept")).to_contain_text("Somebody else saved this page while you were writing.")
    editor.context.clear_cookies(name=site_settings.SESSION_COOKIE_NAME)
    write(editor, "It is a medicine", " More.")
    expect(editor.locator("#kept")).to_contain_text("Not saved: you were signed out.")


def test_findings_are_marked_in_the_preview_where_they_are(editor: Page):
    write(editor, "Nobody knows", " It cures. **Nothing** cures. [Off](nowhere.md)[@nobody]")
    expect(preview(editor).locator("mark")).to_have_count(4)
    expect(preview(editor).locator("h1 mark")).to_have_text("What is it?")
    expect(preview(editor).locator("h2 mark")).to_have_text("How does it work?")
    expect(preview(editor).locator("p mark")).to_have_text(["cures", "Off"])
    note = preview(editor).get_by_role("link", name="Error: Nothing here cures. Say what it does. Go to the list.")
    note.last.click()
    expect(editor.locator(".finding", has_text="cures").last.get_by_role("link")).to_be_focused()


class TestWithoutScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return browser_context_args | {"java_script_enabled": False}

    def test_an_editor_can_check_save_and_publish(self, editor: Page, folder):
        text = editor.get_by_label("Text of the page")
        text.fill(NEW.replace("old", "cure"))
        editor.get_by_role("button", name="Check and preview").click()
        expect(editor.locator(".finding--error")).to_contain_text("Nothing here cures.")
        expect(preview(editor).locator("main")).to_contain_text("It is an cure medicine")
        text.fill(NEW)
        editor.get_by_role("button", name="Save draft").click()
        expect(editor.locator(".messagelist")).to_contain_text("The draft is saved.")
        editor.get_by_role("button", name="Publish now").click()
        expect(editor.locator(".messagelist")).to_contain_text("Published.")
        assert (folder.path / PAGE).read_text() == NEW


class TestAccessibility:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        # axe adds its own styles
        return browser_context_args | {"bypass_csp": True}

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_no_faults_and_no_page_is_wider_than_a_phone(
        self, editor: Page, mira, folder, live_server, scheme
    ):
        editor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        editor.set_viewport_size({"width": 360, "height": 740})
        page = ContentPage.objects.get(file=PAGE)
        write(editor, "It is a medicine", " A cure.")
        expect(editor.locator(".finding--error")).to_be_visible()
        faults = faults_on(editor, "editor, findings")
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        editor.get_by_role("button", name="Save draft").click()
        expect(editor.get_by_role("alert")).to_be_visible()
        faults |= faults_on(editor, "editor, conflict")
        # The browser asks whether to leave; after this, the page cannot ask again.
        editor.goto(live_server.url + LIST)
        version = page.versions.first().pk
        for path in ("", "add/", f"{page.pk}/history/", f"{page.pk}/versions/{version}/", f"{page.pk}/take-off/"):
            editor.goto(f"{live_server.url}{LIST}{path}")
            faults |= faults_on(editor, path or "list")
        editor.goto(f"{live_server.url}/preview/what-it-is/")
        faults |= faults_on(editor, "preview")
        assert faults == {}


def faults_on(page: Page, name: str) -> dict[str, object]:
    faults: dict[str, object] = {}
    for violation in violations(page):
        faults[f"{name}: {violation['id']}"] = [node["html"][:160] for node in violation["nodes"]]
    if (width := page.evaluate("document.documentElement.scrollWidth")) > 360:
        faults[f"{name}: too wide"] = width
    return faults
