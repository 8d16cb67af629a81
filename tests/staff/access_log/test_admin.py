"""The privacy officer can read, filter and search the access log, cannot change it, and leaves an entry in it."""

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
    """Entries of two people on three days, at noon in New York."""
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
    """Return (day, person, action, subject) of each entry on the page, without views of the log itself."""
    table = [[cell.text for cell in row.select("th, td")] for row in soup(response).select("#result_list tbody tr")]
    return [
        (day[:6], actor, action, subject) for day, actor, action, subject, _ in table if action != "Saw the access log"
    ]


def test_the_newest_entries_come_first(officer, entries):
    response = officer.get(LIST)
    assert rows(response) == [
        ("Oct 03", "-", "Was refused at sign-in", "ghost"),
        ("Oct 03", "bob", "Saw answers", "AB12-CD34"),
        ("Oct 02", "bob", "Saw contact data", "call"),
        ("Oct 01", "ann", "Saw answers", "AB12-CD34"),
    ]
    assert "Oct 01, 2026, 12:00:00" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "actors"),
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
def test_the_list_can_be_filtered_and_searched(officer, entries, query, actors):
    assert [actor for _, actor, _, _ in rows(officer.get(LIST, query))] == actors


def test_the_filter_lists_everybody_in_the_log_including_deleted_accounts(officer, entries):
    User.objects.filter(username="bob").delete()
    links = soup(officer.get(LIST)).select("[data-filter-title=person] a")
    assert [link.text for link in links] == ["All", "ann", "bob", "olga"]


def test_the_filter_by_day_keeps_the_other_filters(officer, entries):
    page = soup(officer.get(LIST, {"action__exact": "saw-answers", "q": "AB12-CD34", "since": "2026-10-02", "p": "1"}))
    fields = {field["name"]: field["value"] for field in page.select(".by-day input[name]")}
    assert fields == {"action__exact": "saw-answers", "q": "AB12-CD34", "since": "2026-10-02", "until": ""}
    links = {link.text: link["href"] for link in page.select("[data-filter-title=day] a")}
    assert links["Any day"] == "?action__exact=saw-answers&q=AB12-CD34"


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "9999-12-31", "\u0663"])
def test_an_invalid_day_redirects_to_the_whole_list(officer, entries, day):
    assert officer.get(LIST, {"until": day})["Location"] == f"{LIST}?e=1"


def test_each_view_of_a_page_of_the_log_is_recorded_once(officer):
    officer.get(LIST)
    entry = AccessEntry.objects.get()
    officer.get(f"{LIST}{entry.pk}/change/")
    views = AccessEntry.objects.order_by("id").values_list("actor", "action", "detail")
    assert list(views) == [("olga", "saw-access-log", ""), ("olga", "saw-access-log", "Entry 1")]


def test_the_page_of_an_entry_shows_its_hashes_and_no_button(officer, entries):
    entry = AccessEntry.objects.get(id=2)
    page = soup(officer.get(f"{LIST}2/change/"))
    assert entry.hash in page.text
    assert entry.previous_hash in page.text
    assert not page.select("#accessentry_form [name]:not([type=hidden]), .deletelink, .submit-row input")


@pytest.mark.parametrize("is_superuser", [False, True])
def test_nobody_can_add_change_or_delete_an_entry(client, entries, is_superuser):
    officer = User.objects.create_superuser("root") if is_superuser else account("olga", "view_accessentry")
    client.force_login(officer)
    before = list(AccessEntry.objects.values())
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}1/change/", {"actor": "eve"}).status_code == 403
    assert client.post(f"{LIST}1/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": ["1"], "post": "yes"})
    assert list(AccessEntry.objects.exclude(action="saw-access-log").values()) == before


def test_the_only_permission_for_the_log_is_to_view_it():
    codenames = Permission.objects.filter(content_type__app_label="staff").values_list("codename", flat=True)
    assert [name for name in codenames if name.endswith(("accessentry", "accessloghead"))] == ["view_accessentry"]


@pytest.mark.parametrize("path", ["", "1/change/", "1/history/"])
def test_others_are_refused_and_leave_no_entry(client, entries, path):
    assert "/staff/login/" in client.get(LIST + path)["Location"]
    client.force_login(account("rae", "view_submission"))
    assert client.get(LIST + path).status_code == 403
    assert AccessEntry.objects.count() == 4


def test_a_view_that_cannot_be_recorded_shows_nothing(officer, entries, monkeypatch):
    def refuse(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(AccessLogHead, "save", refuse)
    for path in ("", "1/change/"):
        with pytest.raises(ZeroDivisionError):
            officer.get(LIST + path)


def test_the_number_of_queries_does_not_grow_with_the_number_of_entries(officer, entries):
    def count_queries():
        with CaptureQueriesContext(connection) as captured:
            officer.get(LIST)
        return len(captured)

    record_each(None, Action.SIGNED_OUT, map(str, range(120)))
    number_before = count_queries()
    record_each(None, Action.SIGNED_OUT, map(str, range(120)))
    assert count_queries() == number_before


def test_a_list_that_is_too_long_to_count_says_that_there_are_more_entries(officer, entries, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 3)
    monkeypatch.setattr("staff.access_log.admin.MOST_COUNTED", 3)
    page = soup(officer.get(LIST))
    assert "3 access log entries" in page.select_one(".paginator").text
    assert "There are older entries." in page.text
    assert "There are older entries." not in soup(officer.get(LIST, {"actor": "ann"})).text
