"""Attempts in a browser session are sealed, separate, changed under a lock, and deleted one by one."""

from dataclasses import replace

import pytest
from django.contrib.sessions.models import Session
from django.test import RequestFactory

from screening.journey import due_deletions, session
from screening.journey.session import Attempt, new_attempt
from screening.submissions.receipt_code import code_of
from vault.sessions import SessionStore

pytestmark = pytest.mark.django_db

SENT = {"answers": {}, "reference": "AAAA-0000", "shows_code": True}


@pytest.fixture
def request_of():
    """A request of the browser whose session has this key; None is a new browser."""

    def make(session_key=None, method="GET"):
        request = RequestFactory().generic(method, "/")
        request.session = SessionStore(session_key)
        return request

    return make


@pytest.fixture
def browser(request_of):
    """A function that makes requests of a browser with the attempts `a` and `b`."""
    first = request_of()
    for attempt_id in ("a", "b"):
        session.update(first, new_attempt(attempt_id), lambda now: replace(now, answers={"age": "25_64"}))
    return lambda method="GET": request_of(first.session.session_key, method)


def held(browser, attempt_id):
    return session.load(browser(), attempt_id)


def test_an_attempt_is_loaded_with_all_its_fields(browser):
    changed = session.update(browser(), held(browser, "a"), lambda now: replace(now, **SENT, asked_for_call=True))
    assert held(browser, "a") == changed
    assert (changed.reference, changed.shows_code, changed.asked_for_call) == ("AAAA-0000", True, True)


def with_answer(question, answer):
    return lambda now: replace(now, answers=now.answers | {question: answer})


def test_an_answer_is_stored_in_one_statement(browser, django_assert_num_queries):
    request = browser()
    attempt = session.load(request, "a")
    with django_assert_num_queries(1):
        changed = session.update_answers(request, attempt, with_answer("avm", "no"))
    assert held(browser, "a") == changed == replace(attempt, answers={"age": "25_64", "avm": "no"})
    assert not request.session.modified


def test_of_two_answers_at_the_same_time_both_are_kept(browser):
    first, second = browser(), browser()
    attempts = [session.load(request, "a") for request in (first, second)]
    session.update_answers(first, attempts[0], with_answer("avm", "no"))
    session.update_answers(second, attempts[1], with_answer("aneurysm", "no"))
    assert held(browser, "a").answers == {"age": "25_64", "avm": "no", "aneurysm": "no"}


def test_an_answer_to_an_attempt_that_was_left_meanwhile_is_not_stored(browser):
    late = browser()
    attempt = session.load(late, "a")
    session.delete_attempt(browser(), "a")
    with pytest.raises(session.AttemptGone):
        session.update_answers(late, attempt, with_answer("avm", "no"))
    assert held(browser, "a") is None
    assert held(browser, "b")


def test_an_answer_in_a_session_that_was_deleted_meanwhile_is_not_stored(browser):
    late = browser()
    attempt = session.load(late, "a")
    Session.objects.all().delete()
    with pytest.raises(session.AttemptGone):
        session.update_answers(late, attempt, with_answer("avm", "no"))
    assert not Session.objects.exists()
    assert not late.session.modified


def test_an_answer_in_a_session_that_is_to_be_deleted_is_not_stored(browser):
    late = browser()
    attempt = session.load(late, "a")
    stored = Session.objects.get().session_data
    due_deletions.note(late.session.session_key)
    with pytest.raises(session.AttemptGone):
        session.update_answers(late, attempt, with_answer("avm", "no"))
    assert Session.objects.get().session_data == stored
    due_deletions.after_request()


def test_an_attempt_has_a_secret_key_from_its_first_answer_on_and_keeps_it(browser):
    key = held(browser, "a").key
    assert len(key) == 64
    assert session.update(browser(), held(browser, "a"), lambda now: replace(now, **SENT)).key == key
    assert held(browser, "b").key != key


def test_a_sent_attempt_that_was_left_meanwhile_cannot_be_changed(browser):
    sent = session.update(browser(), held(browser, "a"), lambda now: replace(now, **SENT))
    late = browser()
    session.delete_attempt_with_code(browser(), code_of(sent.key))
    with pytest.raises(session.AttemptGone):
        session.update(late, sent, lambda now: now)


def test_the_code_is_shown_once_and_again_only_on_request(browser):
    assert session.receipt_code_to_show_once(browser(), held(browser, "a")) == ""
    sent = session.update(browser(), held(browser, "a"), lambda now: replace(now, **SENT))
    assert session.receipt_code_to_show_once(browser("HEAD"), held(browser, "a")) == ""
    given = [session.receipt_code_to_show_once(browser(), held(browser, "a")) for _ in range(3)]
    session.show_code_again(browser(), held(browser, "a"))
    given += [session.receipt_code_to_show_once(browser(), held(browser, "a")) for _ in range(2)]
    code = code_of(sent.key)
    assert given == [code, "", "", code, ""]


def test_only_one_of_two_pages_made_at_the_same_time_has_the_code(browser):
    seen_by_both = session.update(browser(), held(browser, "a"), lambda now: replace(now, **SENT))
    assert session.receipt_code_to_show_once(browser(), seen_by_both) == code_of(seen_by_both.key)
    assert session.receipt_code_to_show_once(browser(), seen_by_both) == ""


def test_deleting_by_code_deletes_that_attempt_and_no_other(browser):
    session.delete_attempt_with_code(browser(), code_of(held(browser, "a").key))
    assert (held(browser, "a"), held(browser, "b") is None) == (None, False)


def test_deleting_the_last_attempt_deletes_the_session(browser):
    for attempt_id in ("a", "b"):
        session.delete_attempt_with_code(browser(), code_of(held(browser, attempt_id).key))
    assert Session.objects.count() == 0


def test_deleting_keeps_everything_else_in_the_session(browser):
    request = browser()
    request.session["signed_in"] = "ann"
    request.session.save()
    for attempt_id in ("a", "b"):
        session.delete_attempt_with_code(browser(), code_of(held(browser, attempt_id).key))
    assert browser().session["signed_in"] == "ann"


@pytest.mark.parametrize("session_key", [None, "never-was"])
def test_deleting_needs_no_session(request_of, session_key):
    session.delete_attempt_with_code(request_of(session_key), code_of("a1"))
    assert Session.objects.count() == 0


def store(browser, attempt_id, fields):
    request = browser()
    request.session[session.KEY] = {attempt_id: session.seal(fields, context=session.CONTEXT, row=attempt_id)}
    request.session.save()


def test_an_attempt_that_was_sent_can_be_loaded_without_the_newer_fields(browser):
    store(browser, "old", {"answers": {}, "reference": "AAAA-0000", "key": "k"})
    assert held(browser, "old") == Attempt("old", {}, "AAAA-0000", "k")


def test_fields_of_a_newer_version_are_ignored(browser):
    store(browser, "new", {"reference": "AAAA-0000", "shoe_size": 44})
    assert held(browser, "new") == Attempt("new", reference="AAAA-0000")


@pytest.mark.parametrize("rules", [{}, {"rules": ""}, {"rules": "f" * 64}])
def test_an_attempt_under_other_rules_can_be_neither_loaded_nor_changed(browser, rules):
    store(browser, "old", {"answers": {"age": "18_64"}, "key": "k"} | rules)
    assert held(browser, "old") is None
    assert session.is_outdated(browser(), "old")
    with pytest.raises(session.AttemptGone):
        session.update(browser(), new_attempt("old"), lambda now: now)


def test_an_attempt_under_the_rules_in_force_is_not_outdated(browser):
    assert not session.is_outdated(browser(), "a")
    assert not session.is_outdated(browser(), "never-begun")


def test_what_was_sent_can_be_read_whatever_the_rules_are_now(browser, monkeypatch):
    sent = session.update(browser(), held(browser, "a"), lambda now: replace(now, **SENT))
    monkeypatch.setattr(session, "QUESTIONNAIRE", replace(session.QUESTIONNAIRE, sections=()))
    assert held(browser, "a") == sent
    assert held(browser, "b") is None


def test_deleting_one_attempt_keeps_the_others(browser):
    request = browser()
    session.delete_attempt(request, "a")
    assert (held(browser, "a"), held(browser, "b") is None) == (None, False)
    session.delete_attempt(browser(), "never-begun")
    session.delete_attempt(browser(), "b")
    assert Session.objects.count() == 0


def test_deleting_one_attempt_needs_no_session(request_of):
    for session_key in (None, "never-was"):
        session.delete_attempt(request_of(session_key), "a")
