"""Whoever opens a request for a call sees how to reach a person: each look is written down, before it is had."""

import pytest
from django.contrib.auth.models import Permission, User

from consultations.models import ConsultationRequest
from staff.models import AccessEntry, AccessLogHead
from tests.consultations.call_requests import FORM, call_url

pytestmark = pytest.mark.django_db

CODENAMES = ["view_consultationrequest", "change_consultationrequest", "delete_consultationrequest"]


@pytest.fixture
def asked(client):
    client.post(call_url(client), FORM)
    return ConsultationRequest.objects.get()


@pytest.fixture
def desk(client, asked):
    fay = User.objects.create_user("fay", is_staff=True)
    fay.user_permissions.set(Permission.objects.filter(codename__in=CODENAMES))
    client.force_login(fay)
    return client


def url_of(asked, what="change"):
    return f"/staff/consultations/consultationrequest/{asked.pk}/{what}/"


def logged():
    return list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject"))


def test_opening_a_request_is_written_down(desk, asked):
    assert "212-555-0100" in desk.get(url_of(asked)).content.decode()
    assert logged() == [("fay", "saw-contact", str(asked.pk))]


def test_the_list_shows_no_contact_and_saving_shows_none_either(desk, asked):
    assert "212-555-0100" not in desk.get("/staff/consultations/consultationrequest/").content.decode()
    desk.post(url_of(asked), {"state": "called"})
    assert ConsultationRequest.objects.get().state == "called"
    assert logged() == []


def test_a_form_that_comes_back_with_an_error_is_another_look(desk, asked):
    assert "212-555-0100" in desk.post(url_of(asked), {"state": "nonsense"}).content.decode()
    assert logged() == [("fay", "saw-contact", str(asked.pk))]


def test_a_deletion_is_written_down(desk, asked):
    desk.post(url_of(asked, "delete"), {"post": "yes"})
    assert not ConsultationRequest.objects.exists()
    assert logged() == [("fay", "deleted", str(asked.pk))]


def test_who_is_refused_has_not_looked(client, asked):
    client.force_login(User.objects.create_user("rae", is_staff=True))
    assert client.get(url_of(asked)).status_code == 403
    assert logged() == []


def test_a_look_that_cannot_be_written_down_is_not_had(desk, asked, monkeypatch):
    def refuse(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(AccessLogHead, "save", refuse)
    with pytest.raises(ZeroDivisionError):
        desk.get(url_of(asked))


def test_the_log_holds_nothing_of_what_was_sent(desk, asked):
    desk.get(url_of(asked))
    desk.post(url_of(asked, "delete"), {"post": "yes"})
    written = str(list(AccessEntry.objects.values()))
    # Not "555" alone: the hashes of the log are hexadecimal and may have it.
    contents = ("Ann", "555-0100", "5550100", "morning", asked.disposition)
    assert [text for text in contents if text in written] == []


def test_a_request_shows_how_to_reach_the_person(desk, asked):
    text = desk.get(url_of(asked)).content.decode()
    for part in ("Ann", "212-555-0100", "No, please do not leave a message", "Mornings"):
        assert part in text


def test_closing_a_request_starts_its_time(desk, asked):
    desk.post(url_of(asked), {"state": "closed"})
    assert ConsultationRequest.objects.get().closed_at is not None
