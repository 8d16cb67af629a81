"""What is due: pages, statements and sources, the earliest first, each with a link to it."""

from datetime import UTC, date, datetime, time

import pytest

from pages.editing import versions
from pages.editing.versions import Seen
from tests.pages.conftest import SOURCES, WHAT_IT_IS
from tests.pages.editing.content_area import LIST, soup, url, words


@pytest.fixture
def on(editor, mira, time_machine):
    def on(day: date):
        time_machine.move_to(datetime.combine(day, time(18), UTC))
        # A session does not last that long.
        editor.force_login(mira)
        return editor.get(f"{LIST}due/")

    return on


def test_pages_and_statements_are_listed_by_day_and_lead_to_their_line(folder, page, on, mira):
    folder.write(
        "sources.yaml", SOURCES.replace("  checked_on: null\n", "  checked_on: null\n  review_by: 2027-05-30\n")
    )
    versions.save(folder.path, page.pk, WHAT_IT_IS.replace("order: 10\n", "order: 10\n# new\n"), Seen.of(page), mira)
    response = on(date(2027, 5, 23))
    assert words(response, "#due tbody tr") == [
        "May 22, 2027 (overdue) Home A clinician should read this page again by May 22, 2027. After the review, "
        "set reviewed_on , reviewed_by and a new review_by . Open line 7 of Home",
        "May 22, 2027 (overdue) What is it? A clinician should read this page again by May 22, 2027. After the review, "
        "set reviewed_on , reviewed_by and a new review_by . Open line 8 of What is it?",
        "May 30, 2027 What is it? What this source says has to be looked up again by May 30, 2027. Then change the "
        "statement, or set a new review_by of fda23 in sources.yaml. Open line 13 of What is it?",
    ]
    assert soup(response).select("#due a")[1]["href"] == f"{url(page)}#line-8"


def test_sources_are_listed_that_nobody_has_looked_at_for_a_year(page, on):
    response = on(date(2027, 2, 1))
    assert words(response, "#due-sources tbody tr") == [
        "not yet A warning , FDA fda23",
        "January 31, 2026 A label , Maker ketalar",
    ]
    assert soup(response).select_one("#due-sources a")["href"] == "https://fda.example/warning"
    assert words(on(date(2027, 1, 31)), "#due-sources tbody th") == ["not yet"]


def test_when_nothing_is_due_it_says_so(folder, page, on):
    folder.write("sources.yaml", SOURCES.replace("null\nketalar", "2026-06-01\nketalar"))
    assert words(on(date(2027, 1, 1)), "#content-main p") == [
        "No page and no statement has to be read again in the next 30 days.",
        "Somebody has looked at every source in the last 12 months.",
    ]


def test_the_list_of_pages_leads_to_it(page, editor):
    assert f"{LIST}due/" in {link["href"] for link in soup(editor.get(LIST)).select("a[href]")}
