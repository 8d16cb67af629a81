"""The form that renames a page: a new address, a list of what changes, a button."""

import pytest

from pages.editing import versions
from pages.editing.versions import Seen
from pages.models import ContentPage
from tests.desk import drawn_from
from tests.pages.conftest import WORDS
from tests.pages.editing.content_area import fresh, soup, url, words
from tests.pages.editing.texts import PAGE


def confirmation(page: ContentPage, name: str = "ketamine") -> str:
    return f"{url(page, 'rename')}?name={name}"


def press(editor, page, name="ketamine"):
    carried = drawn_from(editor, confirmation(page, name))
    return editor.post(url(page, "rename"), {"name": name} | carried)


def test_what_changes_is_shown_before_anything_changes(folder, page, editor, mira):
    linking = ContentPage.objects.get(file="en/words.md")
    versions.save(folder.path, linking.pk, f"{WORDS}\n[it](what-it-is.md)\n", Seen.of(linking), mira)
    response = editor.get(confirmation(page, "/ketamine/"))
    assert words(response, "h3") == [
        "content/en/home.md",
        "content/changes.yaml",
        "content/redirects.yaml",
        "The draft of content/en/words.md",
    ]
    assert words(response, ".compared__changed td:last-child")[0] == "Read [what it is]( ketamine .md)."
    assert words(response, ".compared__added td:last-child") == ["/what-it-is/: {to: ketamine.md}"]
    assert (folder.path / PAGE).exists()


def test_the_page_its_history_and_its_readers_follow(folder, page, editor, client):
    response = press(editor, page)
    assert response.url == url(page)
    assert fresh(page).file == "en/ketamine.md"
    shown = editor.get(response.url)
    assert words(shown, ".messagelist li") == [
        "The page is renamed. Its address is /ketamine/ now. /what-it-is/ leads to it, and so do all links."
    ]
    assert len(words(editor.get(url(page, "history")), "tbody tr")) == 2
    assert client.get("/what-it-is/").headers["Location"] == "/ketamine/"


def test_nothing_changes_if_other_places_lead_to_the_page_by_now(folder, page, editor):
    carried = drawn_from(editor, confirmation(page))
    folder.write("en/words.md", f"{WORDS}\n[it](what-it-is.md)\n")
    response = editor.post(url(page, "rename"), {"name": "ketamine"} | carried)
    assert response.status_code == 409
    assert words(response, ".stale li") == [
        "Changes in: “en/home.md, changes.yaml, redirects.yaml” when you opened the page, "
        "“en/home.md, en/words.md, changes.yaml, redirects.yaml” now"
    ]
    assert (folder.path / PAGE).exists()


@pytest.mark.parametrize("name", ["", "staff", "words"])
def test_an_address_that_cannot_be_used_is_refused_beside_its_field(page, editor, name):
    for response in (editor.get(confirmation(page, name)), editor.post(url(page, "rename"), {"name": name})):
        assert (response.status_code, len(words(response, ".errorlist li"))) == (422, 1)
        assert soup(response).title.text.startswith("Error: ")


def test_a_page_that_the_site_names_says_why_it_keeps_its_address(page, editor):
    home = ContentPage.objects.get(file="en/home.md")
    response = editor.get(url(home, "rename"))
    assert words(response, ".notice p") == [
        "Other parts of the site link to this page, so it cannot be renamed. You can change its title."
    ]
    assert editor.post(url(home, "rename"), {"name": "start"}).status_code == 409


def test_a_refusal_is_shown_and_nothing_changes(folder, page, editor, monkeypatch):
    monkeypatch.setattr("pages.editing.files.may_write", lambda path: path.name != "redirects.yaml")
    response = press(editor, page)
    assert response.status_code == 422
    assert words(response, ".notice--bad p") == [
        "The site may not write to content/redirects.yaml on this server, so no page can be renamed here. "
        "The person who runs the site can give it the permission."
    ]
    assert fresh(page).file == PAGE


def test_a_new_page_cannot_begin_at_an_old_address(folder, page, editor):
    editor.get(press(editor, page).url)
    form = {"starter": "article", "title": "It", "description": "It.", "section": "about", "name": "what-it-is"}
    response = editor.post("/staff/pages/contentpage/add/", form)
    assert words(response, ".errorlist li") == ["This is an old address that leads elsewhere. Choose another"]
