"""The list of call requests and the page of each: every view of contact data is logged before it is shown."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from bases.versions import NAME
from consultations.models import ConsultationRequest
from screening.journey import session
from screening.submissions.sending import digest_of_attempt
from staff.models import AccessEntry, AccessLogHead
from tests.consultations.call_requests import call_url, form
from tests.desk import drawn_from, send
from tests.screening.journeys import soup

pytestmark = pytest.mark.django_db

CODENAMES = [*(f"{may}_consultationrequest" for may in ("view", "change", "delete")), "see_contact"]
LIST = "/staff/consultations/consultationrequest/"


@pytest.fixture
def call_request(client):
    client.post(call_url(client), form())
    return ConsultationRequest.objects.get()


@pytest.fixture
def desk(client, call_request):
    fay = User.objects.create_user("fay", is_staff=True)
    fay.user_permissions.set(Permission.objects.filter(codename__in=CODENAMES))
    client.force_login(fay)
    return client


def url_of(call_request, what="change"):
    return f"/staff/consultations/consultationrequest/{call_request.pk}/{what}/"


def logged():
    return list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject"))


def test_opening_a_request_is_logged(desk, call_request):
    assert "212-555-0100" in desk.get(url_of(call_request)).content.decode()
    assert logged() == [("fay", "saw-contact", str(call_request.pk))]


def test_saving_shows_no_contact_data(desk, call_request):
    drawn = drawn_from(desk, url_of(call_request))
    seen = logged()
    desk.post(url_of(call_request), drawn | {"state": "booked"})
    assert ConsultationRequest.objects.get().state == "booked"
    assert logged() == seen


def test_a_form_that_is_shown_again_with_an_error_is_logged_too(desk, call_request):
    assert "212-555-0100" in send(desk, url_of(call_request), {"state": "nonsense"}).content.decode()
    assert logged() == [("fay", "saw-contact", str(call_request.pk))] * 2


def test_a_deletion_is_logged(desk, call_request):
    desk.post(url_of(call_request, "delete"), {"post": "yes"})
    assert not ConsultationRequest.objects.exists()
    assert logged() == [("fay", "deleted", str(call_request.pk))]


def test_a_refused_view_is_not_logged(client, call_request):
    client.force_login(User.objects.create_user("rae", is_staff=True))
    assert client.get(url_of(call_request)).status_code == 403
    assert logged() == []


def test_contact_data_is_not_shown_when_it_cannot_be_logged(desk, call_request, monkeypatch):
    def refuse(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(AccessLogHead, "save", refuse)
    with pytest.raises(ZeroDivisionError):
        desk.get(url_of(call_request))


def test_the_log_contains_nothing_of_the_request(desk, call_request):
    desk.get(url_of(call_request))
    desk.post(url_of(call_request, "delete"), {"post": "yes"})
    log = str(list(AccessEntry.objects.values()))
    # Not "555" alone: the hashes of the log are hexadecimal and may have it.
    contents = ("Ann", "555-0100", "5550100", "morning", call_request.disposition)
    assert [text for text in contents if text in log] == []


def test_a_request_shows_how_to_reach_the_person(desk, call_request):
    text = desk.get(url_of(call_request)).content.decode()
    for part in ("Ann", "212-555-0100", "No, please do not leave a message", "Mornings"):
        assert part in text


def test_closing_a_request_starts_its_time_limit(desk, call_request):
    send(desk, url_of(call_request), {"state": "closed"})
    assert ConsultationRequest.objects.get().closed_at is not None


def test_closing_it_again_does_not_start_its_time_limit_again(desk, call_request):
    send(desk, url_of(call_request), {"state": "closed"})
    closed_at = ConsultationRequest.objects.get().closed_at
    send(desk, url_of(call_request), {"state": "closed"})
    assert ConsultationRequest.objects.get().closed_at == closed_at


def test_an_old_page_does_not_open_a_request_again_that_somebody_closed(desk, call_request):
    old_page = drawn_from(desk, url_of(call_request))
    send(desk, url_of(call_request), {"state": "closed"})
    closed = ConsultationRequest.objects.get()
    response = desk.post(url_of(call_request), old_page | {"state": "new"})
    assert response.status_code == 409
    after = ConsultationRequest.objects.get()
    assert (after.state, after.closed_at) == ("closed", closed.closed_at)
    page = soup(response)
    assert "This changed after you opened the page, so nothing was stored." in page.select_one(".error-summary").text
    who, what = (change.text for change in page.select(".stale li"))
    assert re.fullmatch(r"fay, [A-Z][a-z]+ \d+, 2\d{3}, \d+:\d\d [AP]M: Changed State\.", who)
    assert what == "State: “New” when you opened the page, “Closed” now"
    assert page.select_one("[name=state] [selected]")["value"] == "new"
    # Who has read that may open it again.
    again = {NAME: page.select_one(f"[name={NAME}]")["value"]}
    assert desk.post(url_of(call_request), again | {"state": "new"}).status_code == 302
    assert ConsultationRequest.objects.get().state == "new"


def test_the_second_click_of_a_double_click_is_no_conflict(desk, call_request):
    data = drawn_from(desk, url_of(call_request)) | {"state": "closed"}
    assert [desk.post(url_of(call_request), data).status_code for _ in range(2)] == [302, 302]


def request_of(**answers):
    """A request of a person who gave these answers and sent none of them."""
    client = Client()
    client.post(call_url(client, **answers), form())
    [attempt] = session.attempts_in(client.session)
    return ConsultationRequest.objects.get(attempt_digest=digest_of_attempt(attempt.key))


def listed(desk, **query):
    """The keys of the requests, in order, each with its mark."""
    page = soup(desk.get(LIST, query))
    rows = page.select("#result_list tbody tr")
    return [(row.select_one("th a")["href"].split("/")[4], row.select_one(".field-is_first").text) for row in rows]


def test_who_spoke_of_suicide_or_harm_is_called_first_until_the_request_is_closed(desk, call_request):
    first, second = request_of(wish_to_be_dead="yes"), request_of(harm_to_others="prefer_not")
    plain = request_of(pressure_told="not_sure")
    expected = [(first, "first"), (second, "first"), (call_request, "-"), (plain, "-")]
    assert listed(desk) == [(str(request.pk), mark) for request, mark in expected]
    send(desk, url_of(first), {"_not_reached": "yes", "state": "new"})
    assert listed(desk)[0] == (str(first.pk), "first")
    send(desk, url_of(first), {"state": "closed"})
    assert [key for key, _ in listed(desk)] == [str(one.pk) for one in (second, call_request, plain)]
    assert [key for key, _ in listed(desk, show="all")] == [str(one.pk) for one in (second, plain, first, call_request)]


def test_the_front_desk_is_not_told_why_somebody_is_called_first(desk):
    first = request_of(wish_to_be_dead="yes")
    for url in (LIST, url_of(first)):
        text = desk.get(url).content.decode().lower()
        assert [word for word in ("suicide", "dead", "harm", "crisis") if word in text] == []


def test_nobody_reads_in_the_table_who_is_called_first(desk, call_request, settings):
    first = request_of(wish_to_be_dead="yes")
    tokens = list(ConsultationRequest.objects.values_list("priority_token", flat=True))
    assert [len(token) for token in tokens] == [16, 16]
    assert len(set(tokens)) == 2
    assert (first.comes_first, ConsultationRequest.objects.get(pk=call_request.pk).comes_first) == (True, False)
    settings.SECRET_KEY = "another"
    assert [request.comes_first for request in ConsultationRequest.objects.all()] == [True, True]


def test_a_request_stored_before_anybody_knew_comes_first(desk, call_request):
    ConsultationRequest.objects.update(priority_token="")
    assert listed(desk) == [(str(call_request.pk), "first")]


def test_the_history_of_a_request_opens(desk, call_request):
    send(desk, url_of(call_request), {"state": "reached"})
    response = desk.get(url_of(call_request, "history"))
    assert response.status_code == 200


def test_a_request_that_was_changed_past_the_site_is_marked_and_its_page_warns(desk, call_request):
    warning = "was changed. Somebody did it in the database, past this site."
    assert warning not in desk.get(url_of(call_request)).content.decode()
    ConsultationRequest.objects.update(disposition="talk-to-clinician-first")
    page = soup(desk.get(LIST))
    assert [cell.text for cell in page.select("#result_list .field-result")] == ["Changed past this site: open it"]
    assert warning in desk.get(url_of(call_request)).content.decode()
