"""A text is read in the editor as the loader reads its file."""

import pytest
from django.conf import settings

from pages import catalogue
from pages.editing import files
from pages.editing.reading import read, surroundings
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.conftest import PAGE


@pytest.mark.parametrize("file", [*files.every_page(settings.CONTENT_DIR)])
def test_every_page_is_drawn_as_the_site_draws_it(file):
    reading = read(surroundings(settings.CONTENT_DIR), "content", file, files.read(settings.CONTENT_DIR, file))
    site = catalogue.current()
    drafts = {page.slug: page.body for page in site.pages.values()}
    results = {outcome.id: outcome.lead + outcome.rest for outcome in site.outcomes.values()}
    shown = results if "/outcomes/" in file else drafts
    assert (reading.errors, reading.draft.rendered.html) == ((), shown[reading.draft.slug])


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
def test_what_the_loader_refuses_is_what_the_editor_is_told(folder, wrong):
    text = WHAT_IT_IS.replace(*wrong)
    folder.write(PAGE, text)
    told = read(surroundings(folder.path), "content", PAGE, text).errors
    assert told
    assert [str(error) for error in told] == [line for line in folder.errors() if PAGE in line]


def test_a_page_may_link_to_its_own_new_heading_before_it_is_on_disk(folder):
    text = WHAT_IT_IS.replace(
        "Nobody", "## A new one?\n\n[Here](#a-new-one) and [there](what-it-is.md#a-new-one). Nobody"
    )
    assert read(surroundings(folder.path), "content", PAGE, text).errors == ()
