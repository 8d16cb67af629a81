"""The history of a page lists, compares and restores its versions."""

import pytest

from pages.editing import publishing, versions
from pages.editing.versions import Seen
from pages.models import ContentPage
from tests.desk import send
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.content_area import fresh, url, words
from tests.pages.editing.texts import CLASH, NEW, OTHER, PAGE


@pytest.fixture
def page_with_history(folder, page, mira) -> ContentPage:
    """A page with four versions: changed outside the editor, saved, published, and saved again as the draft."""
    publishing.publish(folder.path, page.pk, NEW, Seen.of(page), mira)
    versions.save(folder.path, page.pk, CLASH, Seen.of(fresh(page)), mira)
    return fresh(page)


def version_url(page: ContentPage, number: int, route: str = "") -> str:
    """Version 0 is the first one."""
    return url(page, f"versions/{page.versions.order_by('pk')[number].pk}{route}")


def test_versions_are_listed_with_their_authors_the_newest_first(page_with_history, editor):
    rows = [cells.split(" ", 5)[5] for cells in words(editor.get(url(page_with_history, "history")), "tbody tr")]
    assert [row.partition(" What it changed")[0] for row in rows] == [
        "Mira Okafor Saved as a draft (the draft)",
        "Mira Okafor Published (on the site)",
        "Mira Okafor Saved as a draft",
        "not known Changed outside the editor",
    ]


def restore(editor, page, number):
    return send(editor, version_url(page, number), {}, "/restore/")


def test_a_version_shows_what_it_changed(page_with_history, editor):
    response = editor.get(version_url(page_with_history, 1))
    assert words(response, ".compared__changed del") == ["a"]
    assert words(response, ".compared__changed ins") == ["an old"]
    assert words(response, ".whole") == [" ".join(NEW.split())]


def test_a_published_version_is_compared_with_the_text_on_the_site_before_it(page_with_history, editor):
    assert words(editor.get(version_url(page_with_history, 2)), ".compared__changed ins") == ["an old"]


def test_the_first_version_is_shown_as_added(page_with_history, editor):
    assert words(editor.get(version_url(page_with_history, 0)), ".compared ins")[0] == "---"


def test_a_version_shows_what_changed_after_it(page_with_history, editor):
    response = editor.get(f"{version_url(page_with_history, 0)}?with=now")
    assert words(response, ".compared__changed del") == ["a"]
    assert words(response, ".compared__changed ins") == ["some"]


def test_a_version_that_deleted_the_file_cannot_be_restored(page_with_history, editor, folder):
    (folder.path / PAGE).unlink()
    editor.get(url(page_with_history))
    response = editor.get(version_url(page_with_history, 4))
    assert "With this version, the file was deleted." in words(response)[0]
    assert words(response, ".restore") == []
    assert editor.post(version_url(page_with_history, 4, "/restore")).status_code == 404


def test_restoring_makes_a_draft_and_does_not_change_the_site(page_with_history, editor, folder):
    response = editor.get(restore(editor, page_with_history, 0).url)
    assert words(response, ".messagelist li") == [
        "The draft now has the text of that version. Read it, then publish it."
    ]
    assert fresh(page_with_history).draft.text == WHAT_IT_IS
    assert (folder.path / PAGE).read_text() == NEW
    # The draft before it.
    assert page_with_history.versions.filter(text=CLASH).exists()


def test_restoring_the_text_on_the_site_removes_the_draft(page_with_history, editor):
    response = editor.get(restore(editor, page_with_history, 2).url)
    assert words(response, ".messagelist li") == ["That version is the text on the site, so there is no draft now."]
    assert fresh(page_with_history).draft is None


def test_a_version_can_be_restored_after_the_file_changed_under_the_draft(page_with_history, editor, folder):
    folder.write(PAGE, OTHER)
    restore(editor, page_with_history, 0)
    assert (fresh(page_with_history).draft.text, fresh(page_with_history).live.text) == (WHAT_IT_IS, OTHER)


def test_a_version_of_another_page_is_not_found(page_with_history, editor):
    other = ContentPage.objects.get(file="en/words.md").versions.get()
    for method, route in ((editor.get, ""), (editor.post, "/restore")):
        assert method(url(page_with_history, f"versions/{other.pk}{route}")).status_code == 404
