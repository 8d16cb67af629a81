"""The admin page of a call request: every view of contact data is logged before it is shown."""

import pytest
from django.contrib.auth.models import Permission, User

from consultations.models import ConsultationRequest
from staff.models import AccessEntry, AccessLogHead
from tests.consultations.call_requests import FORM, call_url

pytestmark = pytest.mark.django_db

CODENAMES = ["view_consultationrequest", "change_consultationrequest", "delete_consultationrequest"]


@pytest.fixture
def call_request(client):
    client.post(call_url(client), FORM)
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


def test_neither_the_list_nor_saving_shows_contact_data(desk, call_request):
    assert "212-555-0100" not in desk.get("/staff/consultations/consultationrequest/").content.decode()
    desk.post(url_of(call_request), {"state": "called"})
    assert ConsultationRequest.objects.get().state == "called"
    assert logged() == []


def test_a_form_that_is_shown_again_with_an_error_is_logged_too(desk, call_request):
    assert "212-555-0100" in desk.post(url_of(call_request), {"state": "nonsense"}).content.decode()
    assert logged() == [("fay", "saw-contact", str(call_request.pk))]


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
    desk.post(url_of(call_request), {"state": "closed"})
    assert ConsultationRequest.objects.get().closed_at is not None
