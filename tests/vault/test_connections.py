"""A process opens a bounded number of connections, and requests wait for one by order of arrival."""

import threading

import pytest
from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, OperationalError, close_old_connections, connection
from django.db import connections as django_connections

from screening.journey import due_deletions
from tests.screening.journeys import soup
from tests.vault.waiting import wait_until
from vault import connections
from vault.connections import TooManyAtOnce, shared_by

pytestmark = pytest.mark.django_db(transaction=True)

PLACES = 3
BACKEND = type(django_connections[DEFAULT_DB_ALIAS])


@pytest.fixture(autouse=True)
def shared(monkeypatch):
    """Three connections that no other test uses. Places are taken with `shared.gate.enter`."""
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "CONNECTIONS", PLACES)
    monkeypatch.setattr(connections, "_shared", {})
    shared = shared_by(connection.settings_dict)
    yield shared
    connection.close()
    for kept, _ in shared.kept:
        kept.close()


@pytest.fixture
def opened(monkeypatch):
    """Every connection that was opened."""
    opened = []
    _, backend = BACKEND.__bases__
    get_new_connection = backend.get_new_connection

    def open_one(wrapper, parameters):
        opened.append(get_new_connection(wrapper, parameters))
        return opened[-1]

    monkeypatch.setattr(backend, "get_new_connection", open_one)
    return opened


def request() -> None:
    """What a request does to the database, and what Django does after it."""
    Group.objects.count()
    close_old_connections()


def start(target) -> threading.Thread:
    thread = threading.Thread(target=target)
    thread.start()
    return thread


def test_many_threads_share_the_connections_of_their_process(opened):
    def visit():
        for _ in range(5):
            request()

    threads = [start(visit) for _ in range(4 * PLACES)]
    for thread in threads:
        thread.join()
    assert 1 <= len(opened) <= PLACES


def test_requests_get_a_connection_by_order_of_arrival(shared):
    order, threads = [], []
    for _ in range(PLACES):
        shared.gate.enter(0)

    def visit(number):
        Group.objects.count()
        order.append(number)
        close_old_connections()

    for number in range(5):
        threads.append(start(lambda number=number: visit(number)))
        wait_until(lambda number=number: shared.gate.waiting == number + 1)
    shared.gate.leave()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_request_holds_its_connection_until_its_end(shared):
    Group.objects.count()
    assert [shared.gate.enter(0) for _ in range(PLACES)] == [True] * (PLACES - 1) + [False]
    close_old_connections()
    assert [shared.gate.enter(0), shared.gate.enter(0)] == [True, False]


def test_the_next_request_uses_the_connection_of_an_earlier_one(shared, opened):
    request()
    thread = start(request)
    thread.join()
    assert (len(opened), len(shared.kept)) == (1, 1)


def test_a_connection_that_no_longer_works_is_replaced(shared, opened, monkeypatch):
    request()
    monkeypatch.setattr(BACKEND, "is_usable", lambda wrapper: False)
    request()
    assert (len(opened), len(shared.kept)) == (2, 1)


def test_a_connection_that_other_requests_used_is_closed_when_it_is_too_old(shared, opened, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    request()
    assert (len(opened), len(shared.kept)) == (1, 0)
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
    request()
    assert (len(opened), len(shared.kept)) == (2, 1)
    shared.kept.append((shared.kept.pop()[0], 0.001))
    request()
    assert (len(opened), len(shared.kept)) == (2, 0)


def test_a_connection_that_is_closed_on_purpose_is_not_kept(shared):
    Group.objects.count()
    connection.close()
    assert not shared.kept
    assert [shared.gate.enter(0) for _ in range(PLACES + 1)] == [True] * PLACES + [False]


def test_a_database_that_is_down_takes_no_places(shared, monkeypatch):
    def refuse(*args):
        raise OperationalError("no such host")

    monkeypatch.setattr(BACKEND, "get_new_connection", refuse)
    for _ in range(PLACES + 1):
        with pytest.raises(OperationalError, match="no such host"):
            Group.objects.count()
    assert shared.gate.enter(0)


def test_a_connection_that_fails_right_after_it_was_opened_takes_no_place(shared, monkeypatch):
    def fail(wrapper):
        raise OperationalError("it went away")

    monkeypatch.setattr(BACKEND, "init_connection_state", fail)
    for _ in range(PLACES + 1):
        with pytest.raises(OperationalError, match="it went away"):
            Group.objects.count()
    assert connection.connection is None
    assert shared.gate.enter(0)


@pytest.fixture
def _crowded(shared, monkeypatch):
    """Others use every connection, for as long as anybody can wait."""
    monkeypatch.setattr(connections, "SECONDS", 0)
    for _ in range(PLACES):
        shared.gate.enter(0)


@pytest.mark.usefixtures("_crowded")
def test_a_person_who_waits_for_too_long_keeps_what_they_entered(client):
    page = client.post("/screening/x/answering-for/", {"answering_for": "self"})
    assert (page.status_code, page["Retry-After"]) == (503, "30")
    assert "Too many people are using this page at the same time." in page.content.decode()
    form = soup(page).select_one("form[method=post]")
    assert form["action"] == "/screening/x/answering-for/"
    assert [(field["name"], field["value"]) for field in form.select("input")] == [("answering_for", "self")]


def test_the_same_form_is_accepted_when_others_are_done(client, shared, monkeypatch):
    monkeypatch.setattr(connections, "SECONDS", 0)
    for _ in range(PLACES):
        shared.gate.enter(0)
    assert client.post("/screening/x/answering-for/", {"answering_for": "self"}).status_code == 503
    shared.gate.leave()
    assert client.post("/screening/x/answering-for/", {"answering_for": "self"}).status_code == 302


@pytest.mark.usefixtures("_crowded")
@pytest.mark.parametrize("path", ["/", "/crisis-help/", "/screening/", "/screening/get-help-now/", "/search/"])
def test_a_page_that_needs_no_database_does_not_wait(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.usefixtures("_crowded")
def test_an_urgent_answer_is_answered_with_help_even_in_a_crowd(client, monkeypatch):
    monkeypatch.setattr(due_deletions, "retry", lambda: None)
    client.cookies["session"] = "a" * 32
    page = client.post("/screening/x/suicide-intention/", {"suicide_plan": "yes"})
    assert (page.status_code, soup(page).h1.text) == (200, "Please talk with someone now")


@pytest.mark.usefixtures("_crowded")
def test_it_is_an_error_of_the_database_to_every_caller():
    with pytest.raises(TooManyAtOnce):
        Group.objects.count()
