"""Sessions by plain SQL behave as Django's own do."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.utils import timezone

from vault import sessions
from vault.sessions import SessionStore, locked_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    store = SessionStore()
    store["name"] = "Ann"
    store.save()
    return store.session_key


def test_both_read_what_either_wrote(key):
    store = SessionStore(key)
    store["name"] = "Ben"
    store.save()
    assert dict(db.SessionStore(key).items()) == dict(SessionStore(key).items()) == {"name": "Ben"}


def test_saving_prolongs_the_session_and_an_expired_one_is_empty(key):
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE - 60), tick=False):
        store = SessionStore(key)
        store["name"] = "Ben"
        store.save()
        left = Session.objects.get(pk=key).expire_date - timezone.now()
        assert left.total_seconds() == settings.SESSION_COOKIE_AGE
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        late = SessionStore(key)
        assert (dict(late.items()), late.session_key) == ({}, None)


def test_a_session_that_was_deleted_meanwhile_is_never_written_again(key):
    store = SessionStore(key)
    store["name"] = "Ben"
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_an_error_of_the_database_is_an_error_of_the_update(key, monkeypatch):
    store = SessionStore(key)
    store["name"] = "Ben"
    monkeypatch.setattr(sessions, "WRITE", "UPDATE no_table SET a = %s, b = %s WHERE c = %s")
    with pytest.raises(UpdateError) as raised, transaction.atomic():
        store.save()
    assert isinstance(raised.value.__cause__, DatabaseError)


def test_what_is_stored_now_can_be_read_and_locked(key):
    store = SessionStore(key)
    assert store["name"] == "Ann"
    Session.objects.filter(pk=key).update(session_data=store.encode({"name": "Eve"}))
    with transaction.atomic():
        assert locked_data(store) == {"name": "Eve"}
        Session.objects.all().delete()
        assert locked_data(store) is None


def test_it_is_saved_in_one_statement_unless_another_request_has_changed_it(key, django_assert_num_queries):
    first, second = SessionStore(key), SessionStore(key)
    for store, name in ((first, "Ben"), (second, "Eve")):
        store["name"] = name
    with django_assert_num_queries(1):
        assert first.save_unless_changed()
    assert not second.save_unless_changed()
    assert SessionStore(key)["name"] == "Ben"
    Session.objects.all().delete()
    assert not first.save_unless_changed()
