"""The privacy officer reads the access log, finds what they look for, changes nothing, and is written down in it."""

from datetime import UTC, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from staff import paging
from staff.access_log import Action, record, record_each
from staff.models import AccessEntry, AccessLogHead

LIST = "/staff/staff/accessentry/"

pytestmark = pytest.mark.django_db


def account(name, *codenames):
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture
def officer(client):
    client.force_login(account("olga", "view_accessentry"))
    return client


@pytest.fixture
def entries():
    """Three days of two people, at noon in New York."""
    ann, bob = User.objects.create_user("ann"), User.objects.create_user("bob")
    for day, actor, action, subject in (
        (1, ann, Action.SAW_ANSWERS, "AB12-CD34"),
        (2, bob, Action.SAW_CONTACT, "call"),
        (3, bob, Action.SAW_ANSWERS, "AB12-CD34"),
        (3, None, Action.SIGN_IN_REFUSED, "ghost"),
    ):
        with time_machine.travel(datetime(2026, 10, day, 16, tzinfo=UTC), tick=False):
            record(actor, action, subject)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def rows(response):
    """Every entry on the page but the looks at the log itself: day, who, did what, to what."""
    found = [[cell.text for cell in row.select("th, td")] for row in soup(response).select("#result_list tbody tr")]
    return [(day[:6], who, what, subject) for day, who, what, subject, _ in found if what != "Saw the access log"]


def test_the_newest_entries_come_first_in_words(officer, entries):
    response = officer.get(LIST)
    assert rows(response) == [
        ("Oct 03", "-", "Was refused at sign-in", "ghost"),
        ("Oct 03", "bob", "Saw answers", "AB12-CD34"),
        ("Oct 02", "bob", "Saw contact data", "call"),
        ("Oct 01", "ann", "Saw answers", "AB12-CD34"),
    ]
    assert "Oct 01, 2026, 12:00:00" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"action__exact": "saw-answers"}, ["bob", "ann"]),
        ({"actor": "ann"}, ["ann"]),
        ({"actor": "bob", "action__exact": "saw-contact"}, ["bob"]),
        ({"since": "2026-10-02", "until": "2026-10-02"}, ["bob"]),
        ({"until": "2026-10-01"}, ["ann"]),
        ({"since": "2026-10-03", "action__exact": "sign-in-refused"}, ["-"]),
        ({"q": "AB12-CD34"}, ["bob", "ann"]),
        ({"q": " ab12-cd34 "}, ["bob", "ann"]),
        ({"q": "AB12"}, []),
    ],
)
def test_the_list_is_filtered_and_searched(officer, entries, query, found):
    assert [who for _, who, _, _ in rows(officer.get(LIST, query))] == found


def test_everybody_in_the_log_can_be_chosen_also_who_left(officer, entries):
    User.objects.filter(username="bob").delete()
    links = soup(officer.get(LIST)).select("[data-filter-title=person] a")
    assert [link.text for link in links] == ["All", "ann", "bob", "olga"]


def test_the_days_are_chosen_within_what_is_filtered_already(officer, entries):
    page = soup(officer.get(LIST, {"action__exact": "saw-answers", "q": "AB12-CD34", "since": "2026-10-02", "p": "1"}))
    fields = {field["name"]: field["value"] for field in page.select(".by-day input[name]")}
    assert fields == {"action__exact": "saw-answers", "q": "AB12-CD34", "since": "2026-10-02", "until": ""}
    links = {link.text: link["href"] for link in page.select("[data-filter-title=day] a")}
    assert links["Any day"] == "?action__exact=saw-answers&q=AB12-CD34"


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "9999-12-31", "\u0663"])
def test_a_day_that_is_none_leads_back_to_the_whole_list(officer, entries, day):
    assert officer.get(LIST, {"until": day})["Location"] == f"{LIST}?e=1"


def test_looking_at_the_log_is_written_down_once_a_page(officer):
    officer.get(LIST)
    entry = AccessEntry.objects.get()
    officer.get(f"{LIST}{entry.pk}/change/")
    looks = AccessEntry.objects.order_by("id").values_list("actor", "action", "detail")
    assert list(looks) == [("olga", "saw-access-log", ""), ("olga", "saw-access-log", "Entry 1")]


def test_one_entry_is_shown_with_its_hashes_and_without_a_button(officer, entries):
    entry = AccessEntry.objects.get(id=2)
    page = soup(officer.get(f"{LIST}2/change/"))
    assert entry.hash in page.text
    assert entry.previous_hash in page.text
    assert not page.select("#accessentry_form [name]:not([type=hidden]), .deletelink, .submit-row input")


@pytest.mark.parametrize("everything", [False, True])
def test_nobody_adds_changes_or_deletes_an_entry(client, entries, everything):
    officer = User.objects.create_superuser("root") if everything else account("olga", "view_accessentry")
    client.force_login(officer)
    before = list(AccessEntry.objects.values())
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}1/change/", {"actor": "eve"}).status_code == 403
    assert client.post(f"{LIST}1/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"})
    assert list(AccessEntry.objects.exclude(action="saw-access-log").values()) == before


def test_there_is_no_permission_to_do_more_than_read():
    codenames = Permission.objects.filter(content_type__app_label="staff").values_list("codename", flat=True)
    assert [name for name in codenames if name.endswith(("accessentry", "accessloghead"))] == ["view_accessentry"]


@pytest.mark.parametrize("path", ["", "1/change/", "1/history/"])
def test_nobody_else_reads_it_and_who_is_refused_has_not_looked(client, entries, path):
    assert "/staff/login/" in client.get(LIST + path)["Location"]
    client.force_login(account("rae", "view_submission"))
    assert client.get(LIST + path).status_code == 403
    assert AccessEntry.objects.count() == 4


def test_a_look_that_cannot_be_written_down_is_not_had(officer, entries, monkeypatch):
    def refuse(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(AccessLogHead, "save", refuse)
    for path in ("", "1/change/"):
        with pytest.raises(ZeroDivisionError):
            officer.get(LIST + path)


def test_the_list_takes_as_many_queries_for_many_entries_as_for_few(officer, entries):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            officer.get(LIST)
        return len(captured)

    record_each(None, Action.SIGNED_OUT, map(str, range(120)))
    few = queries()
    record_each(None, Action.SIGNED_OUT, map(str, range(120)))
    assert queries() == few


def test_a_list_that_is_not_counted_to_its_end_says_that_there_is_more(officer, entries, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    monkeypatch.setattr("staff.access_log.admin.MOST_COUNTED", 3)
    page = soup(officer.get(LIST))
    assert "3 access log entries" in page.select_one(".paginator").text
    assert "There are more." in page.text
    assert "There are more." not in soup(officer.get(LIST, {"actor": "ann"})).text
