"""A text drawn as the page it would be, for staff only, whatever is wrong with it."""

from datetime import date

import pytest

from pages.catalogue import current
from pages.editing import versions
from pages.editing.trial import NO_TITLE, draw
from pages.editing.versions import Seen
from tests.pages.conftest import OUTCOME, WHAT_IT_IS
from tests.pages.editing.conftest import PAGE
from tests.pages.editing.desk import soup, url, words
from tests.pages.editing.test_versions import NEW

TODAY = date(2026, 11, 24)


def drawn(folder, text: str, file: str = PAGE) -> str:
    return draw(folder.path, current(), file, text, TODAY)


class TestTheAddress:
    def test_it_shows_the_draft_below_a_banner_that_says_what_it_is(self, page, editor, folder, mira, client):
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        response = editor.get("/preview/what-it-is/")
        banner = words(response, ".preview-banner")[0]
        assert banner.startswith("A draft, for staff only. Saved as a draft by Mira Okafor, ")
        assert soup(response).select_one(".preview-banner a")["href"] == url(page)
        assert words(response, ".prose p")[0] == "It is an old medicine. 1"
        assert words(client.get("/what-it-is/"), ".prose p")[0] == "It is a medicine. 1"

    def test_without_a_draft_it_says_so(self, page, editor):
        banner = words(editor.get("/preview/what-it-is/"), ".preview-banner")[0]
        assert banner.startswith("There is no draft. This is the page as it is on the site.")

    @pytest.mark.parametrize(("name", "heading"), [("home", "Home"), ("outcomes/under-18", "A result")])
    def test_the_home_page_and_the_words_of_a_result_have_one_too(self, page, editor, name, heading):
        assert words(editor.get(f"/preview/{name}/"), "h1") == [heading]

    def test_no_search_engine_and_no_cache_keeps_it(self, page, editor):
        response = editor.get("/preview/what-it-is/")
        assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-store, private")

    @pytest.mark.parametrize("name", ["nowhere", "../clinic", "outcomes/nothing", "what-it-is.md", "en/what-it-is"])
    def test_there_is_none_of_a_page_that_is_not_there(self, page, editor, name):
        assert editor.get(f"/preview/{name}/").status_code == 404

    def test_it_is_there_to_be_read_only(self, page, editor):
        assert editor.post("/preview/what-it-is/").status_code == 405


class TestWhateverIsWrong:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "no front matter",
            "---\n",
            "---\ntitle:\n---\n",
            WHAT_IT_IS.replace("section: understand", "section: nowhere"),
            WHAT_IT_IS.replace("reviewed_by: dr-reed", "reviewed_by: nobody"),
            WHAT_IT_IS.replace("fda23", "nobody"),
            WHAT_IT_IS + '\n!!! nonsense "A"\n    b\n\n!!! facts "A"\n\n{{ clinic.nothing }} <b>x</b> [a](b.md)\n',
        ],
        ids=["nothing", "no head", "half a head", "no title", "section", "person", "source", "body"],
    )
    @pytest.mark.parametrize("file", [PAGE, "en/home.md", "en/outcomes/under-18.md"])
    def test_it_is_drawn(self, page, folder, text, file):
        assert "<main" in drawn(folder, text, file)

    def test_a_page_without_a_title_says_so(self, page, folder):
        assert f"<h1>{NO_TITLE}</h1>" in drawn(folder, "no front matter")

    def test_a_result_keeps_its_body(self, page, folder):
        assert "First this." in drawn(folder, OUTCOME, "en/outcomes/under-18.md")
