"""Every text a page had: who wrote it, what it changed, and the way back to it."""

import pytest

from pages.editing import publishing, versions
from pages.editing.versions import Seen
from pages.models import ContentPage
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.conftest import PAGE
from tests.pages.editing.desk import url, words
from tests.pages.editing.test_versions import CLASH, NEW, OTHER, fresh


@pytest.fixture
def three(folder, page, mira) -> ContentPage:
    """Found in the folder, then published, then a draft."""
    publishing.publish(folder.path, page.pk, NEW, Seen.of(page), mira)
    versions.save(folder.path, page.pk, CLASH, Seen.of(fresh(page)), mira)
    return fresh(page)


def of(page: ContentPage, number: int, way: str = "") -> str:
    """The address of a version, counted from the first one."""
    return url(page, f"versions/{page.versions.order_by('pk')[number].pk}{way}")


def test_the_versions_are_listed_with_who_and_how_the_newest_first(three, editor):
    rows = [cells.split(" ", 5)[5] for cells in words(editor.get(url(three, "history")), "tbody tr")]
    assert [row.partition(" What it changed")[0] for row in rows] == [
        "Mira Okafor Saved as a draft (the draft)",
        "Mira Okafor Published (on the site)",
        "Mira Okafor Saved as a draft",
        "not known Changed outside the editor",
    ]


def test_a_version_shows_what_it_changed(three, editor):
    response = editor.get(of(three, 1))
    assert words(response, ".compared__changed del") == ["a"]
    assert words(response, ".compared__changed ins") == ["an old"]
    assert words(response, ".whole") == [" ".join(NEW.split())]


def test_a_published_version_is_compared_with_what_the_site_showed_before(three, editor):
    assert words(editor.get(of(three, 2)), ".compared__changed ins") == ["an old"]


def test_the_first_version_is_new_all_over(three, editor):
    assert words(editor.get(of(three, 0)), ".compared ins")[0] == "---"


def test_a_version_shows_what_changed_since(three, editor):
    response = editor.get(f"{of(three, 0)}?with=now")
    assert words(response, ".compared__changed del") == ["a"]
    assert words(response, ".compared__changed ins") == ["some"]


def test_a_version_that_took_the_page_away_says_so_and_cannot_be_restored(three, editor, folder):
    (folder.path / PAGE).unlink()
    editor.get(url(three))
    response = editor.get(of(three, 4))
    assert "From then on there was no file." in words(response)[0]
    assert words(response, ".restore") == []
    assert editor.post(of(three, 4, "/restore")).status_code == 404


def test_restoring_makes_a_draft_and_leaves_the_site_alone(three, editor, folder):
    response = editor.get(editor.post(of(three, 0, "/restore")).url)
    assert words(response, ".messagelist li") == [
        "The draft now has the text of that version. Read it, then publish it."
    ]
    assert fresh(three).draft.text == WHAT_IT_IS
    assert (folder.path / PAGE).read_text() == NEW
    assert three.versions.filter(text=CLASH).exists()  # the draft before it


def test_restoring_the_text_on_the_site_lets_go_of_the_draft(three, editor):
    response = editor.get(editor.post(of(three, 2, "/restore")).url)
    assert words(response, ".messagelist li") == ["That version is the text on the site, so there is no draft now."]
    assert fresh(three).draft is None


def test_a_version_can_be_restored_though_the_file_changed_under_the_draft(three, editor, folder):
    folder.write(PAGE, OTHER)
    editor.post(of(three, 0, "/restore"))
    assert (fresh(three).draft.text, fresh(three).live.text) == (WHAT_IT_IS, OTHER)


def test_a_version_of_another_page_is_not_there(three, editor):
    other = ContentPage.objects.get(file="en/words.md").versions.get()
    for method, way in ((editor.get, ""), (editor.post, "/restore")):
        assert method(url(three, f"versions/{other.pk}{way}")).status_code == 404
