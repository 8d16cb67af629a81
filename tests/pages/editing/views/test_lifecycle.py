"""Pages come and go."""

import pytest

from pages.catalogue import load
from pages.editing import publishing, versions
from pages.editing.starters import STARTERS, TO_BE_WRITTEN
from pages.editing.versions import Seen
from pages.models import ContentPage, Plan
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.conftest import PAGE
from tests.pages.editing.desk import LIST, form_of, soup, url, words
from tests.pages.editing.test_publishing import NOON
from tests.pages.editing.test_versions import NEW, fresh, versions_of

BEGUN = {"starter": "article", "title": "What does it cost?", "description": "Prices.", "section": "about", "name": ""}


@pytest.fixture
def leaf(page) -> ContentPage:
    """A page no other page links to."""
    return ContentPage.objects.get(file="en/words.md")


class TestNew:
    @pytest.mark.parametrize("starter", STARTERS)
    def test_it_begins_as_a_draft_that_goes_up_once_it_is_written(self, page, editor, folder, starter):
        response = editor.post(f"{LIST}add/", BEGUN | {"starter": starter, "name": "prices"})
        begun = ContentPage.objects.get(file="en/prices.md")
        assert response.url == url(begun)
        form = form_of(editor.get(response.url))
        refused = editor.post(url(begun), form | {"do": "publish"})
        assert set(words(refused, ".finding p:last-child")) == {
            "This is still to be written. Write it, or take it out with its brackets."
        }
        written = TO_BE_WRITTEN.sub("It is so", form["text"])
        assert editor.post(url(begun), form_of(editor.get(url(begun))) | {"do": "publish", "text": written}).url
        it = load(folder.path).pages["/prices/"]
        assert (it.title, it.description, it.section, it.order) == (
            "What does it cost?",
            "Prices.",
            "about",
            20,
        )

    def test_without_an_address_it_gets_one_from_its_title(self, page, editor):
        editor.post(f"{LIST}add/", BEGUN | {"title": "What does “it” cost_now?"})
        assert ContentPage.objects.filter(file="en/what-does-it-cost-now.md").exists()

    @pytest.mark.parametrize("title", ['What "is: it"?', "- # & * !", "{{ x }} [a]", "$section", "null"])
    def test_any_title_is_kept_as_it_was_written(self, page, editor, title):
        editor.post(f"{LIST}add/", BEGUN | {"title": title, "name": "odd"})
        assert ContentPage.objects.get(file="en/odd.md").title == title

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"name": "Two Words"}, "Use small letters, digits and single hyphens, like what-does-it-cost"),
            ({"name": "../clinic"}, "Use small letters, digits and single hyphens, like what-does-it-cost"),
            ({"title": "???"}, "Use small letters, digits and single hyphens, like what-does-it-cost"),
            ({"name": "home"}, "This address belongs to another part of the site. Choose another"),
            ({"name": "staff"}, "This address belongs to another part of the site. Choose another"),
            ({"name": "what-it-is"}, "There is a page at this address. Choose another, or change that page"),
            ({"name": "x" * 61}, "Ensure this value has at most 60 characters (it has 61)."),
            ({"title": ""}, "This field is required."),
            ({"section": "nowhere"}, "Select a valid choice. nowhere is not one of the available choices."),
        ],
    )
    def test_what_is_wrong_is_told_beside_its_field(self, page, editor, wrong, says):
        response = editor.post(f"{LIST}add/", BEGUN | wrong)
        assert response.status_code == 422
        assert says in words(response, ".errorlist li")
        assert soup(response).title.text.startswith("Error: ")
        assert ContentPage.objects.count() == 8

    def test_where_a_page_was_a_new_one_can_begin(self, leaf, editor, folder, mira):
        publishing.take_off(folder.path, leaf.pk, mira)
        versions.discard_draft(leaf.pk)
        response = editor.post(f"{LIST}add/", BEGUN | {"name": "words"})
        assert response.url == url(leaf)
        assert [how for how, _, _ in versions_of(leaf)] == ["found", "taken-off", "draft"]


class TestDiscard:
    def test_the_draft_goes_and_its_words_stay_in_the_history(self, page, editor, folder, mira):
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        response = editor.post(url(page, "discard"))
        assert response.url == url(page)
        assert (fresh(page).draft, fresh(page).live.text) == (None, WHAT_IT_IS)
        assert versions_of(page)[-1] == ("draft", "Mira Okafor", NEW)

    def test_a_page_that_was_never_up_is_left_from_its_list(self, page, editor):
        editor.post(f"{LIST}add/", BEGUN | {"name": "prices"})
        assert editor.post(url(ContentPage.objects.get(file="en/prices.md"), "discard")).url == LIST


class TestTakeOff:
    def test_a_page_goes_off_and_stays_as_a_draft(self, leaf, editor, folder):
        assert words(editor.get(url(leaf, "take-off")), "#content-main button") == ["Take it off the site"]
        assert editor.post(url(leaf, "take-off"), {"at": ""}).url == url(leaf)
        assert not (folder.path / leaf.file).exists()
        assert (fresh(leaf).live, fresh(leaf).draft.text) == (None, versions_of(leaf)[0][2])
        assert editor.get(url(leaf, "take-off")).status_code == 404

    def test_a_page_that_others_link_to_stays_and_the_places_are_named(self, page, editor, folder):
        response = editor.post(url(page, "take-off"), {"at": ""})
        assert response.status_code == 422
        assert words(response, ".notice li") == ["content/en/home.md , line 12: There is no page what-it-is.md ."]
        assert (folder.path / PAGE).exists()

    def test_a_page_the_site_cannot_do_without_has_no_such_button(self, page, editor):
        home = ContentPage.objects.get(file="en/home.md")
        assert url(home, "take-off") not in editor.get(url(home)).content.decode()
        response = editor.post(url(home, "take-off"), {"at": ""})
        assert "so it has to stay" in words(response, ".notice")[0]

    def test_a_file_that_cannot_be_taken_away_is_told(self, leaf, editor, monkeypatch):
        monkeypatch.setattr("pages.editing.files.remove", lambda *args: (_ for _ in ()).throw(OSError(30, "Read-only")))
        response = editor.post(url(leaf, "take-off"), {"at": ""})
        assert "The server says: Read-only." in words(response, ".notice")[0]

    def test_it_can_be_planned_and_the_plan_taken_back(self, leaf, editor):
        editor.post(url(leaf, "take-off"), {"at": "2030-01-01T10:00"})
        response = editor.get(url(leaf))
        assert words(response, ".notice h2") == ["Planned: take the page off the site on January 1, 2030, 10:00 AM"]
        editor.post(url(leaf, f"plans/{Plan.objects.get().pk}/take-back"))
        assert not Plan.objects.exists()

    def test_a_time_that_is_past_is_refused(self, leaf, editor, folder):
        response = editor.post(url(leaf, "take-off"), {"at": "2020-01-01T10:00"})
        assert words(response, ".errorlist li") == ["Choose a time that is still to come"]
        assert (folder.path / leaf.file).exists()


def test_a_plan_of_another_page_is_left_alone(page, leaf, editor):
    editor.post(url(leaf, "take-off"), {"at": "2030-01-01T10:00"})
    editor.post(url(page, f"plans/{Plan.objects.get().pk}/take-back"))
    assert Plan.objects.get().page == leaf


def test_a_plan_that_could_not_be_done_says_why_on_the_page(page, editor, folder, mira):
    publishing.plan_to_publish(folder.path, page.pk, NEW, Seen.of(page), mira, NOON)
    folder.write(PAGE, WHAT_IT_IS.replace("Nobody", "No one"))
    publishing.carry_out(folder.path, NOON)
    assert "The page on the site was changed meanwhile." in words(editor.get(url(page)), ".notice--bad")[0]


class TestDownload:
    def test_the_newest_text_comes_as_the_file_it_would_be(self, page, editor, folder, mira):
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        response = editor.get(url(page, "download"))
        assert response.content.decode() == NEW
        assert response["Content-Disposition"] == 'attachment; filename="what-it-is.md"'
        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_a_page_without_a_text_has_no_file(self, page, editor, folder):
        (folder.path / PAGE).unlink()
        assert editor.get(url(page, "download")).status_code == 404
