"""The rows of a list of the admin: each cell has the heading of its column, and the first names the row."""

import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User

from screening.submissions.reviewing import record_review
from tests.screening.submitting import SUGGEST, submit

pytestmark = pytest.mark.django_db
QUEUE = "/staff/screening/submission/"
HASH = "0123456789abcdef" * 4


@pytest.fixture
def desk(admin_client):
    return admin_client


def table(client, url):
    return BeautifulSoup(client.get(url).content, "html.parser").select_one("#result_list")


def as_text(cell):
    return re.sub(r"\s+", " ", cell.text).strip()


def test_each_cell_shows_its_heading_and_what_django_would_show(desk):
    submission = submit(SUGGEST)
    (row,) = table(desk, QUEUE).select("tbody tr")
    cells = [
        (cell.name, cell.get("scope"), cell.get("data-label"), cell["class"], as_text(cell))
        for cell in row(["th", "td"])
    ]
    received = cells.pop(-2)
    assert cells == [
        ("th", "row", None, ["field-reference"], submission.reference),
        ("td", None, "First", ["field-is_first"], "-"),
        ("td", None, "Disposition", ["field-result"], submission.get_disposition_display()),
        ("td", None, "State", ["field-how_far"], "New"),
        ("td", None, "Assignee", ["field-assignee_name"], "nobody"),
    ]
    assert received[2:4] == ("Received at", ["field-received_at", "nowrap"])


def test_the_link_of_a_row_leads_back_to_the_list_as_it_was_filtered(desk):
    submission = submit(SUGGEST)
    link = table(desk, f"{QUEUE}?disposition=suggest-consultation&state__exact=new").select_one("th[scope=row] a")
    back = "_changelist_filters=disposition%3Dsuggest-consultation%26state__exact%3Dnew"
    assert link["href"] == f"{QUEUE}{submission.pk}/change/?{back}"
    assert table(desk, QUEUE).select_one("th[scope=row] a")["href"] == f"{QUEUE}{submission.pk}/change/"


def test_a_boolean_column_has_an_icon_with_words(desk):
    (row,) = table(desk, "/staff/auth/user/").select("tbody tr")
    assert {cell["data-label"]: cell.img["alt"] for cell in row.select("td:has(img)")} == {
        "Active": "True",
        "Second step": "False",
    }


def test_text_in_a_cell_is_escaped_and_a_hash_is_short_for_a_screen_reader(desk):
    User.objects.create(username="b", first_name="<b>Ann</b>", last_name=HASH, is_staff=True)
    cell = table(desk, "/staff/auth/user/").select_one("tbody tr:nth-of-type(2) .field-full_name")
    assert cell.decode_contents() == (f'&lt;b&gt;Ann&lt;/b&gt; {HASH[:12]}<span aria-hidden="true">{HASH[12:]}</span>')


def test_a_list_of_many_rows_asks_the_database_no_more_often(desk, django_assert_max_num_queries):
    def decide():
        ann = User.objects.get_or_create(username="ann")[0]
        record_review(submit(SUGGEST).pk, ann, disposition="not-suitable-now", reason="talk", note="Called.")

    decide()
    desk.get(QUEUE)
    with django_assert_max_num_queries(30) as of_one_row:
        desk.get(QUEUE)
    for _ in range(4):
        decide()
    with django_assert_max_num_queries(len(of_one_row)):
        desk.get(QUEUE)
