"""Nobody waits for the deletion of their answers, and it is never forgotten."""

from http import HTTPStatus

import pytest
from django.contrib.sessions.models import Session
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import timezone

from operations.retention import purge
from pages import catalogue
from screening.journey import due_deletions
from tests.screening.journeys import answer, begin, url_of
from vault.connections import shared_by

pytestmark = pytest.mark.django_db(transaction=True)

URGENT = ("/screening/x/suicide-intention/", {"suicide_plan": "yes"})


@pytest.fixture(autouse=True)
def retries(settings, tmp_path, monkeypatch):
    """Each time that a deletion was left to another thread, which does not run here."""
    settings.DATA_DIR = tmp_path
    retries = []
    monkeypatch.setattr(due_deletions, "retry", lambda: retries.append(1))
    yield retries
    due_deletions._left.clear()


@pytest.fixture
def attempt(client):
    """The attempt of a person who has answered the first question."""
    attempt = begin(client)
    answer(client, attempt, answering_for="self")
    return attempt


class Crowd:
    """A gate that records whoever waits at it. Nobody gets in while others use every connection."""

    def __init__(self, gate) -> None:
        self.gate, self.waited, self.is_over = gate, 0, False

    def enter(self, seconds):
        self.waited += 1
        return self.is_over and self.gate.enter(seconds)

    def leave(self):
        self.gate.leave()


@pytest.fixture
def crowd(monkeypatch, attempt):
    connection.close()
    shared = shared_by(connection.settings_dict)
    crowd = Crowd(shared.gate)
    monkeypatch.setattr("vault.connections.shared_by", lambda settings: crowded)
    crowded = type(shared)(crowd)
    yield crowd
    crowd.is_over = True
    connection.close()


class Request(WSGIRequest):
    # as in Django's test client
    _dont_enforce_csrf_checks = True


class Server(WSGIHandler):
    request_class = Request


def sent_page(client, path, data=None):
    """The status and the headers that the server sends, and the response, which the server closes afterward."""
    factory = RequestFactory()
    factory.cookies = client.cookies
    request = factory.post(path, data) if data else factory.get(path)
    sent = []
    response = Server()(request.environ, lambda status, headers: sent.extend([int(status.split()[0]), headers]))
    return (*sent, response)


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        (*URGENT, HTTPStatus.OK),
        ("/screening/x/age/", {"age": "under_18"}, HTTPStatus.FOUND),
        ("/screening/leave/", None, HTTPStatus.FOUND),
    ],
)
def test_the_page_is_sent_before_anything_waits_for_a_connection(client, crowd, retries, path, data, status):
    sent_status, headers, response = sent_page(client, path, data)
    assert (sent_status, crowd.waited) == (status, 0)
    assert any('session=""' in value for name, value in headers if name == "Set-Cookie")
    response.close()
    assert (crowd.waited, retries) == (1, [1])


def test_from_then_on_the_answers_cannot_be_opened_changed_or_sent(client, crowd, attempt):
    with_the_same_cookie = Client()
    with_the_same_cookie.cookies["session"] = client.cookies["session"].value
    client.post(*URGENT)
    crowd.is_over = True
    assert Session.objects.count() == 1
    assert with_the_same_cookie.get(url_of(attempt, "age")).status_code == HTTPStatus.GONE
    assert answer(with_the_same_cookie, attempt, age="18_64").status_code == HTTPStatus.GONE
    assert with_the_same_cookie.get(f"/screening/{attempt}/send-to-the-clinic/").status_code == HTTPStatus.GONE


def test_they_are_deleted_when_the_crowd_is_over(client, crowd):
    client.post(*URGENT)
    crowd.is_over = True
    assert (due_deletions.delete_due(), Session.objects.count()) == (1, 0)
    assert (list(due_deletions.folder().iterdir()), due_deletions._left) == ([], set())


def test_a_process_that_is_killed_forgets_nothing(client, attempt):
    # Neither is the response closed, nor does this process know of it afterward.
    sent_page(client, *URGENT)
    due_deletions._noted.session_keys.clear()
    assert Session.objects.count() == 1
    purge(catalogue.current().clinic.kept, clock_is_right=True, now=timezone.now())
    assert (Session.objects.count(), list(due_deletions.folder().iterdir())) == (0, [])


def test_a_process_that_is_killed_after_the_deletion_leaves_nothing_to_do(client, attempt):
    key = client.cookies["session"].value
    client.post(*URGENT)
    due_deletions.note(key)
    due_deletions._noted.session_keys.clear()
    assert (due_deletions.delete_due(), list(due_deletions.folder().iterdir())) == (0, [])


@pytest.mark.usefixtures("attempt")
def test_without_a_crowd_the_answers_are_deleted_at_the_end_of_the_request(client, retries):
    client.post(*URGENT)
    assert (Session.objects.count(), list(due_deletions.folder().iterdir()), retries) == (0, [], [])


@pytest.mark.usefixtures("attempt")
def test_without_space_on_the_disk_they_are_deleted_all_the_same(client, monkeypatch, caplog):
    def refuse(path):
        raise OSError("no space left on device")

    monkeypatch.setattr(due_deletions, "fsync_folder", refuse)
    client.post(*URGENT)
    assert Session.objects.count() == 0
    assert [record.message for record in caplog.records] == [
        "The deletion of somebody's answers could not be noted on disk (no space left on device)."
    ]


@pytest.mark.parametrize("key", ["", "a", "../../../etc/passwd", "A" * 32, f"{'a' * 31}/"])
def test_a_cookie_that_is_no_session_makes_no_file(key):
    due_deletions.note(key)
    assert (due_deletions.folder().exists(), due_deletions.is_due(key)) == (False, False)


def test_another_thread_tries_until_the_database_answers(monkeypatch):
    outcomes = [OperationalError("no such host"), OperationalError("no such host"), 1]
    tried, closed = [], []

    def delete_due():
        tried.append(outcome := outcomes.pop(0))
        if isinstance(outcome, Exception):
            raise outcome

    monkeypatch.setattr(due_deletions, "SECONDS_BETWEEN_TRIES", 0)
    monkeypatch.setattr(due_deletions, "delete_due", delete_due)
    monkeypatch.setattr(due_deletions, "connection", type("Connection", (), {"close": lambda: closed.append(1)}))
    due_deletions._retrying.acquire()
    due_deletions._retry()
    assert (len(tried), len(closed), due_deletions._retrying.locked()) == (3, 3, False)
