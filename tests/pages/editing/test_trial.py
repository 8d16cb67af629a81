"""A text is read and drawn as the page that it would be, also if it has errors."""

from datetime import date

import pytest
from django.conf import settings

from pages.catalogue import current
from pages.editing import files, trial, versions
from pages.editing.trial import NO_TITLE, draw, site_context
from pages.editing.versions import Seen
from tests.pages.conftest import OUTCOME, WHAT_IT_IS
from tests.pages.editing.content_area import soup, url, words
from tests.pages.editing.texts import NEW, PAGE

TODAY = date(2026, 11, 24)


def drawn(folder, text: str, file: str = PAGE) -> str:
    return draw(folder.path, current(), file, text, TODAY)


class TestPreview:
    def test_the_draft_is_shown_below_a_banner(self, page, editor, folder, mira, client):
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        response = editor.get("/preview/what-it-is/")
        banner = words(response, ".preview-banner")[0]
        assert banner.startswith("A draft, for staff only. Saved as a draft by Mira Okafor, ")
        assert soup(response).select_one(".preview-banner a")["href"] == url(page)
        assert words(response, ".prose p")[0] == "It is an old medicine. 1"
        assert words(client.get("/what-it-is/"), ".prose p")[0] == "It is a medicine. 1"

    def test_without_a_draft_the_banner_says_so(self, page, editor):
        banner = words(editor.get("/preview/what-it-is/"), ".preview-banner")[0]
        assert banner.startswith("There is no draft. This is the page as it is on the site.")

    @pytest.mark.parametrize(("name", "heading"), [("home", "Home"), ("outcomes/under-18", "A result")])
    def test_the_home_page_and_results_have_a_preview_too(self, page, editor, name, heading):
        assert words(editor.get(f"/preview/{name}/"), "h1") == [heading]

    def test_search_engines_and_caches_do_not_store_it(self, page, editor):
        response = editor.get("/preview/what-it-is/")
        assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-store, private")

    @pytest.mark.parametrize("name", ["nowhere", "../clinic", "outcomes/nothing", "what-it-is.md", "en/what-it-is"])
    def test_a_page_that_does_not_exist_has_none(self, page, editor, name):
        assert editor.get(f"/preview/{name}/").status_code == 404

    def test_it_cannot_be_posted_to(self, page, editor):
        assert editor.post("/preview/what-it-is/").status_code == 405


class TestTextWithErrors:
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


@pytest.mark.parametrize("file", [*files.every_page(settings.CONTENT_DIR)])
def test_every_page_is_drawn_as_the_site_draws_it(file):
    page_trial = trial.read(site_context(settings.CONTENT_DIR), "content", file, files.read(settings.CONTENT_DIR, file))
    pages = {page.slug: page.body for page in current().pages.values()}
    results = {outcome.id: outcome.lead + outcome.rest for outcome in current().outcomes.values()}
    shown = results if "/outcomes/" in file else pages
    assert (page_trial.errors, page_trial.draft.rendered.html) == ((), shown[page_trial.draft.slug])


@pytest.mark.parametrize(
    "wrong",
    [
        ("section: understand", "section: nowhere"),
        ("reviewed_by: dr-reed", "reviewed_by: nobody"),
        ("review_by: 2027-05-22", "review_by: soon"),
        ("[@fda23]", "[@nobody]"),
        ("## How", "#### How"),
        ("Nobody", "[Nobody](nowhere.md#x) <b>{{ clinic.nothing }}</b> ![a](b.png)"),
        ("Nobody", '!!! nonsense "A"\n    b\n\nNobody'),
        ("---\n", ""),
    ],
    ids=lambda pair: pair[1][:12].strip(),
)
def test_the_editor_reports_the_errors_that_the_loader_reports(folder, wrong):
    text = WHAT_IT_IS.replace(*wrong)
    folder.write(PAGE, text)
    errors = trial.read(site_context(folder.path), "content", PAGE, text).errors
    assert errors
    assert [str(error) for error in errors] == [line for line in folder.errors() if PAGE in line]


def test_an_unsaved_page_may_link_to_its_own_new_heading(folder):
    text = WHAT_IT_IS.replace(
        "Nobody", "## A new one?\n\n[Here](#a-new-one) and [there](what-it-is.md#a-new-one). Nobody"
    )
    assert trial.read(site_context(folder.path), "content", PAGE, text).errors == ()
