"""Pages are created, previewed, downloaded and taken off the site; drafts are discarded and plans canceled."""

import re

import pytest

from pages.catalogue import load
from pages.editing import publishing, versions
from pages.editing.starters import STARTERS
from pages.editing.versions import Seen
from pages.models import ContentPage, Plan
from pages.schema.front_matter import TO_BE_WRITTEN
from tests.desk import drawn_from, send
from tests.pages.conftest import OUTCOMES, WHAT_IT_IS
from tests.pages.editing.content_area import LIST, NOON, WRONG_TIMES, form_of, fresh, soup, url, versions_of, words
from tests.pages.editing.texts import DATA, NEW, OTHER, PAGE
from tests.pages.routes import FIRST_PARTS

FORM = {
    "starter": "article",
    "title": "What does it cost?",
    "description": "Prices.",
    "section": "about",
    "name": "",
}
NO_ADDRESS = (
    "The title has no digits and no letters from a to z, so it gives no address. Write one, like what-does-it-cost"
)


@pytest.fixture
def leaf(page) -> ContentPage:
    """A page no other page links to."""
    return ContentPage.objects.get(file="en/words.md")


class TestNewPage:
    @pytest.mark.parametrize("starter", STARTERS)
    def test_it_starts_as_a_draft_that_can_be_published_once_it_is_written(self, page, editor, folder, starter):
        response = editor.post(f"{LIST}add/", FORM | {"starter": starter, "name": "prices"})
        new_page = ContentPage.objects.get(file="en/prices.md")
        assert response.url == url(new_page)
        form = form_of(editor.get(response.url))
        refused = editor.post(url(new_page), form | {"do": "publish"})
        assert set(words(refused, ".finding p:last-child")) == {
            "This is still to be written. Write it, or delete it with its brackets."
        }
        written = TO_BE_WRITTEN.sub("It is so", form["text"])
        assert editor.post(url(new_page), form_of(editor.get(url(new_page))) | {"do": "publish", "text": written}).url
        published = load(folder.path).pages["/prices/"]
        assert (published.title, published.description, published.section, published.order) == (
            "What does it cost?",
            "Prices.",
            "about",
            20,
        )

    def test_without_an_address_it_gets_one_from_its_title(self, page, editor):
        editor.post(f"{LIST}add/", FORM | {"title": "What does “it” cost_now?"})
        assert ContentPage.objects.filter(file="en/what-does-it-cost-now.md").exists()

    @pytest.mark.parametrize("title", ['What "is: it"?', "- # & * !", "{{ x }} [a]", "$section", "null"])
    def test_any_title_is_stored_as_it_was_written(self, page, editor, title):
        editor.post(f"{LIST}add/", FORM | {"title": title, "name": "odd"})
        assert ContentPage.objects.get(file="en/odd.md").title == title

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"name": "Two Words"}, "Use small letters, digits and single hyphens, like what-does-it-cost"),
            ({"name": "../clinic"}, "Use small letters, digits and single hyphens, like what-does-it-cost"),
            ({"title": "???"}, NO_ADDRESS),
            ({"title": "كم يكلف؟"}, NO_ADDRESS),
            ({"title": "🌱"}, NO_ADDRESS),
            ({"name": "home"}, "This address belongs to another part of the site. Choose another"),
            ({"name": "staff"}, "This address belongs to another part of the site. Choose another"),
            ({"name": "what-it-is"}, "There is a page at this address. Choose another, or change that page"),
            ({"name": "x" * 61}, "Ensure this value has at most 60 characters (it has 61)."),
            ({"title": ""}, "This field is required."),
            ({"section": "nowhere"}, "Select a valid choice. nowhere is not one of the available choices."),
        ],
    )
    def test_an_error_is_shown_beside_its_field(self, page, editor, wrong, message):
        response = editor.post(f"{LIST}add/", FORM | wrong)
        assert response.status_code == 422
        assert message in words(response, ".errorlist li")
        assert len(words(response, ".errorlist li")) == 1
        assert soup(response).title.text.startswith("Error: ")
        assert ContentPage.objects.count() == 3 + len(OUTCOMES) + len(DATA)

    @pytest.mark.parametrize("name", sorted(FIRST_PARTS))
    def test_no_page_can_be_created_where_another_part_of_the_site_begins(self, page, editor, name):
        response = editor.post(f"{LIST}add/", FORM | {"name": name})
        assert words(response, ".errorlist li") == ["This address belongs to another part of the site. Choose another"]

    def test_a_page_can_be_created_at_the_address_of_an_unpublished_page(self, leaf, editor, folder, mira):
        publishing.unpublish(folder.path, leaf.pk, mira)
        versions.discard_draft(folder.path, leaf.pk)
        response = editor.post(f"{LIST}add/", FORM | {"name": "words"})
        assert response.url == url(leaf)
        assert [how for how, _, _ in versions_of(leaf)] == ["found", "taken-off", "draft"]


class TestDiscard:
    def test_the_text_of_a_discarded_draft_stays_in_the_history(self, page, editor, folder, mira):
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        response = send(editor, url(page), {}, "/discard/")
        assert response.url == url(page)
        assert (fresh(page).draft, fresh(page).live.text) == (None, WHAT_IT_IS)
        assert versions_of(page)[-1] == ("draft", "Mira Okafor", NEW)

    def test_discarding_the_draft_of_an_unpublished_page_leads_to_the_list(self, page, editor):
        editor.post(f"{LIST}add/", FORM | {"name": "prices"})
        assert send(editor, url(ContentPage.objects.get(file="en/prices.md")), {}, "/discard/").url == LIST


class TestOldPages:
    """A button does nothing to a draft, a text or a plan that its person has not seen."""

    @pytest.fixture
    def saved_since(self, page, editor, folder, mira):
        """Posts what an editor saw before Mira saved a draft."""
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        shown = drawn_from(editor, url(page), "/discard/")
        versions.save(folder.path, page.pk, OTHER, Seen.of(fresh(page)), mira)

        def post(route):
            before = [*versions_of(page), *Plan.objects.values()]
            response = editor.post(url(page, route), shown | {"at": ""})
            assert [*versions_of(page), *Plan.objects.values()] == before
            assert (fresh(page).draft.text, (folder.path / PAGE).read_text()) == (OTHER, WHAT_IT_IS)
            return response

        return post

    def test_a_newer_draft_is_not_discarded(self, saved_since):
        response = saved_since("discard")
        assert response.status_code == 409
        assert words(response, ".notice h2") == ["The page changed, so your button did nothing"]
        [change] = words(response, ".stale li")
        assert re.fullmatch(
            r"Draft: “Saved as a draft by Mira Okafor, .*” when you opened the page, “Saved as a draft by Mira .*” now",
            change,
        )

    def test_a_newer_draft_is_not_replaced_by_an_earlier_version(self, saved_since, page):
        assert saved_since(f"versions/{page.versions.last().pk}/restore").status_code == 409

    def test_a_page_with_a_newer_draft_stays_on_the_site(self, saved_since):
        response = saved_since("take-off")
        assert response.status_code == 409
        assert len(words(response, ".stale li")) == 1

    def test_a_plan_is_not_canceled_by_a_page_that_is_older_than_it(self, leaf, editor):
        shown = drawn_from(editor, url(leaf, "take-off"))
        send(editor, url(leaf, "take-off"), {"at": "2030-01-01T10:00"})
        plan = Plan.objects.get()
        assert editor.post(url(leaf, f"plans/{plan.pk}/take-back"), shown).status_code == 409
        assert Plan.objects.get() == plan


class TestUnpublish:
    def test_the_file_is_deleted_and_its_text_stays_as_a_draft(self, leaf, editor, folder):
        assert words(editor.get(url(leaf, "take-off")), "#content-main button") == ["Take it off the site"]
        assert send(editor, url(leaf, "take-off"), {"at": ""}).url == url(leaf)
        assert not (folder.path / leaf.file).exists()
        assert (fresh(leaf).live, fresh(leaf).draft.text) == (None, versions_of(leaf)[0][2])
        assert editor.get(url(leaf, "take-off")).status_code == 404

    def test_a_page_that_others_link_to_stays_and_the_links_are_listed(self, page, editor, folder):
        response = send(editor, url(page, "take-off"), {"at": ""})
        assert response.status_code == 422
        assert words(response, ".notice li") == ["content/en/home.md , line 12: There is no page what-it-is.md ."]
        assert (folder.path / PAGE).exists()

    def test_a_required_page_has_no_such_button(self, page, editor):
        home = ContentPage.objects.get(file="en/home.md")
        assert url(home, "take-off") not in editor.get(url(home)).content.decode()
        response = send(editor, url(home, "take-off"), {"at": ""})
        assert "so it has to stay" in words(response, ".notice")[0]

    def test_if_the_file_cannot_be_deleted_the_reason_is_shown(self, leaf, editor, monkeypatch):
        monkeypatch.setattr("pages.editing.files.remove", lambda *args: (_ for _ in ()).throw(OSError(30, "Read-only")))
        response = send(editor, url(leaf, "take-off"), {"at": ""})
        assert "The server says: Read-only." in words(response, ".notice")[0]

    def test_it_can_be_planned_and_the_plan_can_be_canceled(self, leaf, editor):
        send(editor, url(leaf, "take-off"), {"at": "2030-01-01T10:00"})
        response = editor.get(url(leaf))
        assert words(response, ".notice h2") == ["Planned: take the page off the site on January 1, 2030, 10:00 AM"]
        send(editor, url(leaf), {}, f"/plans/{Plan.objects.get().pk}/take-back/")
        assert not Plan.objects.exists()

    @pytest.mark.parametrize(("at", "message"), WRONG_TIMES)
    def test_a_time_that_cannot_be_planned_is_rejected(self, leaf, editor, folder, at, message):
        response = send(editor, url(leaf, "take-off"), {"at": at})
        assert words(response, ".errorlist li") == [message]
        assert (folder.path / leaf.file).exists()


def test_a_plan_of_another_page_is_not_canceled(page, leaf, editor):
    send(editor, url(leaf, "take-off"), {"at": "2030-01-01T10:00"})
    shown = drawn_from(editor, url(page, "take-off"))
    assert editor.post(url(page, f"plans/{Plan.objects.get().pk}/take-back"), shown).status_code == 302
    assert Plan.objects.get().page == leaf


def test_a_failed_plan_shows_the_reason_on_the_page(page, editor, folder, mira):
    publishing.plan_to_publish(folder.path, page.pk, NEW, Seen.of(page), mira, NOON)
    folder.write(PAGE, WHAT_IT_IS.replace("Nobody", "No one"))
    publishing.carry_out_plans(folder.path, NOON)
    assert "The page on the site changed after this plan was made." in words(editor.get(url(page)), ".notice--bad")[0]


class TestDownload:
    def test_the_newest_text_is_downloaded_under_its_file_name(self, page, editor, folder, mira):
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        response = editor.get(url(page, "download"))
        assert response.content.decode() == NEW
        assert response["Content-Disposition"] == 'attachment; filename="what-it-is.md"'
        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"

    def test_a_page_without_a_text_has_no_download(self, page, editor, folder):
        (folder.path / PAGE).unlink()
        assert editor.get(url(page, "download")).status_code == 404
